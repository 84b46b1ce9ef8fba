"""Reading helps for WordprocessingML: elements by local name, and what a style says about a run.

Local names serve the transitional and the strict namespaces of ECMA-376 alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from normalize.datafile import read_tsv

if TYPE_CHECKING:
    from collections.abc import Iterator

_SYMBOLS = Path(__file__).parent / "data" / "symbols.tsv"
_WRAPPERS = frozenset({"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"})
_OFF = {"0", "false", "off"}
_CHAIN = 20  # styles based on one another; Word allows about ten


def name(element: Any) -> str:
    """Local name of an element; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: Any, *path: str) -> Any:
    """The first child of that name, and so on down the path; None where one is missing."""
    for step in path:
        if element is None:
            return None
        element = next((inner for inner in element if name(inner) == step), None)
    return element


def attribute(element: Any, key: str = "val") -> str:
    """An attribute by its local name; "" if it or the element is missing."""
    if element is None:
        return ""
    return next((str(value) for full, value in element.items() if full.rpartition("}")[2] == key), "")


def number(element: Any, otherwise: int) -> int:
    """The whole number an element's `val` holds."""
    value = attribute(element)
    return int(value) if value.removeprefix("-").isdecimal() and len(value) < 10 else otherwise


def flag(element: Any) -> bool | None:
    """A switch such as `w:caps`: present is on unless it says off; None where it is missing."""
    return None if element is None else attribute(element).lower() not in _OFF


def inside(element: Any, *names: str) -> Iterator[Any]:
    """Children of these names, also those in content controls and tracked insertions."""
    for inner in element:
        if name(inner) in names:
            yield inner
        elif name(inner) in _WRAPPERS:
            yield from inside(inner, *names)


@cache
def symbols() -> dict[int, str]:
    """Private code points of symbol fonts to what they show, for `str.translate`."""
    rows = read_tsv(_SYMBOLS, ("code", "shown", "what"), key="code")
    return {int(row["code"], 16): row["shown"] for row in rows}


@dataclass(frozen=True, slots=True)
class Look:
    """How a run is shown, as far as it changes the text; None and "" leave it to the style below."""

    capitals: bool | None = None
    hidden: bool | None = None
    font: str = ""

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below."""
        return Look(
            below.capitals if self.capitals is None else self.capitals,
            below.hidden if self.hidden is None else self.hidden,
            self.font or below.font,
        )


def look_of(properties: Any) -> Look:
    """The look that a `w:rPr` itself asks for."""
    if properties is None:
        return Look()
    fonts = child(properties, "rFonts")
    font = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return Look(flag(child(properties, "caps")), flag(child(properties, "vanish")), font)


class Styles:
    """The styles of a document; a style takes from the one it is based on what it does not say itself."""

    def __init__(self, root: Any) -> None:
        found = [] if root is None else [style for style in root if name(style) == "style"]
        self._styles = {attribute(style, "styleId"): style for style in found}
        self._default = next((key for key, style in self._styles.items() if _is_default_paragraph(style)), "")
        self._looks: dict[str, Look] = {}  # of paragraph styles, which many runs share
        self._base = look_of(child(root, "docDefaults", "rPrDefault", "rPr"))

    def look(self, run_properties: Any, paragraph_style: str) -> Look:
        """The look of a run with these properties in a paragraph of this style."""
        look = look_of(run_properties)
        for style in self._chain(attribute(child(run_properties, "rStyle"))):
            look = look.over(look_of(child(style, "rPr")))
        return look.over(self._paragraph_look(paragraph_style))

    def _paragraph_look(self, key: str) -> Look:
        if key not in self._looks:
            look = Look()
            for style in self._chain(key or self._default):
                look = look.over(look_of(child(style, "rPr")))
            self._looks[key] = look.over(self._base)
        return self._looks[key]

    def list_of(self, paragraph_style: str) -> tuple[str, Any, str]:
        """Of the nearest style with a list: its numId ("" without), its `w:ilvl` or None, its id."""
        for style in self._chain(paragraph_style or self._default):
            numbered = child(style, "pPr", "numPr")
            if numbered is not None:
                return attribute(child(numbered, "numId")), child(numbered, "ilvl"), attribute(style, "styleId")
        return "", None, ""

    def _chain(self, key: str) -> Iterator[Any]:
        for _ in range(_CHAIN):
            style = self._styles.get(key)
            if style is None:
                return
            yield style
            key = attribute(child(style, "basedOn"))


def _is_default_paragraph(style: Any) -> bool:
    return attribute(style, "type") == "paragraph" and attribute(style, "default").lower() in {"1", "true", "on"}
