"""Lines of a table whose columns run together, as words ready to be cut."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, overload

from rapidfuzz.distance import Levenshtein

from extract.unweave_marks import is_roman
from normalize.syllable import fold, is_syllable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extract.records import Line

_EDGES = "|¦"
_SAYS = re.compile(rf"[^\s{_EDGES}]")
_MARKS_OF_A_TEXT = frozenset("-–—+•&…")  # a word may be such a mark alone
_SHORT = 2
_IN_A_RUN = 0.3  # a short word among specks
# What specks print: marks, a letter alone, two consonants; and what may be one beside them.
_STRONG = re.compile(r"[^\w\s]+|[^\w\s]*[^\W\d_][^\w\s]*|[B-DF-HJ-NP-TV-XZb-df-hj-np-tv-xz]{2}[^\w\s]*")
_WEAK = re.compile(r"\d{1,2}[^\w\s]*|(?:[A-Z][A-Zoae]|\d[^\W\d_]|[^\W\d_]\d|[a-z][A-Z])[^\w\s]*|\d[a-z]{2}")
_QUARTER = re.compile(r"[Il1|]{1,3}|IV")  # behind "quý": I, II, III, IV as engines print them
_A_WORD = 1.5  # a single letter that is a word, as in "Bộ Y tế"
_MANY = 60  # words from which a region tells how strewn it is
_SURE = 0.5  # what costs less is a speck for sure where the region is strewn with them
_STREWN = 0.03  # of a region's words; in a clean table single letters are rarer


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a line.

    Attributes:
        ruled: a rule (`|`) stands between it and the word before, or at the line's start.
        cost: what leaving it out costs (log10 odds); None for a word that no engine makes out of specks.
        seen: what the engine printed; several words of it where they were read as one.
    """

    text: str
    ruled: bool = False
    cost: float | None = None
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """A line with words in it.

    Attributes:
        index: of the line among the document's lines.
        apart: blank lines or a page's end stand before it, so that its height beside the line above is not known.
        turned: it is the first line on its page.
    """

    index: int
    page_no: int
    words: tuple[Word, ...]
    apart: bool
    turned: bool


def strips(lines: Sequence[Line], indexes: Sequence[int]) -> Strips:
    """The lines at `indexes` that have words."""
    places: list[tuple[int, bool, bool]] = []
    apart = turned = False
    for before, index in zip((None, *indexes), indexes, strict=False):
        turned = turned or (before is not None and lines[before].page_no != lines[index].page_no)
        if _SAYS.search(lines[index].text):
            places.append((index, apart or turned, turned))
            apart = turned = False
        else:
            apart = True
    return Strips(lines, places)


class Strips(Sequence[Strip]):
    """Lines with words, each cut into words when it is first looked at: few lines stand in or near a table."""

    def __init__(self, lines: Sequence[Line], places: Sequence[tuple[int, bool, bool]]) -> None:
        self.lines = lines
        self.places = places
        self.cut: dict[int, Strip] = {}

    def __len__(self) -> int:
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Strip: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[Strip, ...]: ...
    def __getitem__(self, at: int | slice) -> Strip | tuple[Strip, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(len(self))))
        if at < 0 or at >= len(self):
            raise IndexError(at)
        if at not in self.cut:
            index, apart, turned = self.places[at]
            self.cut[at] = Strip(index, self.lines[index].page_no, _words(self.lines[index]), apart, turned)
        return self.cut[at]

    def text(self, at: int) -> str:
        """The line as it is, not cut."""
        return self.lines[self.places[at][0]].text


def swept(rows: Sequence[Strip], labels: Mapping[int, int]) -> tuple[Strip, ...]:
    """The lines of a region without specks, where it is strewn with them; `labels` are the words to keep, by line.

    An engine that reads dots and accents as lines of their own strews single letters between the words; in a
    clean text a single letter means something.
    """
    words = sum(len(row.words) for row in rows)
    specks = sum(map(_is_speck, (word for row in rows for word in row.words)))
    if words < _MANY or specks <= _STREWN * words:
        return tuple(rows)
    return tuple(replace(row, words=_clean(row.words, labels.get(at, -1))) for at, row in enumerate(rows))


def _is_speck(word: Word) -> bool:
    """Whether a word is one for sure where a region is strewn with them: in a run of them, or a letter alone."""
    letter = sum(map(str.isalnum, word.text)) <= 1 and not any(map(str.isdigit, word.text))
    return word.cost is not None and (word.cost < _SURE or (letter and word.cost < _A_WORD))


