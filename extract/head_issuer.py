"""Who issues a document and the body above it, from the lines in capitals of its head."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.blocks import is_capitals
from extract.head_number import is_own_number
from extract.headwords import begins_title, head_word, names_body
from extract.registry import Registry
from extract.unit_index import index
from extract.unit_words import tokens
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_RULE = re.compile(r"\s*[-–—_*]{2,}\s*$|[\s_*—]+$")  # drawn below a name


def issuer(pieces: Sequence[str], type_at: int | None) -> str | None:
    """The last line in capitals above the number that is not the motto; else who decides."""
    stop = _number_at(pieces, type_at)
    above = _bodies(pieces[:stop])
    if stop == len(pieces):  # nothing tells where the head ends
        above = [piece for piece in above if names_body(piece) and not begins_title(piece)]
    if above:
        return " ".join(above[-2:]) if _is_cut(above) else above[-1]
    below = pieces[(type_at or 0) + 1 :] if type_at is not None else ()
    deciding = [p for p in below if is_capitals(p)]
    for at, piece in enumerate(deciding):
        office = head_word(piece, "office")
        if office:
            rest = piece[len(office.phrase) :].strip()
            return rest or (deciding[at + 1] if at + 1 < len(deciding) else None)
        if head_word(piece, "authority"):
            return piece
    return None


def superior(pieces: Sequence[str], type_at: int | None) -> str | None:
    """The body above the issuer in the head: "UBND THÀNH PHỐ ĐÀ NẴNG" over "SỞ GIÁO DỤC VÀ ĐÀO TẠO"."""
    above = _bodies(pieces[: _number_at(pieces, type_at)])
    above = above[: -2 if _is_cut(above) else -1]
    return (" ".join(above[-2:]) if _is_cut(above) else above[-1]) if above else None


def _number_at(pieces: Sequence[str], type_at: int | None) -> int:
    """Index of the line with the number, at the latest of the kind of document."""
    number_at = next((at for at, piece in enumerate(pieces) if is_own_number(piece)), len(pieces))
    return min(number_at, type_at if type_at is not None else len(pieces))


def _bodies(pieces: Sequence[str]) -> list[str]:
    """Lines in capitals that name bodies."""
    bodies = (_RULE.sub("", p) for p in pieces if is_capitals(p) and "/" not in p and not _is_furniture(p))
    return [body for line in bodies for body in _parted(line)]


def _parted(line: str) -> list[str]:
    """A line's bodies: "UBND THÀNH PHỐ HÀ NỘI TRUNG TÂM …" names the one above with the issuer."""
    parts = tokens(line)
    end = index(Registry.load()).longest(parts, 0)
    at = parts[end - 1].end if end else len(line)
    return [line[:at], line[at:].strip()] if names_body(line[at:].strip()) else [line]


def _is_furniture(piece: str) -> bool:
    return head_word(piece, "motto") is not None or head_word(piece, "draft") is not None


def _is_cut(above: Sequence[str]) -> bool:
    """Whether the issuer's name takes two lines: "ỦY BAN NHÂN DÂN / TỈNH …", "BỘ LAO ĐỘNG - / THƯƠNG BINH …"."""
    if len(above) < 2:
        return False
    word = head_word(above[-2], "authority")
    is_local = word is not None and word.code == "local" and fold(above[-2]) == word.folded
    dashed = above[-2].endswith((" -", " –")) and names_body(above[-2])
    return above[-1].startswith("VÀ ") or dashed or is_local
