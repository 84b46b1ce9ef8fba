import numpy as np
import pytest

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest import engine

TEXT = "Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan."
PAGE = next(rasterise(typeset([Paragraph(TEXT)]), 150))
OTHER = next(rasterise(typeset([Paragraph("Bộ Tài chính trình Chính phủ trước ngày 30 tháng 7 năm 2025.")]), 150))


@pytest.mark.parametrize("library", [True, False])
def test_the_library_and_the_program_see_the_same_words(monkeypatch: pytest.MonkeyPatch, library: bool) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda _: library or None)

    seen = engine.seen_in(PAGE, 150, "vie", 6)

    assert " ".join(one.text for one in seen) == TEXT
    assert [one.line for one in seen] == [0] * len(seen)
    assert all(one.confidence > 0 and one.left < one.right and one.top < one.bottom for one in seen)


def test_what_was_read_before_changes_nothing() -> None:
    first = engine.seen_in(PAGE, 150, "vie", 4)
    engine.seen_in(OTHER, 150, "vie", 6)

    assert engine.seen_in(PAGE, 150, "vie", 4) == first


def test_an_empty_picture_has_no_words() -> None:
    assert engine.seen_in(np.full((300, 200), 255, np.uint8), 150, "vie", 4) == []
