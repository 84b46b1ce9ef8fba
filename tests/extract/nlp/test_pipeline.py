"""The mention layer: what it finds, that it keeps the text, that it can be kept and read back."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from extract.nlp import GROUPS, load
from extract.nlp.tokenizer import SyllableTokenizer

if TYPE_CHECKING:
    from pathlib import Path

    from spacy.language import Language

TEXT = (
    "Bộ Tài chính chủ trì, phối hợp với Bộ KH&CN, UBND tỉnh Lào Cai và EVN sửa đổi Nghị định số 64/2007/NĐ-CP ngày "
    "10/4/2007, trình Thủ tướng Chính phủ trước ngày 30/7/2025; đào tạo tối thiểu 1.000 người và 100% đơn vị.\n"
    "Thanh tra Chính phủ thanh tra   việc thực hiện, báo cáo hằng năm."
)


@pytest.fixture(scope="module")
def nlp() -> Language:
    return load(issued=dt.date(2025, 6, 22))


def shown(doc: Doc) -> dict[str, list[tuple[str, str]]]:
    return {group: [(span.text, span.kb_id_) for span in doc.spans[group]] for group in GROUPS}


def test_mentions_by_kind(nlp: Language) -> None:
    assert shown(nlp(TEXT)) == {
        "unit": [
            ("Bộ Tài chính", "bo-tai-chinh"),
            ("Bộ KH&CN", "bo-khoa-hoc-va-cong-nghe"),
            ("UBND tỉnh Lào Cai", "ubnd/lao-cai"),
            ("EVN", "tap-doan-dien-luc-viet-nam"),
            ("Thủ tướng Chính phủ", "thu-tuong-chinh-phu"),
            ("Thanh tra Chính phủ", "thanh-tra-chinh-phu"),
        ],
        "deadline": [("trước ngày 30/7/2025", ""), ("hằng năm", "")],
        "citation": [("Nghị định số 64/2007/NĐ-CP ngày 10/4/2007", "")],
        "indicator": [("tối thiểu 1.000 người", ""), ("100%", "")],
    }


def test_records_behind_the_spans(nlp: Language) -> None:
    doc = nlp(TEXT)
    (due,) = doc.spans["deadline"][0]._.deadlines
    assert (due.kind, due.due_date, due.qualifier) == ("date", dt.date(2025, 7, 30), "before")
    assert doc.spans["citation"][0]._.citation.issued_date == dt.date(2007, 4, 10)
    assert doc.spans["indicator"][0]._.target.value == 1000


def test_entities_do_not_overlap(nlp: Language) -> None:
    doc = nlp(TEXT)
    ends = [entity.end for entity in doc.ents]
    assert {entity.label_ for entity in doc.ents} == set(GROUPS)
    assert all(entity.start >= end for entity, end in zip(doc.ents[1:], ends, strict=False))


def test_a_name_means_the_unit_of_its_day(nlp: Language) -> None:
    old = load(issued=dt.date(2024, 5, 3), issuer="ubnd/quang-ngai")
    assert shown(old("Sở Tài nguyên và Môi trường hướng dẫn."))["unit"] == [
        ("Sở Tài nguyên và Môi trường", "quang-ngai/so-tai-nguyen-va-moi-truong")
    ]
    assert shown(nlp("Sở Tài nguyên và Môi trường hướng dẫn."))["unit"] == [("Sở Tài nguyên và Môi trường", "")]


def test_kept_and_read_back(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path)
    for again in (load(tmp_path), spacy.load(tmp_path)):
        assert shown(again(TEXT)) == shown(nlp(TEXT))
        assert again(TEXT)._.issued == "2025-06-22"


def test_documents_can_be_sent(nlp: Language) -> None:
    doc = nlp(TEXT)
    assert shown(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == shown(doc)


def test_acts_and_dates_are_one_token(nlp: Language) -> None:
    words = [token.text for token in nlp.make_doc("Nghị định 64/2007/NĐ-CP, 31/12/2024, 57-NQ/TW, 1.000 và 3,5%.")]
    assert words == [
        "Nghị",
        "định",
        "64/2007/NĐ-CP",
        ",",
        "31/12/2024",
        ",",
        "57-NQ/TW",
        ",",
        "1.000",
        "và",
        "3,5%",
        ".",
    ]


@settings(max_examples=200)
@given(
    st.text(
        alphabet=st.sampled_from(list("Bộ Ytế1/-.,;\n\t&NĐ-CP_\u00a0")) | st.characters(exclude_categories=["Cs"]),
        max_size=40,
    )
)
def test_the_text_is_kept(text: str) -> None:
    assert SyllableTokenizer(spacy.blank("xx").vocab)(text).text == text
