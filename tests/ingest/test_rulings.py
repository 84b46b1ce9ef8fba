import numpy as np
import pytest

from gold.simulate.blocks import Paragraph, Table
from gold.simulate.degrade import GRADES, degrade, rasterise
from gold.simulate.typeset import typeset
from ingest.frames import frames_of
from ingest.records import Ruling
from ingest.rulings import find_rulings, is_horizontal, merge_rulings
from ingest.scan import straighten

TABLE = Table(
    ("TT", "Nhiệm vụ", "Thời hạn"),
    (("I", "Xây dựng hạ tầng TTNT", ""), ("1.1", "Mở rộng các dự án TTNT", "2025"), ("1.2", "Kết nối", "Hàng năm")),
    (1, 5, 2),
)


@pytest.mark.parametrize("grade", ["light", "office", "poor"])
def test_a_degraded_table_has_its_frame_and_its_wide_group_row(grade: str) -> None:
    pdf = typeset([Paragraph("Kèm theo Quyết định."), TABLE])
    page = degrade(next(rasterise(pdf, GRADES[grade].dpi)), GRADES[grade], 5)
    (frame,) = frames_of(find_rulings(straighten(page, GRADES[grade].dpi).grey, GRADES[grade].dpi).rulings)
    assert (frame.rows, frame.cols) == (4, 3)
    spans = {(region.row, region.col, region.col_span) for region in frame.regions if region.col_span > 1}
    assert (1, 1, 2) in spans
    assert spans == {(1, 1, 2)} or grade == "poor"  # there a wall one line high may be lost


def test_text_alone_has_no_rulings_and_stays_as_it_was() -> None:
    page = next(rasterise(typeset([Paragraph("<b>TTNT ĐẤT TTTT</b> một hai ba — bốn " * 20)]), 200))
    ruled = find_rulings(page, 200)
    assert ruled.rulings == ()
    assert np.array_equal(ruled.clean, page)


def test_crossing_rulings_are_painted_over_and_a_lone_underline_is_kept() -> None:
    page = np.full((600, 800), 255, np.uint8)
    page[100:102, 100:700] = page[300:302, 100:700] = 0
    page[100:302, 100:102] = page[100:302, 698:700] = 0
    page[500:502, 300:500] = 0
    clean = find_rulings(page, 200).clean
    assert (clean[:400] == 255).all()
    assert (clean[500, 310:490] == 0).all()


def test_pieces_of_a_faint_rule_are_one_and_short_strokes_are_none() -> None:
    pieces = [Ruling(0, 10, 40, 10), Ruling(46, 10.5, 90, 10.5), Ruling(200, 10, 215, 10), Ruling(5, 0, 5, 12)]
    (rule,) = merge_rulings(pieces)
    assert is_horizontal(rule)
    assert (rule.x0, rule.x1) == (0, 90)
    assert rule.y0 == rule.y1 == pytest.approx(10.26, abs=0.05)


def test_a_letter_in_a_gap_does_not_bridge_two_walls() -> None:
    walls = (Ruling(295, 276, 295, 448), Ruling(295.4, 453, 295.4, 463), Ruling(295.7, 468, 295.7, 757))

    assert [(ruling.y0, ruling.y1) for ruling in merge_rulings(walls)] == [(276, 448), (468, 757)]


def test_a_ragged_rule_bridges_its_own_gaps() -> None:
    pieces = (
        Ruling(50, 100, 50, 150),
        *(Ruling(50, y, 50, y + 9) for y in range(151, 191, 10)),
        Ruling(50, 191, 50, 250),
    )

    assert [(ruling.y0, ruling.y1) for ruling in merge_rulings(pieces)] == [(100, 250)]


def test_the_wall_of_a_row_of_one_line_is_a_rule_and_a_stem_is_none() -> None:
    across = (Ruling(90, 111, 790, 111), Ruling(90, 128, 790, 128))
    wall, stem = Ruling(365, 111.4, 365, 128.2), Ruling(400, 114, 400, 125)

    assert [rule for rule in merge_rulings((*across, wall, stem)) if not is_horizontal(rule)] == [wall]
