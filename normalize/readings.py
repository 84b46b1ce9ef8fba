"""What a garbled word may have been: the readings of one word, with their log10 odds.

Three sources: the channel over all syllables, other words of the lexicon that look alike (abbreviations,
foreign words), and the word as it stands.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from normalize.caseforms import case_forms, is_abbreviation
from normalize.channel import Channel, mix
from normalize.freeze import is_coded
from normalize.index import index_of, skeleton
from normalize.stream import CLASSES, CODE, NUMBER, UNKNOWN
from normalize.syllable import as_lexicon, fold, split, unify_tone
from normalize.trie import FORMS, shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from normalize.ngram import Floats, Ints

DOCUMENT = "document"  # the rule of an edit that the document's own channel brought about
LONGEST = 10  # glyphs of a single syllable as seen
_PLAIN = re.compile("[A-Za-zĐ]+")
VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
_MOST = 1 << 15  # words whose readings are kept, 2 KiB each
_TEXTS = 1 << 14  # written readings kept, 0.3 KiB each
_AT_ONCE = 32  # words: enough to pay for the calls, few enough for the cache
_SAME_STROKE = frozenset("lI1|!")
_FAR = 8.0  # log10 odds of channel and frequency behind the likeliest reading at which one is given up


@dataclass(frozen=True, slots=True)
class Tuning:
    """Weights of the search, found on held-out pairs.

    Attributes:
        channel: weight of log10 P(seen | meant) against the language model.
        prior: weight of the unigram when readings are shortlisted.
        readings: how many a word keeps.
        beam: how many contexts survive a step.
        unknown: log10 odds of a word outside the lexicon, and of each of its letters.
        odd: extra where such a word has letters that are not plain, and where it is not all letters.
        code: log10 odds of a code (`HP7`, `m2`), and of each of its signs.
        glyph: log10 odds of one wrong glyph in a look-alike, and of one stroke taken for another.
        abbreviation: bonus of a known abbreviation that is seen as it is written, strokes aside.
        other_form: log10 odds of another case than the seen one.
        joint: log10 odds of a lost or an invented space.
    """

    channel: float = 0.65
    prior: float = 0.7
    readings: int = 70
    beam: int = 8
    unknown: tuple[float, float] = (-2.5, -0.9)
    odd: tuple[float, float] = (-1.5, -4.0)
    code: tuple[float, float] = (-0.3, -0.4)
    glyph: tuple[float, float] = (-1.5, -0.1)
    abbreviation: float = 1.5
    other_form: float = -2.0
    joint: float = -2.6


@dataclass(frozen=True, slots=True)
class Readings:
    """Readings of one word, the likeliest by channel and frequency first.

    Attributes:
        ids: word numbers; the last is the unknown word, which stands for the word as seen.
        odds: weighted log10 channel probability.
        forms: index into `channel.FORMS`; 3 for "as the lexicon writes it".
        stays: places of the readings that leave the word as it is.
        hints: what besides the channel is part of the odds: a rule and its part.
    """

    ids: Ints
    odds: Floats
    forms: Ints
    stays: tuple[int, ...] = ()
    hints: tuple[tuple[str, Floats], ...] = ()


_Part = tuple["Ints", "Floats", "Floats"]  # word numbers, odds, the document's part of the odds
_Key = tuple[str, tuple[str, ...], bool]


class Reader:
    """Finds the readings of words; keeps those it has found.

    Attributes:
        words: the lexicon, by number.
        numbers: word numbers by word.
        bare: word numbers by folded word.
        syllables: the folded syllables of the lexicon.
        tuning: weights.
        text: how a reading is written, by the seen word, the number of the word it is read as, and the case form; the
            seen word itself where only tone placement or nothing differs.
    """

    def __init__(
        self, channel: Channel, words: Sequence[str], unigrams: Floats, tuning: Tuning, own: Channel | None = None
    ) -> None:
        self.words = words
        self.tuning = tuning
        index = index_of(tuple(words))
        self.numbers, self.bare, self.syllables = index.numbers, index.bare, index.syllables
        self._alike, self._cased = index.alike, index.cased
        self._channel = channel
        self._unigrams = unigrams
        self._own = own
        self._kept: dict[_Key, Readings] = {}
        self._asked: dict[tuple[str, bool], Readings] = {}
        self._kept_bare: dict[str, Readings] = {}
        self.text: Callable[[str, int, int], str] = lru_cache(_TEXTS)(partial(_text, words))

    def read(self, seen: str, capital: bool) -> Readings:
        """Readings of one seen word; `capital` says that its line is in capitals."""
        found = self._asked.get((seen, capital))
        if found is None:
            key = _key(seen, capital)
            if key not in self._kept:
                self._find([key])
            found = self._asked[seen, capital] = self._kept[key]
        return found

    def prepare(self, words: Iterable[tuple[str, bool]]) -> None:
        """Find the readings of many words, as `read` is asked for them, at once: that takes a sixth of the time."""
        keys = dict.fromkeys(_key(*word) for word in words if word not in self._asked)
        self._find([key for key in keys if key not in self._kept])

    def read_bare(self, seen: str) -> Readings:
        """Readings of a word whose diacritics are lost and nothing else: all words that fold to it."""
        found = self._kept_bare.get(seen)
        if found is None:
            if len(self._kept_bare) > _MOST:
                self._kept_bare.clear()
            ids = [*self.bare.get(fold(seen), ()), self.numbers[UNKNOWN]]
            odds = np.zeros(len(ids), np.float32)
            odds[-1] = self.tuning.unknown[0] + self.tuning.unknown[1] * len(seen)
            form = FORMS.index(plain_form(seen))
            forms = np.array([form if split(self.words[at]) else len(FORMS) for at in ids])
            found = self._kept_bare[seen] = Readings(np.array(ids), odds, forms, self._stays(seen, np.array(ids)))
        return found

    def is_own(self, seen: str) -> bool:
        """Whether a word of a garbled text is right: it has letters an engine without Vietnamese cannot print."""
        return bool(VIETNAMESE.search(seen)) and as_lexicon(seen) in self.numbers

    def _stays(self, seen: str, ids: Ints) -> tuple[int, ...]:
        """Which readings leave the seen word as it is; the last, which is no word, always does."""
        lower = as_lexicon(seen)
        words = [word for word in (self.numbers.get(lower, -1), *self._cased.get(lower, ())) if word >= 0]
        if not words:
            return (len(ids) - 1,)
        found = {at for word in words for at in np.flatnonzero(ids == word).tolist()}
        return tuple(sorted({*found, len(ids) - 1}))

    def beside(self, own: Channel) -> Reader:
        """A reader that hears a document's own channel beside the known one."""
        return Reader(self._channel, self.words, self._unigrams, self.tuning, own)

    def _find(self, keys: Sequence[_Key]) -> None:
        """Find the readings of words and keep them; where they are too many, the oldest are forgotten."""
        if len(self._kept) > _MOST:
            self._kept = dict(islice(self._kept.items(), _MOST // 2, None))
            self._asked.clear()
        groups: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for seen, forms, _ in keys:
            if len(seen) <= LONGEST and not (seen[:2].isdigit() and len(seen) > 2):
                for form in forms:
                    groups[len(seen), form].append(seen)
        parts: dict[tuple[str, str], _Part] = {}
        for (_, form), words in groups.items():
            unlike = list(dict.fromkeys(words))
            for start in range(0, len(unlike), _AT_ONCE):
                some = unlike[start : start + _AT_ONCE]
                parts |= zip([(seen, form) for seen in some], self._syllables(some, form), strict=True)
        for key in keys:
            self._kept[key] = self._joined(key, parts)

    def _joined(self, key: _Key, parts: Mapping[tuple[str, str], _Part]) -> Readings:
        """The readings of a word from those in each of its forms and those that are no syllables."""
        seen, forms, lone = key
        found = [(form, *parts[seen, form]) for form in forms if (seen, form) in parts]
        alike, alike_odds = self._look_alikes(seen, 0 if lone or is_abbreviation(seen) else len(seen))
        ids = np.concatenate([*(ids for _, ids, _, _ in found), np.array(alike, np.int64)])
        strange = self.tuning.other_form
        shares = [odds if rank == 0 else odds + strange for rank, (_, _, odds, _) in enumerate(found)]
        odds = np.concatenate([*shares, alike_odds])
        sizes = [*(len(ids) for _, ids, _, _ in found), len(alike)]
        kinds = np.repeat([*(FORMS.index(form) for form, _, _, _ in found), len(FORMS)], sizes)
        order = np.full(len(ids), len(ids) - 1)  # the word as seen stays the last
        order[:-1] = np.argsort(-(odds[:-1] + self.tuning.prior * self._unigrams[ids[:-1]]), kind="stable")
        hints: tuple[tuple[str, Floats], ...] = ()
        if self._own is not None:
            own = np.concatenate([*(own for _, _, _, own in found), np.zeros(len(alike), np.float32)])
            hints = ((DOCUMENT, own[order]),)
        ids = ids[order]
        return Readings(ids, odds[order].astype(np.float32), kinds[order], self._stays(seen, ids), hints)

    def _syllables(self, seen: Sequence[str], form: str) -> list[_Part]:
        """The likeliest syllables in one form behind words of one length."""
        tuning = self.tuning
        numbers, known = self._channel.score(seen, form)
        scores = known
        own = [at for at, word in enumerate(seen) if self._own and not is_abbreviation(word)]  # one is not garbled
        if self._own and own:
            scores = known.copy()
            scores[own] = mix(known[own], self._own.score([seen[at] for at in own], form)[1])
        odds = scores * tuning.channel
        worth = odds + tuning.prior * self._unigrams[numbers]
        out = []
        for at, best in enumerate(_best(worth, min(tuning.readings, len(numbers)))):
            share = odds[at, best]
            mine = (scores[at, best] - known[at, best]) * np.float32(tuning.channel) if own else np.zeros_like(share)
            out.append((numbers[best], share, mine))
        return out

    def _look_alikes(self, seen: str, letters: int) -> tuple[list[int], list[float]]:
        """Words that look like a seen one and are no syllables, the word as seen the last; and their odds."""
        tuning = self.tuning
        unknown = tuning.unknown[0] + tuning.unknown[1] * letters
        unknown += tuning.unknown[1] * max(len(seen) - LONGEST, 0) * (not seen.islower())
        if not _PLAIN.fullmatch(seen):
            unknown += tuning.odd[0] if seen.isalpha() else tuning.odd[1]
        ids, odds = [], []
        for at in self._alike.get(skeleton(seen), ()):
            ids.append(at)
            strange = self.words[at].islower() and seen[:1].isupper() and 1 < len(seen) < 4
            glyphs = sum(map(self._glyph, seen, self._as_seen(self.words[at], seen))) + strange * tuning.glyph[0]
            odds.append(glyphs + tuning.abbreviation * (self.words[at].isupper() and glyphs > tuning.glyph[0]))
        name, own = _as_it_stands(seen, unknown, tuning)
        ids.append(self.numbers[name])
        odds.append(own)
        return ids, odds

    @staticmethod
    def _as_seen(word: str, seen: str) -> str:
        return "".join(w.upper() if s.isupper() else w for w, s in zip(word, seen, strict=False))

    def _glyph(self, seen: str, meant: str) -> float:
        if seen == meant:
            return 0.0
        same = seen in _SAME_STROKE and meant in _SAME_STROKE
        return self.tuning.glyph[1] if same else self.tuning.glyph[0]


def _as_it_stands(seen: str, unknown: float, tuning: Tuning) -> tuple[str, float]:
    """The language model's name for a word that stays as it stands, and its log10 odds; `unknown`: of a strange one."""
    if seen.isdigit():
        return NUMBER, 0.0
    if is_coded(seen):
        return CODE, max(unknown, tuning.code[0] + tuning.code[1] * len(seen))
    return UNKNOWN, unknown


def _text(words: Sequence[str], seen: str, word: int, form: int) -> str:
    """See `Reader.text`."""
    name = words[word]
    if name in CLASSES:
        return seen
    if form == len(FORMS):
        if name.islower() and seen[:1].isupper():
            name = shape(name, "upper" if seen.isupper() and len(seen) > 1 else "title")
        return seen if name.lower() == seen.lower() else name
    made = shape(name, FORMS[form])
    return seen if unify_tone(seen) == made else made


def _key(seen: str, capital: bool) -> _Key:
    """What the readings of a word depend on: the word, its case forms, whether it stands in capitals by itself."""
    lone = not capital and len(seen) > 2 and seen.isupper() and seen.isalpha()
    return seen, case_forms(seen, capital), lone


def _best(worth: Floats, many: int) -> list[Ints]:
    """For each row the places of the best `many`, without those that are far behind."""
    least = np.maximum(np.partition(worth, -many, axis=1)[:, -many], worth.max(axis=1) - _FAR)
    return [np.flatnonzero(row >= lowest) for row, lowest in zip(worth, least, strict=True)]


def plain_form(seen: str) -> str:
    """The case form a word has."""
    return "upper" if len(seen) > 1 and seen.isupper() else "title" if seen[:1].isupper() else "lower"
