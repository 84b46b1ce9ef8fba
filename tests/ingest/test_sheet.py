import numpy as np

from gold.simulate.blocks import Paragraph
from gold.simulate.degrade import rasterise
from gold.simulate.typeset import typeset
from ingest.ocr import quick_model, read_words
from ingest.records import Box
from ingest.scan import Scan
from ingest.sheet import parts_of, read_parts

PAGE = next(rasterise(typeset([Paragraph("Vụ Công nghệ cao chủ trì, phối hợp với các đơn vị có liên quan.")]), 150))
SCAN = Scan(PAGE, 150.0)


def test_parts_are_read_where_they_stand_on_the_page() -> None:
    words = read_words(PAGE, 150, quick_model())
    first, last = words[1], words[-2]
    places = [Box(one.box.left - 2, one.box.top - 2, one.box.right + 2, one.box.bottom + 2) for one in (last, first)]

    read = read_parts(SCAN, parts_of(SCAN, places), quick_model(), 200)

    assert [[word.text for word in part] for part in read] == [[last.text], [first.text]]
    for word, (again,) in zip((last, first), read, strict=True):
        assert np.allclose(
            (word.box.left, word.box.top, word.box.right), (again.box.left, again.box.top, again.box.right), atol=1.5
        )


def test_a_part_without_ink_has_no_words() -> None:
    empty = Box(100, 600, 200, 620)

    assert parts_of(SCAN, [empty]) == [None]
    assert read_parts(SCAN, [None], quick_model(), 200) == [[]]
    assert parts_of(SCAN, [Box(-50, 900, -10, 1000)]) == [None]
