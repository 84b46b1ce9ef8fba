"""What the tagger makes of a line, as odds for the readings of its words.

The tagger knows context and glued letters, the channel knows which syllables exist; their mistakes differ. A span's
readings are weighed by log10 of a mixture: the tagger's share for that text, and a little for every other.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from normalize.readings import Readings, plain_form
from normalize.syllable import unify_tone
from normalize.trie import FORMS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from normalize.readings import Reader
    from normalize.tagger import Tagger

WEIGHT = 0.42  # of log10 of the mixture against the language model
SPARE = 0.05  # share for what the tagger does not say
LEAST = -5.0  # natural log probability of a character's reading that is still followed
NOVEL = -1.5  # log10 odds of a reading that only the tagger found, behind the poorest of the channel
_WIDE = 8  # spellings of a span that are kept
_TOP = 3

LIKELY = -0.7  # natural log probability from which a mark is taken for the letters that it may stand for
SURE = 0.99  # the most that is believed of a mark
LETTER = "ƕ"  # of no Vietnamese word

RULE = "tagger"


@dataclass(frozen=True, slots=True)
class Spelling:
    """What each character of one NFC line may stand for, best first, with natural log probabilities."""

    choices: Sequence[Sequence[tuple[str, float]]]

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
            out[text] = out.get(text, 0.0) + float(np.exp(log))
        return out

    def lettered(self, text: str) -> str:
        """The text, as long, with a letter for every mark that most likely is one, or a part of one.

        `b_` for `bị`, `d.inh` for `định`, `hoa. t` for `hoạt`: that blank is a letter too.
        """
        out = list(text)
        for at, (char, choices) in enumerate(zip(text, self.choices, strict=True)):
            if char.isalnum() or char.isspace():
                continue
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
        part = sum(np.exp(log) for text, log in self.choices[at] if not text or text.isalpha())
        return float(np.log10(max(1.0 - part, 1.0 - SURE)))

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
    out = []
    for line, odds in zip(lines, tagger.odds(lines, _TOP), strict=True):
        many = (odds.logs > LEAST).sum(axis=1).tolist()
        rows = zip(line, odds.labels.tolist(), odds.logs.tolist(), many, strict=True)
        out.append(Spelling([_choices(tagger.outputs, *row) for row in rows]))
    return out


def _choices(
    outputs: Sequence[str], char: str, labels: Sequence[int], logs: Sequence[float], many: int
) -> list[tuple[str, float]]:
    if char.isspace() and char != " ":
        return [(char, 0.0)]
    return [(outputs[label] if label else char, log) for label, log in zip(labels[: many or 1], logs, strict=False)]


def heed(seen: str, readings: Readings, ways: Mapping[str, float], reader: Reader, novel: bool = True) -> Readings:
    """The readings of a span with odds that lean to the tagger's spellings; likely new ones join if `novel`."""
    share = np.zeros(len(readings.ids))
    fresh = []
    for text, chance in ways.items():
        word, form = _place(text, reader)
        same = np.flatnonzero(readings.ids == word).tolist() if word >= 0 else ()
        row = next((at for at in same if readings.forms[at] in (form, len(FORMS))), -1)
        if row >= 0:
            share[row] += chance
        elif text == seen and readings.stays:
            share[readings.stays[-1]] += chance
        elif word >= 0 and novel and chance > SPARE and len(text) > 1:
            fresh.append((word, form, chance))
    ids, odds, forms, stays = readings.ids, readings.odds, readings.forms, readings.stays
    if fresh:
        ids = np.concatenate([[word for word, _, _ in fresh], ids])
        forms = np.concatenate([[form for _, form, _ in fresh], forms])
        poor = (readings.odds[:-1].min(initial=0.0) if len(readings.odds) > 1 else -4.0) + NOVEL
        odds = np.concatenate([np.full(len(fresh), poor, np.float32), odds])
        share = np.concatenate([[chance for _, _, chance in fresh], share])
        stays = tuple(at + len(fresh) for at in stays)
    part = (WEIGHT * np.log10((1 - SPARE) * np.minimum(share, 1.0) + SPARE / 10)).astype(np.float32)
    hints = [(rule, np.concatenate([np.zeros(len(fresh), np.float32), old])) for rule, old in readings.hints]
    return Readings(ids, odds + part, forms, stays, (*hints, (RULE, part)))


def _place(text: str, reader: Reader) -> tuple[int, int]:
    """Word number and case form of a text of the tagger; -1 if the lexicon does not have it."""
    if text in reader.numbers and not text.islower():
        return reader.numbers[text], len(FORMS)
    return reader.numbers.get(unify_tone(text).lower(), -1), FORMS.index(plain_form(text))
