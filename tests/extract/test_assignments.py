"""Which rows a document has, where they begin and end; texts found in decisions of provinces, words shortened."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extract.actors import Actors
from extract.assignments import find_assignments
from extract.closing import part_recipients
from extract.listtasks import Outline
from extract.registry import Registry
from extract.sections import parse_sections
from extract.units import LinkContext

if TYPE_CHECKING:
    from collections.abc import Callable

    from extract.records import Assignment, Line

TEXTS = [*(Path(__file__).parent / "prose").glob("*.txt"), *(Path(__file__).parents[2] / "data" / "raw").glob("*.txt")]
CASES = {
    "the closing duty of an article, told once, without those who receive it": (
        """Điều 4. Tổ chức thực hiện
Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này./.
- * Nơi nhận: - Như Điều 4; - Bộ Y tế; - Lưu: VT.""",
        [
            (
                "responsibility",
                "Điều 4",
                "Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Y tế",
                "Chánh Văn phòng Ủy ban nhân dân tỉnh; Giám đốc Sở Y tế chịu trách nhiệm thi hành Quyết định này",
            )
        ],
    ),
    "a report below a chapter of tasks is a duty, and no task beside": (
        """Chương II
NHIỆM VỤ CỦA LỰC LƯỢNG
Điều 14. Chế độ thông tin, báo cáo
1. Bộ Quốc phòng chủ trì báo cáo Thủ tướng Chính phủ khi được yêu cầu.
2. Bộ Công an báo cáo hằng năm.""",
        [
            (
                "responsibility",
                "Điều 14.1",
                "Bộ Quốc phòng",
                "Bộ Quốc phòng chủ trì báo cáo Thủ tướng Chính phủ khi được yêu cầu",
            ),
            ("responsibility", "Điều 14.2", "Bộ Công an", "Bộ Công an báo cáo hằng năm"),
        ],
    ),
    "closing paragraphs are none of the last item's words": (
        """III. TỔ CHỨC THỰC HIỆN
1. Sở Y tế chủ trì hướng dẫn thực hiện.
2. Các sở, ban, ngành, Ủy ban nhân dân các xã, phường
Trên cơ sở Kế hoạch này, các sở, ban, ngành tổ chức thực hiện nhiệm vụ được giao.
Ủy ban nhân dân thành phố đề nghị Bộ Y tế, yêu cầu các sở, ngành cử đầu mối phối hợp.
Trên đây là Kế hoạch năm 2025. Trong quá trình thực hiện, đề nghị các đơn vị phản ánh về Sở Y tế.
Ủy ban nhân dân thành phố yêu cầu các đơn vị nghiêm túc triển khai thực hiện./.
Nơi nhận: - Lưu: VT.""",
        [
            ("responsibility", "III.1", "Sở Y tế", "Sở Y tế chủ trì hướng dẫn thực hiện"),
            (
                "responsibility",
                "III.2",
                "Các sở, ban, ngành, Ủy ban nhân dân các xã, phường",
                "Trên cơ sở Kế hoạch này, các sở, ban, ngành tổ chức thực hiện nhiệm vụ được giao",
            ),
            (
                "responsibility",
                "",
                "Bộ Y tế; các sở, ngành",
                "Ủy ban nhân dân thành phố đề nghị Bộ Y tế, yêu cầu các sở, ngành cử đầu mối phối hợp",
            ),
            (
                "responsibility",
                "",
                "các đơn vị",
                "Trên đây là Kế hoạch năm 2025. Trong quá trình thực hiện, đề nghị các đơn vị phản ánh về Sở Y tế",
            ),
            (
                "responsibility",
                "",
                "các đơn vị",
                "Ủy ban nhân dân thành phố yêu cầu các đơn vị nghiêm túc triển khai thực hiện",
            ),
        ],
    ),
    "the closing paragraph of an article has its label; a name behind it is none of its words": (
        """Điều 13. Điều khoản thi hành
Trong quá trình thực hiện Quy định này, nếu có vướng mắc, các tổ chức, cá nhân phản ánh về Sở Y tế.
Phạm Thị Thanh Trà""",
        [
            (
                "responsibility",
                "Điều 13",
                "các tổ chức, cá nhân",
                "Trong quá trình thực hiện Quy định này, nếu có vướng mắc, các tổ chức, cá nhân phản ánh về Sở Y tế",
            )
        ],
    ),
    "a description of a procedure is nobody's task; who answers for the decision has a duty": (
        """Điều 2. Giám đốc Sở Nội vụ có trách nhiệm hướng dẫn, kiểm tra việc thực hiện Quyết định này.
