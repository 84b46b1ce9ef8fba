"""Names misread by an engine: the costs of the repair channel tell which unit was meant."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.misread import misread_cost
from extract.registry import Registry
from extract.unit_index import index
from extract.unit_words import tokens
from extract.units import LinkContext, link, misread

CONTEXT = LinkContext(dt.date(2026, 3, 1))


@pytest.mark.parametrize(
    ("seen", "meant"),
    [
        # made with what Tesseract prints for Vietnamese set and degraded by us
        ("Héi Cuu chién binh tinh Nghé An", "Hội Cựu chiến binh tỉnh Nghệ An"),
        ("Ban T6 chic Thanh uy Da Nang", "Ban Tổ chức Thành ủy Đà Nẵng"),
        ("Sở Nội vụ tinh Ninh Bính", "Sở Nội vụ tỉnh Ninh Bình"),
        ("Văn phòng Tính ủy Điện Biên", "Văn phòng Tỉnh ủy Điện Biên"),
    ],
)
def test_a_misread_name_links(seen: str, meant: str) -> None:
    registry = Registry.load()
    mention = link(seen, registry, CONTEXT)
    assert (mention.name, mention.link_method) == (meant, "fuzzy")
    assert mention.link_score < 1


@pytest.mark.parametrize(
    "text", ["Sở Nội vụ tỉnh Ninh Nình", "Vụ Pháp thế", "Cục Quản lý thuốc nổ", "Hội Người yêu báo", "Bộ Tài trí"]
)
def test_another_name_is_not_misread(text: str) -> None:
    assert link(text, Registry.load(), CONTEXT).unit_id is None


def test_a_name_that_is_not_there_finds_no_other() -> None:
    registry = Registry.load()
    whole = index(registry)
    names = Random(5).sample(sorted(whole.units), 150)  # noqa: S311 - a seed, not secrecy
    for name in names:
        others = replace(whole, folded={other: folded for other, folded in whole.folded.items() if other != name})
        found = misread(tokens(name), others, CONTEXT)
        assert found is None or found[0] in whole.units[name], name


def test_costs_follow_what_was_counted() -> None:
    assert misread_cost("chinh", "chính") < misread_cost("chonh", "chính") < misread_cost("xong", "chính")


@given(st.text("aáăâbcdđnhgươ1.", max_size=8), st.text("aáăâbcdđnhgươ", min_size=1, max_size=8))
def test_any_pair_has_a_cost(seen: str, meant: str) -> None:
    assert 0 <= misread_cost(seen, meant) < 4.1 * (len(seen) + len(meant))
