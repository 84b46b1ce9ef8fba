"""What the tagger makes of a line, as odds for the readings of its words.

The tagger knows context and glued letters, the channel knows which syllables exist; their mistakes differ. A span's
readings are weighed by log10 of a mixture: the tagger's share for that text, and a little for every other.
"""

from __future__ import annotations

import math
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from normalize.readings import Readings, plain_form
from normalize.syllable import unify_tone
from normalize.trie import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.readings import Reader
    from normalize.tagger import Odds, Tagger

CELL, PROSE = 0.42, 0.7  # weights of log10 of the mixture against the language model: of a few words, of a sentence
SENTENCE = 8  # words from which a text is a sentence, of which the tagger knows more than of a cell's
SPARE = 0.05  # share for what the tagger does not say
LEAST = -5.0  # natural log probability of a character's reading that is still followed
NOVEL = -1.5  # log10 odds of a reading that only the tagger found, behind the poorest of the channel
_WIDE = 8  # spellings of a span that are kept
_TOP = 3

LIKELY = -0.7  # natural log probability from which a mark is taken for the letters that it may stand for
SURE = 0.99  # the most that is believed of a mark
LETTER = "ƕ"  # of no Vietnamese word

RULE = "tagger"

_MARK = re.compile(r"[^\w\s]|_")
_LAYOUT = re.compile(r"[^\S ]")  # white space that is no plain blank


@dataclass(frozen=True, slots=True)
class Spelling:
    """What each character of one NFC line may stand for, best first, with natural log probabilities.

    `weight`: what it weighs against the language model.
    """

    choices: Sequence[Sequence[tuple[str, float]]]
    weight: float = CELL

    def within(self, start: int, text: str) -> Spelling:
        """The spelling of a text in the line."""
        weight = PROSE if len(text.split()) >= SENTENCE else CELL
        return Spelling(self.choices[start : start + len(text)], weight)

    def ways(self, start: int, stop: int) -> dict[str, float]:
        """The likeliest spellings of a span and their probabilities, white space at both ends cut off."""
        ways = {"": 0.0}
        for choices in self.choices[start:stop]:
            if len(choices) == 1:
                text, log = choices[0]
                ways = {way + text: old + log for way, old in ways.items()}
                continue
            more = {way + text: old + log for way, old in ways.items() for text, log in choices}
            ways = dict(sorted(more.items(), key=lambda item: -item[1])[:_WIDE]) if len(more) > _WIDE else more
        out: dict[str, float] = {}
        for way, log in ways.items():
            text = unicodedata.normalize("NFC", way).strip()
            out[text] = out.get(text, 0.0) + math.exp(log)
        return out

    def lettered(self, text: str) -> str:
        """The text, as long, with a letter for every mark that most likely is one, or a part of one.

        `b_` for `bị`, `d.inh` for `định`, `hoa. t` for `hoạt`: that blank is a letter too.
        """
        out = list(text)
        for mark in _MARK.finditer(text):
            at, choices = mark.start(), self.choices[mark.start()]
            last = at + 1 if self._breaks(text, at + 1) else at
            inside = at > 0 and text[at - 1].isalnum() and text[last + 1 : last + 2].isalnum()
            if _is_letters(choices[0]) or (inside and _is_nothing(choices[0])):
                out[at : last + 1] = LETTER * (last + 1 - at)
        return "".join(out)

    def _breaks(self, text: str, at: int) -> bool:
        """Whether a blank breaks a word in two."""
        return text[at : at + 1] == " " and _is_nothing(self.choices[at][0])

    def marked(self, at: int) -> float:
        """Log10 odds that the mark at `at` is one, and not a part of a letter beside it."""
        part = sum(math.exp(log) for text, log in self.choices[at] if not text or text.isalpha())
        return math.log10(max(1.0 - part, 1.0 - SURE))

    def parts(self, at: int) -> bool:
        """Whether a word ends before the character `at`."""
        return self.choices[at - 1][0][0].endswith(" ") or self.choices[at][0][0].startswith(" ")

    def joins(self, at: int) -> bool:
        """Whether the blank at `at` stands for nothing."""
        return self.choices[at][0][0] == ""


def _is_nothing(choice: tuple[str, float]) -> bool:
    text, log = choice
    return log > LIKELY and not text


