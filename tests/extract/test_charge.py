from __future__ import annotations

import pytest

from extract.charge import subjects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # found: a circular, a plan; made: whom a case is told before somebody acts
        (
            "Định kỳ, tổng hợp báo cáo Bộ Quốc phòng, Bộ Công an xem xét",
            ["tổng hợp báo cáo Bộ Quốc phòng, Bộ Công an xem xét"],
        ),
        ("Trong quá trình thực hiện, Sở Y tế chủ trì", ["Sở Y tế chủ trì"]),
        ("Sau khi báo cáo Bộ Y tế, Sở Y tế triển khai", ["Sở Y tế triển khai"]),
    ],
)
def test_where_the_subject_may_begin(text: str, expected: list[str]) -> None:
    assert [text[at:].lstrip() for at in subjects(text)] == expected