PHỤ LỤC
I. Thủ tục công nhận báo cáo viên
1. Trình tự thực hiện:
a) Công an cấp xã hướng dẫn việc đăng ký.
2. Cách thức thực hiện: Nộp trực tiếp.
3. Thời hạn giải quyết: Trong thời hạn 05 ngày làm việc.
4. Đối tượng thực hiện: Ủy ban nhân dân cấp xã.
5. Kết quả thực hiện: Quyết định công nhận.
6. Phí, lệ phí: Không.""",
        [
            (
                "responsibility",
                "Điều 2",
                "Giám đốc Sở Nội vụ",
                "Giám đốc Sở Nội vụ có trách nhiệm hướng dẫn, kiểm tra việc thực hiện Quyết định này",
            )
        ],
    ),
    "articles of a chapter: what a heading charges a unit with, what a sentence does; no terms and principles": (
        """QUY CHẾ
Chương II
NỘI DUNG PHỐI HỢP
Điều 2. Nguyên tắc
1. Các cơ quan có trách nhiệm phối hợp chặt chẽ.
Điều 4. Quy trình rà soát
Thời hạn: 10 ngày làm việc.
Điều 5. Nội dung Sở Dân tộc và Tôn giáo có trách nhiệm chủ trì
1. Xây dựng chính sách về tín ngưỡng.
Điều 6. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh
1. Phản ánh kịp thời nguyện vọng của Nhân dân.
Điều 7. Bảo đảm hạ tầng
1. Các cơ quan, đơn vị có trách nhiệm bảo đảm hạ tầng.
2. Điều kiện tối thiểu gồm máy tính cá nhân.
Điều 8. Lựa chọn hình thức
Căn cứ số lượng, Ủy ban nhân dân cấp xã phối hợp Sở Nội vụ tham mưu lựa chọn hình thức.""",
        [
            ("responsibility", "Điều 5.1", "Sở Dân tộc và Tôn giáo", "Xây dựng chính sách về tín ngưỡng"),
            (
                "responsibility",
                "Điều 6.1",
                "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh",
                "Phản ánh kịp thời nguyện vọng của Nhân dân",
            ),
            (
                "responsibility",
                "Điều 7.1",
                "Các cơ quan, đơn vị",
                "Các cơ quan, đơn vị có trách nhiệm bảo đảm hạ tầng",
            ),
            (
                "responsibility",
                "Điều 8",
                "Ủy ban nhân dân cấp xã",
                "Căn cứ số lượng, Ủy ban nhân dân cấp xã phối hợp Sở Nội vụ tham mưu lựa chọn hình thức",
            ),
        ],
    ),
    "the heading nearest to a duty names who has it, a person too; a heading of duties is nobody's name": (
        """Chương III
TRÁCH NHIỆM CỦA CÁC CƠ QUAN, TỔ CHỨC, CÁ NHÂN
Điều 17. Trách nhiệm của Văn thư cơ quan
1. Quản lý và sử dụng chữ ký số.
Chương IV
TỔ CHỨC THỰC HIỆN
Điều 10. Trách nhiệm thực hiện
1. Kinh phí thực hiện
Kinh phí thực hiện được đảm bảo từ ngân sách.
2. Trách nhiệm các cơ quan, đơn vị cấp thành phố
a) Tổ chức triển khai thực hiện Quy định.""",
        [
            ("responsibility", "Điều 17.1", "Văn thư cơ quan", "Quản lý và sử dụng chữ ký số"),
            (
                "responsibility",
                "Điều 10.2.a",
                "các cơ quan, đơn vị cấp thành phố",
                "Tổ chức triển khai thực hiện Quy định",
            ),
        ],
    ),
    "money: a unit that is to find it has a duty, where it comes from is none": (
        """III. KINH PHÍ THỰC HIỆN
1. Kinh phí thực hiện Kế hoạch được bố trí từ ngân sách nhà nước.
2. Sở Tài chính chủ trì, phối hợp với các sở, ngành bố trí kinh phí.
3. Đối tượng và điều kiện thực hiện ủy thác.
4. Đối với đề án, dự án do các cơ quan, tổ chức đề nghị thực hiện, kinh phí được thực hiện trên cơ sở hợp đồng.""",
        [
            (
                "responsibility",
                "III.2",
                "Sở Tài chính",
                "Sở Tài chính chủ trì, phối hợp với các sở, ngành bố trí kinh phí",
            )
        ],
    ),
    "an item below a heading of tasks whose sentence names who has it; a heading on money is none of tasks": (
        """Chương II
NỘI DUNG
Điều 2. Thẩm quyền giao nhiệm vụ
1. Chủ tịch Ủy ban nhân dân thành phố có trách nhiệm giao nhiệm vụ tư vấn.
Điều 9. Kinh phí thực hiện nhiệm vụ tư vấn
1. Nội dung, mức chi thực hiện theo Thông tư số 11/2015/TT-BTC.""",
        [
            (
                "task",
                "Điều 2.1",
                "Chủ tịch Ủy ban nhân dân thành phố",
                "Chủ tịch Ủy ban nhân dân thành phố có trách nhiệm giao nhiệm vụ tư vấn",
            )
        ],
    ),
    "a paragraph over a list tells who needs to do it; a role before who acts behind what an item is about": (
        """THÔNG BÁO