def _is_letters(choice: tuple[str, float]) -> bool:
    text, log = choice
    return log > LIKELY and any(char.isalpha() for char in text)


def spell(tagger: Tagger, lines: Sequence[str]) -> list[Spelling]:
    """Ask the tagger about NFC lines that stand one below the other."""
    found = tagger.odds(lines, _TOP, LEAST)
    return [Spelling(_choices(tagger.outputs, line, odds)) for line, odds in zip(lines, found, strict=True)]


def _choices(outputs: Sequence[str], line: str, odds: Odds) -> list[list[tuple[str, float]]]:
    """The readings of each character of a line: most have one."""
    labels, logs = odds.labels[:, 0].tolist(), odds.logs[:, 0].tolist()
    rows = zip(line, labels, logs, strict=True)
    choices = [[(outputs[label] if label else char, log)] for char, label, log in rows]
    for at, place in np.argwhere(odds.logs[:, 1:] > LEAST).tolist():
        label = int(odds.labels[at, place + 1])
        choices[at].append((outputs[label] if label else line[at], float(odds.logs[at, place + 1])))
    for blank in _LAYOUT.finditer(line):
        choices[blank.start()] = [(blank[0], 0.0)]
    return choices


class Said(NamedTuple):
    """What the tagger says of a span: its spellings with their probabilities, and what they weigh."""

    ways: Mapping[str, float]
    weight: float = CELL


def heed(seen: str, readings: Readings, said: Said, reader: Reader, novel: bool = True) -> Readings:
    """The readings of a span with odds that lean to the tagger's spellings; likely new ones join if `novel`."""
    share: dict[int, float] = {}
    fresh = []
    ids = readings.ids.tolist()
    for text, chance in said.ways.items():
        word, form = _place(text, reader)
        row = _row(readings, ids, word, form)
        if row < 0 and text == seen and readings.stays:
            row = readings.stays[-1]
        if row >= 0:
            share[row] = share.get(row, 0.0) + chance
        elif word >= 0 and novel and chance > SPARE and len(text) > 1:
            fresh.append((word, form, chance))
    readings = _joined(readings, fresh) if fresh else readings
    part = np.full(len(readings.ids), said.weight * _log_mixed(0.0), np.float32)
    part[: len(fresh)] = [said.weight * _log_mixed(chance) for _, _, chance in fresh]
    for row, chance in share.items():
        part[row + len(fresh)] = said.weight * _log_mixed(chance)
    odds = readings.odds + part
    return Readings(readings.ids, odds, readings.forms, readings.stays, (*readings.hints, (RULE, part)))


def _log_mixed(share: float) -> float:
    """Log10 of the mixture for a reading that the tagger gives that share."""
    return math.log10((1 - SPARE) * min(share, 1.0) + SPARE / 10)


def _row(readings: Readings, ids: Sequence[int], word: int, form: int) -> int:
    """Where the readings have a word in a case form, or in one of its own; -1 if nowhere."""
    if word < 0 or word not in ids:
        return -1
    at = ids.index(word)
    if readings.forms[at] in (form, len(FORMS)):
        return at
    rest = enumerate(ids[at + 1 :], at + 1)
    return next((at for at, other in rest if other == word and readings.forms[at] in (form, len(FORMS))), -1)


def _joined(readings: Readings, fresh: Sequence[tuple[int, int, float]]) -> Readings:
    """The readings behind others that only the tagger found."""
    poor = (readings.odds[:-1].min(initial=0.0) if len(readings.odds) > 1 else -4.0) + NOVEL
    return Readings(
        np.concatenate([[word for word, _, _ in fresh], readings.ids]),
        np.concatenate([np.full(len(fresh), poor, np.float32), readings.odds]),
        np.concatenate([[form for _, form, _ in fresh], readings.forms]),
        tuple(at + len(fresh) for at in readings.stays),
        tuple((rule, np.concatenate([np.zeros(len(fresh), np.float32), old])) for rule, old in readings.hints),
    )


def _place(text: str, reader: Reader) -> tuple[int, int]:
    """Word number and case form of a text of the tagger; -1 if the lexicon does not have it."""
    if text in reader.numbers and not text.islower():
        return reader.numbers[text], len(FORMS)
    return reader.numbers.get(unify_tone(text).lower(), -1), FORMS.index(plain_form(text))
