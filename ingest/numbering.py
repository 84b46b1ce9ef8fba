"""The labels that Word prints before the paragraphs of automatic lists: `1.`, `a)`, `IV.`, `2.1`, `•`.

Source: ECMA-376 part 1, 17.9 (numbering), 17.18.59 (ST_NumberFormat), and what Word prints where it is silent.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ingest.wordml import attribute, child, flag, name, number, symbols

if TYPE_CHECKING:
    from collections.abc import Callable

    from ingest.wordml import Styles

_ROMAN = (
    *((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc")),
    *((50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i")),
)
_LONGEST = 4000  # Roman numbers end here, and letters repeat without measure
_PLACE = re.compile(r"%([1-9])")


def letters(count: int) -> str:
    """From a to z, then aa, bb … zz, aaa, as Word goes on."""
    return chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)


def roman(count: int) -> str:
    """Small Roman numerals."""
    text = ""
    for value, sign in _ROMAN:
        text += sign * (count // value)
        count %= value
    return text


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": letters,
    "upperLetter": lambda count: letters(count).upper(),
    "lowerRoman": roman,
    "upperRoman": lambda count: roman(count).upper(),
    "none": lambda _: "",
}


def shown(count: int, form: str) -> str:
    """A number as a list of this `w:numFmt` prints it; digits for forms that no Vietnamese text has."""
    return _FORMATS.get(form, str)(count) if 0 < count < _LONGEST or form == "none" else str(count)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list.

    Attributes:
        text: with `%1` … `%9` for the numbers of the levels.
        gap: between label and text.
        restart: the level, from 1, whose use restarts this one; 0 for never, None for any above it.
        legal: whether all numbers are printed in digits.
        style: the paragraph style that stands for this level.
    """

    start: int = 1
    form: str = "decimal"
    text: str = ""
    gap: str = " "
    restart: int | None = None
    legal: bool = False
    style: str = ""


@dataclass(frozen=True, slots=True)
class _List:
    """A `w:num`: the list it belongs to, its levels, and where it starts anew."""

    family: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts the items of all lists of a document, in the order in which `label` is asked for them."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists = _lists(root, styles) if root is not None else {}
        self._counts: dict[str, dict[int, int]] = {}
        self._started: set[tuple[str, int]] = set()

    def label(self, properties: Any, style: str) -> str:
        """The label of the next paragraph with these `w:pPr`, its gap behind it; "" if it is no list item."""
        own = child(properties, "numPr")
        styled, styled_level, styled_by = self._styles.list_of(style)
        key = attribute(child(own, "numId")) or styled
        found = self._lists.get(key)
        if found is None:  # also numId 0, which takes a paragraph out of its style's list
            return ""
        depth = child(own, "ilvl")
        at = number(styled_level if depth is None else depth, 0)
        if depth is None and styled_level is None:
            at = next((i for i, level in found.levels.items() if styled_by and level.style == styled_by), 0)
        level = found.levels.get(at)
        return self._next(key, found, at, level) if level else ""

    def _next(self, key: str, found: _List, at: int, level: Level) -> str:
        counts = self._counts.setdefault(found.family, {})
        if at in found.starts and (key, at) not in self._started:
            counts[at] = found.starts[at] - 1
        self._started.add((key, at))
        counts[at] = counts.get(at, level.start - 1) + 1
        for deeper in [deep for deep in counts if deep > at and _restarts(found.levels.get(deep), at)]:
            del counts[deeper]
        text = level.text.translate(symbols()) if level.form == "bullet" else _filled(level, found.levels, counts)
        return text + level.gap if text else ""


def _restarts(level: Level | None, used: int) -> bool:
    return level is None or level.restart is None or used < level.restart


def _filled(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    def place(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        other = levels.get(at, Level())
        return shown(counts.get(at, other.start), "decimal" if level.legal else other.form)

    return _PLACE.sub(place, level.text)


def _lists(root: Any, styles: Styles) -> dict[str, _List]:
    families = {attribute(item, "abstractNumId"): item for item in root if name(item) == "abstractNum"}
    families = {key: _linked(item, root, families, styles) for key, item in families.items()}
    found = {}
    for item in (item for item in root if name(item) == "num"):
        family = attribute(child(item, "abstractNumId"))
        if family in families:
            found[attribute(item, "numId")] = _list(item, family, families[family])
    return found


def _linked(item: Any, root: Any, families: dict[str, Any], styles: Styles) -> Any:
    """The abstract list itself, or the one that its list style (`w:numStyleLink`) names."""
    link = attribute(child(item, "numStyleLink"))
    key = styles.list_of(link)[0] if link else ""
    target = next((num for num in root if name(num) == "num" and key and attribute(num, "numId") == key), None)
    return families.get(attribute(child(target, "abstractNumId")), item) if target is not None else item


def _list(item: Any, family: str, abstract: Any) -> _List:
    levels = {number_of(level): _level(level) for level in abstract if name(level) == "lvl"}
    starts = {}
    for override in (inner for inner in item if name(inner) == "lvlOverride"):
        at = number_of(override)
        own = child(override, "lvl")
        if own is not None:
            levels[at] = _level(own)
        start = child(override, "startOverride")
        if start is not None:
            starts[at] = number(start, 1)
    return _List(family, levels, starts)


def number_of(level: Any) -> int:
    """The level, from 0, that a `w:lvl` or `w:lvlOverride` is about."""
    value = attribute(level, "ilvl")
    return int(value) if value in set("012345678") else 0


def _level(level: Any) -> Level:
    restart = child(level, "lvlRestart")
    return Level(
        start=number(child(level, "start"), 0),
        form=attribute(child(level, "numFmt")) or "decimal",
        text=attribute(child(level, "lvlText")),
        gap="" if attribute(child(level, "suff")) == "nothing" else " ",
        restart=None if restart is None else number(restart, 0),
        legal=bool(flag(child(level, "isLgl"))),
        style=attribute(child(level, "pStyle")),
    )
