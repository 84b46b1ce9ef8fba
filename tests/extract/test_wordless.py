"""Titles that tell no work; words shortened from documents."""

from __future__ import annotations

import pytest

from extract.wordless import says_nothing


@pytest.mark.parametrize(
    "title",
    [
        "(được bãi bỏ)",  # hợp nhất nghị định về tổ hợp tác, found
        "BM.05 BM.06",  # quy trình nội bộ, found
        "5",  # quy trình nội bộ, found
        "Ghi chú",  # phụ lục của thông tư, found
        "Về quy hoạch:",  # quyết định ủy quyền, found
        "Số điện thoại liên lạc:",  # mẫu hợp đồng, found
        "1 | Sông Lam | Từ cảng Bến Thủy đến ngã ba | 157,40",  # phụ lục của thông tư, found
        "Được nhận Thông báo về nghĩa vụ tài chính bản điện tử",  # đánh giá tác động, found
        "Không cần đi lại để thực hiện nghĩa vụ tài chính",  # đánh giá tác động, found
    ],
)
def test_no_work(title: str) -> None:
    assert says_nothing(title)


@pytest.mark.parametrize(
    "title",
    [
        "Chỉ đạo Thanh tra Sở:",  # chỉ thị, found
        "Tuyên truyền",  # made
        "Được giao chủ trì tổng hợp, báo cáo",  # made
        "Không phát tán thư rác qua địa chỉ của mình",  # quy chế thư điện tử, found
        "Sở Y tế | chủ trì tổng hợp báo cáo",  # a speck read as a ruling, made
    ],
)
def test_work(title: str) -> None:
    assert not says_nothing(title)
