"""Automatic numbers of Word files are printed as Word shows them."""

from __future__ import annotations

from itertools import pairwise

import pytest
from docx import Document

from ingest.numbering import letters, roman, shown
from tests.ingest.wordfiles import abstract, item, level, lines, num, p, package, saved


def test_automatic_numbers_are_printed() -> None:
    numbering = abstract(
        level(0, "upperRoman", "%1."),
        level(1, "decimal", "%2."),
        level(2, "lowerLetter", "%3)"),
        level(3, "bullet", "\uf0b7"),
    ) + num(1)
    body = "".join(p(str(at), item(at)) for at in (0, 1, 1, 2, 2, 3, 1, 2, 0, 1))

    assert lines(package(body, numbering=numbering)) == [
        *("I. 0", "1. 1", "2. 1", "a) 2", "b) 2", "• 3", "3. 1", "a) 2", "II. 0", "1. 1"),
    ]


def test_numbers_of_several_levels_and_legal_ones() -> None:
    numbering = abstract(
        level(0, "upperRoman", "Chương %1"),
        level(1, "decimal", "%1.%2", "<w:isLgl/>"),
        level(2, "lowerLetter", "%1.%2.%3"),
    ) + num(1)
    body = p("", item(0)) + p("x", item(1)) + p("y", item(2)) + p("z", item(1))

    assert lines(package(body, numbering=numbering)) == ["Chương I", "1.1 x", "I.1.a y", "1.2 z"]


def test_hidden_and_deleted_items_do_not_count() -> None:
    numbering = abstract(level(0, "decimal", "%1.")) + num(1)
    unseen = "<w:rPr><w:vanish/></w:rPr>"
    hidden = f"<w:p><w:pPr>{item(0)}{unseen}</w:pPr><w:r>{unseen}<w:t>x</w:t></w:r></w:p>"
    deleted = (
        f"<w:p><w:pPr>{item(0)}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )

    assert lines(package(p("a", item(0)) + hidden + deleted + p("b", item(0)), numbering=numbering)) == ["1. a", "2. b"]


def test_lists_go_on_or_start_anew() -> None:
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='5'/></w:lvlOverride>"
    numbering = abstract(level(0, "decimal", "%1.")) + abstract(level(0, "decimal", "%1)"), key=1)
    numbering += num(1) + num(2) + num(3, more=anew) + num(4, of=1)
    body = "".join(p(str(key), item(0, key)) for key in (1, 1, 2, 4, 3, 3, 1, 4, 0))

    assert lines(package(body, numbering=numbering)) == [
        *("1. 1", "2. 1", "3. 2", "1) 4", "5. 3", "6. 3", "7. 1", "2) 4", "0"),
    ]


def test_continuing_numbers_where_the_level_never_restarts() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", "<w:lvlRestart w:val='0'/>")) + num(
        1
    )
    body = "".join(p("x", item(at)) for at in (0, 1, 1, 0, 1))

    assert lines(package(body, numbering=numbering)) == ["I. x", "1. x", "2. x", "II. x", "3. x"]


def test_a_style_may_bring_the_list_the_level_and_capitals() -> None:
    numbering = abstract(level(0, "upperRoman", "%1."), level(1, "decimal", "%2.", "<w:pStyle w:val='Khoan'/>")) + num(
        1
    )
    styles = (
        "<w:style w:type='paragraph' w:styleId='Goc'><w:rPr><w:caps/></w:rPr><w:pPr><w:numPr><w:numId w:val='1'/>"
        "</w:numPr></w:pPr></w:style><w:style w:type='paragraph' w:styleId='Muc'><w:basedOn w:val='Goc'/></w:style>"
        "<w:style w:type='paragraph' w:styleId='Khoan'><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr></w:style>"
    )
    out = "<w:numPr><w:numId w:val='0'/></w:numPr>"
    body = p("mục", "<w:pStyle w:val='Muc'/>") + p("khoản", "<w:pStyle w:val='Khoan'/>")
    body += p("ngoài", f"<w:pStyle w:val='Khoan'/>{out}")

    assert lines(package(body, numbering=numbering, styles=styles)) == ["I. MỤC", "1. khoản", "ngoài"]


def test_word_templates_own_list_styles() -> None:
    document = Document()
    for text, style in (("a", "List Number"), ("b", "List Number"), ("c", "List Bullet")):
        document.add_paragraph(text, style=style)

    assert lines(saved(document)) == ["1. a", "2. b", "• c"]


@pytest.mark.parametrize(
    ("count", "form", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (4, "lowerLetter", "d"),  # Word counts with the English alphabet: no đ
        (28, "lowerLetter", "bb"),
        (29, "upperLetter", "CC"),
        (1999, "lowerRoman", "mcmxcix"),
        (4, "upperRoman", "IV"),
        (7, "none", ""),
        (0, "upperRoman", "0"),
        (10**8, "upperLetter", "100000000"),
        (5, "chineseCounting", "5"),
    ],
)
def test_number_forms(count: int, form: str, text: str) -> None:
    assert shown(count, form) == text


def test_roman_numbers_and_letters_are_all_different() -> None:
    for write in (roman, letters):
        assert all(one != other for one, other in pairwise(write(count) for count in range(1, 400)))
