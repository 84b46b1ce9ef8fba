"""The head of a text that came without its layout: kind, title and issuer in its first lines, as websites show them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extract.blocks import is_capitals
from extract.headwords import head_word, head_words, names_body

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBER = re.compile(r"^\s*(?:số\s*:?\s*)?\d+/\S+")
_ITSELF = "này "  # "Thông tư này quy định …" is a sentence of the text
_LINES = 3  # of a title, and below it of who decides
_BODY = 100  # letters: the name of a body is no longer


class LooseHead(NamedTuple):
    """What the first lines tell; `title` is without the kind."""

    doc_type: str
    title: str
    issuer: str | None

    def of_kind(self, kind: str) -> LooseHead:
        """As it is where the text says what kind it is of: "Quy định tiêu chí …" may be the title of a decision."""
        return self if self.doc_type.startswith(kind) else LooseHead(kind, f"{self.doc_type} {self.title}", self.issuer)


def loose_head(lines: Sequence[str]) -> LooseHead | None:
    """The head of "Quyết định về việc phê duyệt …" over "Ủy ban nhân dân tỉnh …"; None where the text begins otherwise.

    `lines` are those above the recitals and articles. Capitals may be lost, in the names of places too.
    """
    size = next((at for at in range(1, len(lines)) if not _goes_on(lines[at])), len(lines))
    first = " ".join(lines[: min(size, _LINES)])
    kind = head_word(first, "type")
    title = _NUMBER.sub("", first[len(kind.phrase) :]).strip(" :-–—") if kind else ""
    longest = max(int(word.code) for word in head_words() if word.use == "longest")
    if kind is None or not title or is_capitals(first) or len(first) > longest or first.rstrip()[-1] in ":;":
        return None
    if title.startswith(_ITSELF):
        return None
    return LooseHead(kind.phrase, title, next(filter(_is_body, lines[size : size + _LINES]), None))


def _goes_on(line: str) -> bool:
    """Whether a line goes on with the title above it: it begins in small letters or with a figure, as no body does."""
    return (line[:1].islower() or line[:1].isdigit()) and line[-1:] not in ":;" and not _is_body(line)


def _is_body(line: str) -> bool:
    return len(line) <= _BODY and line[-1:] not in ".:;" and names_body(line)