II. NHIỆM VỤ THỜI GIAN TỚI
Để tiếp tục tháo gỡ khó khăn trong giải ngân, tỉnh Đắk Lắk cần tập trung thực hiện các nội dung sau:
1. Rà soát các chỉ tiêu phát triển.
2. Đẩy mạnh giải ngân đầu tư công.
III. VỀ MỘT SỐ KIẾN NGHỊ
1. Về đầu tư kho dầu thô: với vai trò là chủ đầu tư, Bộ Công Thương chủ động triển khai.""",
        [
            ("task", "II.1", "tỉnh Đắk Lắk", "Rà soát các chỉ tiêu phát triển"),
            ("task", "II.2", "tỉnh Đắk Lắk", "Đẩy mạnh giải ngân đầu tư công"),
            (
                "task",
                "III.1",
                "Bộ Công Thương",
                "Về đầu tư kho dầu thô: với vai trò là chủ đầu tư, Bộ Công Thương chủ động triển khai",
            ),
        ],
    ),
    "an article or an item that gives work to a unit, beside items with details; from when it is to be done": (
        """Điều 1. Ban hành Kế hoạch với các nội dung sau:
1. Tổ chức tập huấn
- Đơn vị chủ trì: Sở Nội vụ.
2. Xây dựng các văn bản
Các sở, ban, ngành có trách nhiệm rà soát văn bản.
3. Kiểm tra việc thi hành
- Đơn vị chủ trì: Sở Nội vụ.
Điều 2. Giao Sở Y tế chủ trì hướng dẫn thực hiện.
Điều 3. Tổ chức thực hiện:
1. Từ ngày 01 tháng 12 năm 2025, Sở Y tế tổ chức thực hiện việc tiếp nhận.""",
        [
            ("task", "Điều 1.1", "Sở Nội vụ", "Tổ chức tập huấn"),
            ("task", "Điều 1.2", "Các sở, ban, ngành", "Các sở, ban, ngành có trách nhiệm rà soát văn bản"),
            ("task", "Điều 1.3", "Sở Nội vụ", "Kiểm tra việc thi hành"),
            ("task", "Điều 2", "Sở Y tế", "Giao Sở Y tế chủ trì hướng dẫn thực hiện"),
            (
                "responsibility",
                "Điều 3.1",
                "Sở Y tế",
                "Từ ngày 01 tháng 12 năm 2025, Sở Y tế tổ chức thực hiện việc tiếp nhận",
            ),
        ],
    ),
    "over a list: what holds in a case and what something consists of is nobody's name, who has duties is": (
        """Điều 14. Chấm dứt hoạt động
1. Tổ hợp tác chấm dứt hoạt động trong trường hợp sau đây:
a) Thực hiện xong mục đích hợp tác.
2. Cơ sở dữ liệu chuyên ngành bao gồm các dữ liệu sau:
a) Tổng hợp dữ liệu về hóa chất.
3. Ủy ban nhân dân các cấp có thẩm quyền và trách nhiệm sau đây:
a) Điều chỉnh kế hoạch đầu tư.
4. Đối tượng thực hiện thủ tục hành chính: Hộ kinh doanh.""",
        [("task", "Điều 14.3.a", "Ủy ban nhân dân các cấp", "Điều chỉnh kế hoạch đầu tư")],
    ),
    "a sentence over what a unit acts on is one row with its list, over what it is to do each item is": (
        """Điều 3. Thẩm quyền phê duyệt phương án
1. Sở Tài chính quyết định phương án xử lý đối với:
a) Tài sản là bất động sản;
b) Tài sản xe ô tô.
2. Sở Xây dựng chủ trì thực hiện một số nhiệm vụ sau:
a) Tài liệu hướng dẫn;
b) Kiểm tra hồ sơ.""",
        [
            (
                "task",
                "Điều 3.1",
                "Sở Tài chính",
                "Sở Tài chính quyết định phương án xử lý đối với: a) Tài sản là bất động sản; b) Tài sản xe ô tô",
            ),
            ("task", "Điều 3.2.a", "Sở Xây dựng", "Tài liệu hướng dẫn"),
            ("task", "Điều 3.2.b", "Sở Xây dựng", "Kiểm tra hồ sơ"),
        ],
    ),
    "items below subjects are rows behind 'Cụ thể như sau:' (quyết định ủy quyền, Nghệ An, found)": (
        """Điều 1. Uỷ quyền Sở Xây dựng trực tiếp thực hiện một số nhiệm vụ của Uỷ ban nhân dân thành phố.
