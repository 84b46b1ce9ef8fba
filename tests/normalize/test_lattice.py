"""The ways to read a line: which edges there are, and that they lead on."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalize.capitals import among_capitals
from normalize.edits import Passage
from normalize.jobs import Stretch
from normalize.lattice import Edge, edges
from normalize.units import cut
from normalize.wordbook import Wordbook

if TYPE_CHECKING:
    from normalize.repair import Repairer

_BOOKS: list[Wordbook] = []


@pytest.fixture(autouse=True)
def _book(repairer: Repairer) -> None:
    if not _BOOKS:
        _BOOKS.append(Wordbook(repairer._reader))


def _edges(line: str) -> list[Edge]:
    heard = [unit for unit in cut(line) if unit.name != ""]
    one = Stretch(Passage(0, line, "garbled"), set(), heard, among_capitals(line, heard), None)
    return edges(one, _BOOKS[0].on_page({}, faithful=True), _BOOKS[0])


@pytest.mark.parametrize(
    ("line", "seen", "why"),
    [
        ("co’ quan", "co’", "a mark may be the horn of a letter"),
        ("caccoquan nay", "quan", "a glued word is cut"),
        ("06ndm nay", "ndm", "a number is glued to the word behind it"),
        ("éun g khai", "éun g", "a space was invented in what reads badly"),
    ],
)
def test_other_ways(line: str, seen: str, why: str) -> None:
    assert seen in {line[edge.start : edge.stop] for edge in _edges(line)}, why


def test_what_is_right_stays() -> None:
    fixed = [edge for edge in _edges("số 57-NQ/TW, kinh tế") if edge.fixed]
    assert [(edge.start, edge.stop) for edge in fixed] == [(0, 2), (3, 11), (11, 12), (18, 20)]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="aáoơcdđginquhtvé 01.,;:’'()-/ABCĐ", max_size=40))
def test_every_edge_leads_on(line: str) -> None:
    found = _edges(line)
    places = [(edge.start, edge.end) for edge in found]
    leaves = {edge.start for edge in found}
    assert places == sorted(places)
    assert all(edge.start < edge.stop <= edge.end <= len(line) for edge in found)
    assert all(edge.end in leaves or edge.end == len(line) for edge in found)
    assert all(left.start <= right.start for left, right in pairwise(found))


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("UY BAN nhan dan", [True, False, False, False]),
        ("UBND TINH Cao Bang", [True, True, True, False]),
        ("QUYET DINH ban hanh", [True, True, False, False]),
        ("CONG HOA XA HOI", [True, True, True, True]),
        ("Diéu 1. Ban hanh", [False, False, False, False, False]),
        ("tai Ha NOi co", [False, False, False, False]),
        ("BAN TEN Co quan", [True, True, False, False]),
    ],
)
def test_who_stands_among_capitals(line: str, wanted: list[bool]) -> None:
    assert among_capitals(line, cut(line)) == wanted
