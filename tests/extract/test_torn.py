from __future__ import annotations

import pytest

from extract.actors import Actors
from extract.records import Assignment
from extract.registry import Registry
from extract.torn import torn_table
from extract.units import LinkContext

# Found: columns of a plan of the Government that a converter printed line by line; whole titles of the same plan.
SCRAPS = ["cấp tỉnh, cơ quan,", "Bộ Tài chính", "Quyết định của", "Nghị quyết của", "Các Bộ, ngành"]
WHOLE = ["Xây dựng Luật Bảo hiểm y tế sửa đổi", "Tổ chức truyền thông", "Ban hành văn bản", "Đưa chỉ tiêu vào kế hoạch"]


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors(Registry.load(), LinkContext(None, None, {}))


@pytest.mark.parametrize(
    ("titles", "label", "torn"),
    [
        (SCRAPS, "", True),
        (SCRAPS, "1", False),  # counted rows are those of a table
        (WHOLE, "", False),
        (SCRAPS[:3], "", False),  # too few to tell
        (SCRAPS[:2] + WHOLE, "", False),
    ],
)
def test_a_table_of_scraps_is_handed_to_a_person(titles: list[str], label: str, *, torn: bool, actors: Actors) -> None:
    rows = [Assignment("task", label, title, "table", 3, table_no=2, row_no=at) for at, title in enumerate(titles, 1)]
    issue = torn_table(rows, actors)

    assert (issue is not None) is torn
    if issue:
        assert (issue.kind, issue.page_no, issue.subject) == ("torn_table", 3, "table_cells 2.1")