Cụ thể như sau:
1. Về quy hoạch:
a) Phê duyệt quy hoạch chi tiết các khu công nghiệp;
b) Cấp Giấy phép xây dựng công trình.
2. Về giá:""",
        [
            ("task", "Điều 1.1.a", "Sở Xây dựng", "Phê duyệt quy hoạch chi tiết các khu công nghiệp"),
            ("task", "Điều 1.1.b", "Sở Xây dựng", "Cấp Giấy phép xây dựng công trình"),
        ],
    ),
    "nothing behind the last mark of the text goes with an item; the last sentence asks (Cần Thơ 2025, found)": (
        """1. Đề nghị các tổ chức cung cấp dịch vụ
a) Tích cực tham gia phong trào thi đua;
b) Bố trí nguồn lực tổ chức chi trả, hỗ trợ các đối tượng đặc thù.
Phong trào là nhiệm vụ cấp bách. Đề nghị các sở, ban, ngành báo cáo những vướng mắc./.
TIÊU CHÍ THI ĐUA
Cách thức chấm điểm theo tỷ lệ.""",
        [
            ("task", "1.a", "các tổ chức cung cấp dịch vụ", "Tích cực tham gia phong trào thi đua"),
            (
                "task",
                "1.b",
                "các tổ chức cung cấp dịch vụ",
                "Bố trí nguồn lực tổ chức chi trả, hỗ trợ các đối tượng đặc thù",
            ),
            (
                "responsibility",
                "",
                "các sở, ban, ngành",
                "Phong trào là nhiệm vụ cấp bách. Đề nghị các sở, ban, ngành báo cáo những vướng mắc",
            ),
        ],
    ),
    "details behind two dashes make no row of the first without them (kế hoạch, Bắc Ninh 2025, found)": (
        """III. NHIỆM VỤ
1. Nâng cao nhận thức
- Các cơ quan, đơn vị, địa phương tiếp tục nâng cao nhận thức.
- Đề nghị người đứng đầu trực tiếp chỉ đạo thực hiện.
Đơn vị thực hiện: Các sở, ngành.
Thời gian thực hiện: Thường xuyên.""",
        [("task", "III.1.2", "Các sở, ngành", "Đề nghị người đứng đầu trực tiếp chỉ đạo thực hiện")],
    ),
    "things below a unit, and scraps of their table, are no work (thông tư phân cấp 2026, thuế Hà Nội 2009, found)": (
        """Điều 2. Các khoản thuế ủy nhiệm thu
1. UBND phường, xã:
- Thuế nhà đất ở đô thị;
- Thuế sử dụng đất nông nghiệp;
- Thuế môn bài của hộ kinh doanh.
Phụ lục I
DANH SÁCH
I. Sở Xây dựng
1. Sông Lam đoạn từ cửa biển
2. Kênh Đôi đoạn từ ngã ba""",
        [],
    ),
}


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors(Registry.load(), LinkContext(dt.date(2025, 11, 6), "ubnd/can-tho@2025", {}))


def told(text: str, lines_of: Callable[[str], list[Line]], actors: Actors) -> list[Assignment]:
    found, _ = find_assignments((), (), Outline(part_recipients(parse_sections(lines_of(text)))), actors)
    return list(found)


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_rows(
    text: str, expected: list[tuple[str, str, str, str]], lines_of: Callable[[str], list[Line]], actors: Actors
) -> None:
    rows = told(text, lines_of, actors)

    assert [(row.kind, row.label, row.lead_text, row.title) for row in rows] == expected


def test_an_item_heads_as_its_neighbours_do(lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    """As in a plan of Bắc Ninh (2025), where one heading of many ends in a full stop."""
    text = """III. NHIỆM VỤ
1. Tuyên truyền
- Tổ chức hội nghị.
Đơn vị chủ trì: Sở Tư pháp.
2. Thu hút, tuyển dụng nguồn nhân lực.
- Xây dựng chính sách thu hút.
Đơn vị chủ trì: Sở Nội vụ.
3. Tổ chức hội thảo
- Trao đổi nghiệp vụ.
Đơn vị chủ trì: Sở Tư pháp."""
    assert [(row.label, row.group_label, row.group_title) for row in told(text, lines_of, actors)] == [
        ("III.1.1", "1", "Tuyên truyền"),
        ("III.2.1", "2", "Thu hút, tuyển dụng nguồn nhân lực"),
        ("III.3.1", "3", "Tổ chức hội thảo"),
    ]


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_item_is_told_twice(path: Path, lines_of: Callable[[str], list[Line]], actors: Actors) -> None:
    rows = told(path.read_text(encoding="utf-8"), lines_of, actors)

    assert len({(row.section_id, row.title) for row in rows}) == len(rows)
