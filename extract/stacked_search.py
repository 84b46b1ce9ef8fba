"""The best way through the lines of a table whose cells stand one below the other.

A line goes into the next column, one further on, the first of a new row, or goes on with the cell above it; what lies
between is empty. Scores are log10 odds, by rule of thumb.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from extract.stacked_cells import NO_LABEL_YET, Counted, counted, headed, label_worth

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extract.stacked_head import Atom

Blanks = Literal["none", "rows", "cells", "kept", "kept-rows"]
"""What blank lines mean: nothing, a row's end, a cell's end, an empty cell each, or that and one more after a row."""
WAYS: tuple[Blanks, ...] = ("none", "rows", "cells", "kept", "kept-rows")
Worth = list[list[float]]
"""For each line what it is worth in each column; labels are asked for as they come."""

_BEAM = 20
_EMPTY = {"title": 5.0, "lead": 3.0, "deadline": 2.2, "coordinator": 1.2, "note": 0.4, "money": 0.8}
_EMPTY_OTHER, _SHOWN = 1.6, 0.2  # what an empty cell costs else, and how much of it where a blank line shows it
_CUT, _GOES_ON, _LOW, _BEGINS_LOW, _NO_ROW, _OFF = 1.0, 2.4, 0.9, 1.5, 5.0, 3.5
_BULLETS = ("-", "–", "+", "•", "*", "(")
_OPEN = (",", ";", ":", "-", "–")
_AGAIN, _MOST_AGAIN = 0.4, 3  # for each other row whose cell in that column says the same
_MOST_MORE = 0.5  # that a line that goes on with a cell gains by what it says


@dataclass(frozen=True, slots=True)
class _State:
    """Where the search stands: the column of the last line, the labels, and whether the row has a title alone."""

    col: int = -1
    last: Counted = NO_LABEL_YET
    bare: bool = True


@dataclass(frozen=True, slots=True)
class Step:
    """The column of a line, None where it is left out; `fresh` where it begins a row."""

    col: int | None
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A search among columns of these roles, blank lines meaning `blanks`."""

    roles: tuple[str, ...]
    blanks: Blanks

    def best(self, body: Sequence[Atom], worth: Worth) -> tuple[float, list[Step]]:
        """The score of the best way through the lines, and the way."""
        beam: dict[_State, float] = {_State(): 0.0}
        back: list[dict[_State, tuple[_State, Step]]] = []
        for at, atom in enumerate(body):
            above = body[at - 1].text if at else ""
            found: dict[_State, tuple[float, _State, Step]] = {}
            for state, score in beam.items():
                for gain, step, after in self._steps(state, atom, above, worth[at]):
                    if after not in found or found[after][0] < score + gain:
                        found[after] = (score + gain, state, step)
            kept = sorted(found.items(), key=lambda item: -item[1][0])[:_BEAM]
            beam = {after: score for after, (score, _, _) in kept}
            back.append({after: (state, step) for after, (_, state, step) in kept})
        state = max(beam, key=lambda one: beam[one])
        return beam[state], _way(back, state)

    def _steps(
        self, state: _State, atom: Atom, above: str, worth: Sequence[float]
    ) -> Iterator[tuple[float, Step, _State]]:
        """The columns that a line may stand in, what each is worth, and the state after it."""
        yield (-_NO_ROW / 2 if atom.text.isdecimal() else -_NO_ROW), Step(None), state
        if state.col >= 0 and self.roles[state.col] != "label":
            gain = self._going_on(atom, above) + min(_MOST_MORE, worth[state.col])
            yield gain, Step(state.col), state
        begins = -_BEGINS_LOW * _is_low(atom, above)
        for col, role in enumerate(self.roles):
            for fresh in (True, False):
                if (not fresh and col <= state.col) or (state.col < 0 and not fresh):
                    continue
                placed = _placed(self, (state.col, col, fresh), state.bare, atom.gap)
                if role == "label":
                    yield from _labelled(state, col, atom, placed)
                else:
                    bare = role == "title" and (fresh or state.bare)
                    yield placed + begins + worth[col], Step(col, fresh), _State(col, state.last, bare)

    def _going_on(self, atom: Atom, above: str) -> float:
        """What speaks for a line going on with the cell of the line above."""
        if self.blanks == "cells" and not atom.gap:
            return -_SHOWN
        return (-_LOW if _is_low(atom, above) else -_GOES_ON) - _OFF * (atom.gap > 0)


@lru_cache(maxsize=1 << 12)
def _placed(search: Search, move: tuple[int, int, bool], bare: bool, gap: int) -> float:
    """What the blank lines before a line and the columns left out say of its place.

    `move` goes from the column of the line above (-1 before the first) to another, into a new row or not.
    """
    before, col, fresh = move
    ends = search.roles[before + 1 :] if before >= 0 and fresh else ()
    skipped = search.roles[:col] if fresh else search.roles[before + 1 : col]
    missing = _empty(ends)
    empty = _empty(skipped) + (min(_CUT, missing) if bare else missing)
    if before < 0 or search.blanks == "none":
        return -empty
    if search.blanks == "rows":
        return -empty - _OFF * ((gap > 0) != fresh)
    if search.blanks == "cells":
        return -empty - _OFF * (gap == 0)
    shown = len(ends) + len(skipped) + (search.blanks == "kept-rows" and fresh)
    return -_OFF * (gap != shown) - _SHOWN * empty


def _is_low(atom: Atom, above: str) -> bool:
    """Whether a line reads as the rest of the one above: a small letter, a bullet, or nothing closed before it."""
    return atom.text[:1].islower() or atom.text.startswith(_BULLETS) or above.endswith(_OPEN)


def _empty(roles: Sequence[str]) -> float:
    return sum(_EMPTY.get(role, _EMPTY_OTHER) for role in roles)


def _labelled(state: _State, col: int, atom: Atom, placed: float) -> Iterator[tuple[float, Step, _State]]:
    """The line as the label of a row, and as the title of a group with its label before it."""
    worth = label_worth(atom.text, state.last)
    yield placed + worth, Step(col, fresh=True), _State(col, counted(atom.text, state.last))
    if group := headed(atom.text):
        worth = label_worth(group, state.last)
        yield placed + worth - 1, Step(col, fresh=True), _State(col, counted(group, state.last))


def _way(back: Sequence[dict[_State, tuple[_State, Step]]], state: _State) -> list[Step]:
    steps: list[Step] = []
    for came in reversed(back):
        state, step = came[state]
        steps.append(step)
    return steps[::-1]


def learnt(body: Sequence[Atom], steps: Sequence[Step], worth: Worth) -> Worth:
    """What lines are worth with what each column was found to say again and again."""
    said = Counter((step.col, atom.text) for atom, step in zip(body, steps, strict=True))

    def again(col: int, text: str, step: Step) -> float:
        return _AGAIN * min(_MOST_AGAIN, said[col, text] - (step.col == col))

    return [
        [gain + again(col, atom.text, step) for col, gain in enumerate(row)]
        for atom, step, row in zip(body, steps, worth, strict=True)
    ]
