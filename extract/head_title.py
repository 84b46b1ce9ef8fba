"""The kind of a document and its title (trích yếu), or the subject of a letter."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from extract.blocks import dangles, is_annex_note, is_capitals, match_heading
from extract.head_date import find_date
from extract.head_number import OWN_NUMBER
from extract.head_subject import subject, without_mark
from extract.headwords import begins_title, head_word, head_words, names_body
from extract.letters import UPPER
from normalize.syllable import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extract.head_subject import Placed
    from ingest.records import Box

_CUT_NUMBER = re.compile(r"(?<=\d/)([A-ZĐ]{1,7}-)\s+(?=[A-ZĐ]{2})")  # "18/2025/TT- BCT"
_SENTENCE_ENDS = re.compile(rf"[.;:]$|[^\W\d_]{{2}}[.;] [{UPPER}]")
_ABOUT = re.compile(r"V[ềêẻẽỀ] (?:[Vv]iệc|VIỆC)\b")
_RULE = re.compile(r"[-–—=*]{3,}")
_OF_KIND = "LỆNH "  # any kind of document
_OF = "CỦA "
_WORD = re.compile(r"\w\w")
_SHORT = 4  # words: a line with fewer is no title without its kind
_STAMP_LINES = 3
_MIN_LINES = 2  # of a title, that tell how far apart its lines stand
_GAP = 1.5  # of that distance: the text below a title begins lower
_FULL_LINE = 0.7  # of the longest line: so much of it the first line of a paragraph fills


def find_type(pieces: Sequence[str], code: str) -> tuple[int | None, str | None]:
    """Where the kind of document stands on a line of its own, and which it is; else by the number's code."""
    for at, piece in enumerate(pieces):
        word = head_word(piece, "type")
        rest = fold(piece)[len(word.folded) :].strip(" .:-") if word else ""
        if word and is_capitals(piece) and (not rest or head_word(rest, "draft") or of_body(piece)):
            return at, word.phrase
    if code and subject([(piece, None) for piece in pieces]):
        return None, "Công văn"  # letters print no kind
    head = re.split(r"[-/\d]+", code.rsplit("/", maxsplit=1)[-1])[0] if code else ""
    return None, next((word.phrase for word in head_words() if word.use == "type" and word.code == head), None)


def of_body(piece: str) -> str | None:
    """The body that a line with the kind of document names: "NGHỊ QUYẾT CỦA BỘ CHÍNH TRỊ"."""
    word = head_word(piece, "type")
    body = piece[len(word.phrase) :].strip() if word else ""
    return body[len(_OF) :] if body.startswith(_OF) and names_body(body[len(_OF) :]) else None


def title_of(pieces: Sequence[Placed], type_at: int | None) -> str | None:
    """Trích yếu: from the kind of document to who decides; in letters the line "V/v …"."""
    if type_at is None:
        return subject(pieces)
    title: list[Placed] = []
    for piece, box in _below_stamp(pieces[type_at + 1 :]):
        if title and is_capitals(piece) and (head_word(piece, "authority") or head_word(piece, "office")):
            break
        if title and _RULE.fullmatch(piece):
            break  # bodies of the Party draw a line below the title
        if not title and of_body(f"{_OF_KIND}{piece}"):
            continue  # "CHỈ THỊ" over "CỦA BAN THƯỜNG VỤ TỈNH ỦY"
        if title and (head_word(piece, "address") or match_heading(piece) or is_annex_note(piece)):
            break
        if _is_below_gap(title, box) or (title and _of_this().match(piece)):
            break
        if not title and (OWN_NUMBER.match(piece) or find_date([piece])):
            continue  # of a head that names the kind first
        if _WORD.search(piece) and not (head_word(piece, "draft") and len(piece) < 12):
            title.append((piece, box))
    whole = _CUT_NUMBER.sub(r"\1", " ".join(_without_text([piece for piece, _ in title])))
    return without_mark(whole).strip(" *_-–—") or None


def untyped_title(pieces: Sequence[Placed]) -> str | None:
    """The title where the kind of document cannot be read, below a stamp or seal: it begins as titles do.

    Else it stands in capitals below the date.
    """
    first = next((at for at, (piece, _) in enumerate(pieces) if begins_title(piece)), None)
    if first is None:
        dated = next((at for at, (piece, _) in enumerate(pieces) if find_date([piece])), len(pieces))
        below = range(dated + 1, len(pieces))
        first = next((at for at in below if is_capitals(pieces[at][0]) and not _is_other(pieces[at][0])), None)
    return title_of(pieces, first - 1) if first else None


def _is_other(piece: str) -> bool:
    """Whether a line of a head names a body or is too short for a title."""
    return names_body(piece) or head_word(piece, "authority") is not None or len(piece.split()) < _SHORT


def _is_below_gap(title: Sequence[Placed], box: Box | None) -> bool:
    """Whether a line stands lower below a title than its lines below each other: the text begins there."""
    boxes = [above for _, above in title]
    if len(boxes) < _MIN_LINES or box is None or boxes[-1] is None or boxes[-2] is None:
        return False
    return box.top - boxes[-1].top > _GAP * max(boxes[-1].top - boxes[-2].top, boxes[-1].bottom - boxes[-1].top)


def _below_stamp(pieces: Sequence[Placed]) -> Sequence[Placed]:
    """The lines from "Về việc" on, where what a stamp prints stands between it and the kind of document."""
    first = next((at for at, (piece, _) in enumerate(pieces[:_STAMP_LINES]) if _ABOUT.match(piece)), 0)
    return pieces[first:]


def _without_text(title: Sequence[str]) -> Sequence[str]:
    """The lines of a title without the text below it, where nothing but a new paragraph parts the two.

    A title has no sentences and is not longer than the data file says; a paragraph opens with a capital and fills its
    line, which the name at a title's end ("… tỉnh / Quảng Ngãi") does not.
    """
    limit = max(int(word.code) for word in head_words() if word.use == "longest")
    if len(" ".join(title)) <= limit and not any(map(_ends_sentence, title)):
        return title
    width = max(map(len, title))
    for at in range(1, len(title)):
        fills = len(title[at]) >= _FULL_LINE * width and title[at][0].isupper()
        if fills and not dangles(title[at - 1]) and title[at - 1][-1] not in ",(-–":
            return title[:at]
    if width >= limit:
        return [_glued().split(title[0])[0] if len(title[0]) > limit else title[0]]
    return list(takewhile(lambda piece: not _ends_sentence(piece), title))


def _ends_sentence(piece: str) -> bool:
    """Whether a sentence ends in a line; in capitals a semicolon only parts what a title lists."""
    return not is_capitals(piece) and _SENTENCE_ENDS.search(piece) is not None


@lru_cache(maxsize=1)
def _of_this() -> re.Pattern[str]:
    """The text speaks of itself: "Thông tư này …"."""
    kinds = "|".join(word.phrase for word in head_words() if word.use == "type")
    return re.compile(rf"(?:{kinds}) này\s")


@lru_cache(maxsize=1)
def _glued() -> re.Pattern[str]:
    """Where a text begins in the line of its title, without a mark: "… tổ dân phố Thực hiện chủ trương …"."""
    words = "|".join(word.phrase for word in head_words() if word.use in ("recital", "opening"))
    return re.compile(rf"(?<=[^\W\d_{UPPER}])\s+(?=(?:{words})\s)")
