"""Rows that give no work by their own words: names of things, scraps of tables, what somebody may do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extract.assigning import starts_with, starts_with_duty

if TYPE_CHECKING:
    from extract.actors import Actors
    from extract.listtasks import Outline
    from extract.records import Section

_WORD = re.compile(r"[^\W\d_]*[^\W\d_A-ZĐ][^\W\d_]*")  # a word that is no abbreviation
_MIN_WORDS = 3
_NAME = 6  # words: a longer text before a colon says something
_BRACKETED = re.compile(r"^\([^()]*\)$")  # "(được bãi bỏ)"
_CELLS = re.compile(r"\|\s*\d[\d.,]*\s*(?:\||$)")  # "Sông Lam | Từ … đến … | 157,40"
_THINGS = 3  # items: fewer may begin alike by chance
_IN_ANNEX = 2
_SENTENCE = 5  # words behind the unit from which on they say what it does


def says_nothing(title: str) -> bool:
    """Whether a row has no words of work: "BM.05", "(được bãi bỏ)", "Về quy hoạch:", "Được nhận Thông báo …"."""
    if _BRACKETED.match(title) or _CELLS.search(title):
        return True
    if starts_with_duty(title):
        return starts_with(title, "permits") and not starts_with(title, "clause")
    return starts_with(title, "permits") or _is_bare(title)


def _is_bare(title: str) -> bool:
    words = len(_WORD.findall(title))
    return words < _MIN_WORDS or (title.endswith(":") and words <= _NAME)


def lists_things(section: Section, outline: Outline, actors: Actors) -> bool:
    """Whether a list below a heading names things, not work: taxes that a unit collects, rivers that it looks after.

    Its items begin alike and with no verb of duty; in an annex it is enough that none of them tells what to do.
    """
    items = [leaf.text for leaf in outline.leaves(section)]
    if not section.heading or len(items) < _IN_ANNEX or any(_tells(text, actors) for text in items):
        return False
    in_article = any(above.kind == "article" for above in (section, *outline.ancestors(section)))
    first = {text.partition(" ")[0] for text in items}
    return (section.annex is not None and not in_article) or (len(items) >= _THINGS and len(first) == 1)


def _tells(text: str, actors: Actors) -> bool:
    if starts_with_duty(text) or starts_with(text, "acts"):
        return True
    found = actors.charged(text)
    return found is not None and len(found[1].split()) >= _SENTENCE