def _clean(words: Sequence[Word], label: int) -> tuple[Word, ...]:
    kept: list[Word] = []
    ruled = False
    for at, word in enumerate(words):
        ruled = ruled or word.ruled
        grouped = at == 0 and len(words) > 1 and words[1].ruled and is_roman(word.text)
        if at == label or grouped or word.cost is None or not _is_speck(word):
            cost = None if at == label else word.cost
            kept.append(replace(word, ruled=ruled, cost=cost))
            ruled = False
    return tuple(kept) or tuple(words)


def reworded(word: Word, text: str) -> Word:
    """The word with another text; "" for one that was read as part of the word before it."""
    if text in _EDGES and text:
        return word
    return replace(word, text=text, cost=word.cost if text else 0.0)


def _words(line: Line) -> tuple[Word, ...]:
    found: list[Word] = []
    ruled = False
    for printed, text in _pairs(line.seen, line.text):
        seen = printed
        for piece in re.split(r"\s+|([|¦])", text):
            if piece and piece in _EDGES:
                ruled = True
            elif piece:
                quarter = bool(found) and fold(found[-1].text) == "quy" and _QUARTER.fullmatch(piece)
                meant = "I" * len(piece) if quarter and piece != "IV" else piece
                found.append(Word(meant, ruled, None if quarter else _cost(piece), seen))
                ruled, seen = False, ""
    return _runs(found)


def _runs(words: Sequence[Word]) -> tuple[Word, ...]:
    """Words with what leaving them out costs among their neighbours: specks come in runs.

    Beside a sure speck everything as short is one too, unless it was mended into a word.
    """
    looks = [_look(word) for word in words]
    found, start = list(words), 0
    for odd, group in groupby(looks, key=bool):
        end = start + len(list(group))
        first, last = start, end
        few = looks[start:end].count(_SPECK) < _FIGURES
        while odd and first < last and looks[first] != _SPECK and _is_mended(words[first], few):
            first += 1
        while odd and first < last and looks[last - 1] != _SPECK and _is_mended(words[last - 1], few):
            last -= 1
        prints = sum(len((word.seen or word.text).split()) for word in words[first:last])
        sure = _SPECK in looks[first:last] or (prints > _FIGURES and not any(map(_is_mended, words[first:last])))
        if odd and prints > 1 and sure:
            found[first:last] = [replace(word, cost=_IN_A_RUN) for word in words[first:last]]
        start = end
    return tuple(found)


_SPECK, _SHORT_PRINT = 2, 1
_FIGURES = 2  # short prints side by side; more are specks without a sure one among them


def _look(word: Word) -> int:
    """Whether what was printed for a word looks like specks or is only short; 0 for neither."""
    parts = (word.seen or word.text).split()
    if word.text in _MARKS_OF_A_TEXT or not all(_STRONG.fullmatch(part) or _WEAK.fullmatch(part) for part in parts):
        return 0
    strong = sum(_STRONG.fullmatch(part) is not None for part in parts)
    alone = len(parts) == 1 and len(parts[0]) > 1 and is_syllable(word.text)
    return _SPECK if strong and not alone else _SHORT_PRINT


def _is_mended(word: Word, few: bool = True) -> bool:
    """Whether a print was mended into a word; among many specks only one that begins with a small letter."""
    starts = word.seen[:1].isalpha() if few else word.seen[:1].islower()
    return word.text != word.seen and starts and is_syllable(word.text)


def _pairs(seen: str, text: str) -> list[tuple[str, str]]:
    """What was printed and what was meant, stretch by stretch, from blank to blank in both."""
    if len(seen.split()) == len(text.split()):
        return list(zip(seen.split(), text.split(), strict=True))
    blocks = Levenshtein.opcodes(seen, text)
    cuts = [
        (op.src_start + at, op.dest_start + at)
        for op in blocks
        if op.tag == "equal"
        for at in range(op.src_end - op.src_start)
        if seen[op.src_start + at].isspace()
    ]
    bounds = [(-1, -1), *cuts, (len(seen), len(text))]
    return [(seen[a + 1 : c].strip(), text[b + 1 : d].strip()) for (a, b), (c, d) in pairwise(bounds)]


def _cost(text: str) -> float | None:
    """What an engine makes of specks between two lines: single letters, marks, short strings that are no syllable."""
    bare = "".join(letter for letter in text if letter.isalnum())
    if not bare:
        return None if text in _MARKS_OF_A_TEXT else 0.1
    if len(bare) == 1 and not bare.isdigit():
        return _A_WORD if is_syllable(bare) and bare.casefold() != "a" else 0.6
    if len(bare) <= _SHORT and not is_syllable(bare):
        return _A_WORD if bare.isdigit() else 0.8
    return None
