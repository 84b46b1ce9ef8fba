"""Words of an un-woven table read again, cell by cell: what stands beside a word in its line is another cell's."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extract.unweave_lines import reworded
from normalize.syllable import is_syllable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extract.unweave_lines import Strip, Word
    from extract.unweave_weave import Block, Piece
    from normalize.records import Repaired

    Mender = Callable[[Sequence[str]], Sequence[Repaired]]

_WORD = 2  # letters from which a print is looked at alone
_MOST_WAYS = 2
_APART = "."  # between two cells: the next one begins anew


@dataclass(frozen=True, slots=True)
class Remembering:
    """Repairs of texts that stand alone, each made once: most cells of a table are read alike again and again."""

    mender: Mender
    known: dict[str, Repaired] = field(default_factory=dict)

    def __call__(self, texts: Sequence[str]) -> list[Repaired]:
        """The repair of each text, whatever stands before it."""
        fresh = list({text: None for text in texts if text not in self.known})
        if fresh:
            repaired = self.mender([text for one in fresh for text in (_APART, one)])[1::2]
            self.known.update(zip(fresh, repaired, strict=True))
        return [self.known[text] for text in texts]


def mended(rows: Sequence[Strip], blocks: Sequence[Block], mender: Remembering) -> tuple[Strip, ...]:
    """The lines of a table with the words of each cell as they read beside one another; `seen` texts stay."""
    cells = [pieces for block in blocks for pieces in block.pieces if pieces]
    seen = [" ".join(word.seen for word in words_of(rows, pieces)) for pieces in cells]
    fresh: dict[tuple[int, int], Word] = {}
    for pieces, line in zip(cells, mender(seen), strict=True):
        places = [(at, word) for at, start, end in pieces for word in range(start, end)]
        fresh.update(zip(places, _reread([rows[at].words[word] for at, word in places], line), strict=True))
    return tuple(
        replace(row, words=tuple(fresh.get((at, number), word) for number, word in enumerate(row.words)))
        for at, row in enumerate(rows)
    )


def words_of(rows: Sequence[Strip], pieces: Sequence[Piece]) -> list[Word]:
    """The words of some pieces, in reading order."""
    return [word for at, start, end in pieces for word in rows[at].words[start:end]]


def _reread(words: Sequence[Word], line: Repaired) -> list[Word]:
    """Words of a cell with what a repair of the cell makes of each; an edit over several words goes to the first."""
    texts, start = [], 0
    for word in words:
        end = start + len(word.seen)
        texts.append(_between(line, start, end))
        start = end + 1
    return [reworded(word, text) for word, text in zip(words, texts, strict=True)]


def _between(line: Repaired, start: int, end: int) -> str:
    parts, at = [], start
    for edit in line.edits:
        if edit.end <= start and not (edit.start == edit.end == start):
            continue
        if edit.start >= end:
            break
        if edit.start >= start:
            parts += [line.seen[at : edit.start], edit.after]
        at = edit.end
    return "".join([*parts, line.seen[at:end]]).strip()


def readings(rows: Sequence[Strip], mender: Remembering) -> dict[str, list[str]]:
    """For each word of a table what the same print was read as elsewhere, and what it reads as alone.

    A print that is a syllable and was left as it is reads the same alone.
    """
    seen = sorted({word.seen for row in rows for word in row.words if len(word.seen) >= _WORD and _is_garbled(word)})
    found: dict[str, set[str]] = {print_: {line.text} for print_, line in zip(seen, mender(seen), strict=True)}
    for row in rows:
        for word in row.words:
            found.setdefault(word.seen, set()).add(word.text)
    others: dict[str, set[str]] = {}
    for texts in found.values():
        for text in texts if len(texts) > 1 else ():
            others.setdefault(text, set()).update(texts - {text, ""})
    return {text: sorted(more)[:_MOST_WAYS] for text, more in others.items()}


def _is_garbled(word: Word) -> bool:
    return word.seen != word.text or not is_syllable(word.seen.strip(".,;:"))
