"""The yearly review and the final one: what they tell, when they are due, what they leave to the office."""

import datetime as dt

from tests.sheets.test_execution import OFFICE
from tests.support.sheets import findings, lines, plan, printed
from xl_macros.making.papers import contents
from xl_macros.making.papers.model import tables_of
from xl_macros.sheets import reviews

ACTIVE = (
    OFFICE
    + """
    Tiến độ
    Giai đoạn | Nội dung công việc | Chủ trì   | Từ năm | Đến năm | Mã dòng | Kết quả | Hoàn thành (%)
    I         | Mở lớp             | Văn phòng | 2026   | 2026    | BD1     | 1 lớp   | 80
    II        | Mua ghế            | Kế toán   | 2027   | 2027    | MS1     |         | 0
    II        | Tổng kết           |           | 2027   | 2027    |         |         |
"""
)


def told(block):
    return {table.caption: [list(table.heads), *printed(row.cells for row in table.rows)] for table in tables_of(block)}


def test_the_yearly_review_tells_tasks_money_what_is_late_and_what_comes_next():
    made = plan(ACTIVE)
    tables = told(reviews.yearly(made, 2027))
    assert tables["NHIỆM VỤ NĂM 2027"] == lines("""
TT | Nhiệm vụ | Chủ trì | Thời gian | Kết quả phải đạt | Hoàn thành (%) | Kế hoạch năm | Đã chi | Đánh giá
1  | Mua ghế  | Kế toán | 2027      | …                | 0              | 400          | 0      | chưa thực hiện
2  | Tổng kết | …       | 2027      | …                |                |              |        | chưa ghi kết quả
""")
    assert tables["KINH PHÍ NĂM 2027"] == lines("""
TT | Nội dung chi | Kế hoạch năm | Đã chi | Còn lại | Tỷ lệ (%)
1  | Giảng viên   | 300          | 320    | -20     | 106,7
2  | Ghế          | 400          | 0      | 400     | 0
   | Tổng cộng    | 700          | 320    | 380     | 45,7
""")
    assert tables["DỰ TOÁN NĂM 2027 THEO NGUỒN"][1:] == lines("""
1 | Ngân sách cấp xã | 900 | 320 | 580 | 0 | 580
2 | Xã hội hóa       | 300 | 0   | 300 | 0 | 300
""")
    assert tables["NHIỆM VỤ CHẬM"][1:] == lines("1 | Mở lớp | Văn phòng | 2026 | 1 lớp | 80 | … | …")
    assert tables["NHIỆM VỤ NĂM 2028"][1:] == [["", "Không có nhiệm vụ."]]


def test_the_final_review_is_due_in_the_last_year():
    made = plan(ACTIVE)
    assert (reviews.reviewed_year(made), reviews.ended(made)) == (2027, True)
    earlier = plan(ACTIVE.replace("28/2/2027", "30/6/2026"))
    assert (reviews.reviewed_year(earlier), reviews.ended(earlier)) == (2026, False)
    nobody = plan(ACTIVE.replace("28/2/2027", ""))
    assert (reviews.reviewed_year(nobody), reviews.ended(nobody)) == (None, False)
    tables = told(reviews.final(made))
    assert tables["KINH PHÍ THEO GIAI ĐOẠN"][-1] == ["", "Tổng cộng", "1.700", "2.000", "770", "930", "45,3"]
    assert [row[1] for row in tables["KINH PHÍ THEO DÒNG"][1:]] == ["Giảng viên", "Ghế", "Máy in", "Tổng cộng"]


def test_both_are_papers_of_the_print_set():
    made = plan(ACTIVE)
    names = [paper.name for paper in contents.papers(made, findings(ACTIVE), dt.date(2027, 3, 1))]
    assert names[-3:] == ["Đánh giá năm 2027", "Tổng kết", "Kiểm tra"]
    silent = OFFICE[: OFFICE.index("    Thực hiện")]
    assert "Tổng kết" not in [paper.name for paper in contents.papers(plan(silent), [], dt.date(2027, 3, 1))]
