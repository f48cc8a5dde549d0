"""Trang chủ, and the sheets nobody sees."""

from collections.abc import Mapping

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from validators.template import snapshot
from xl_macros.changes import undo
from xl_macros.making.looks import ALARM, BLUE, HEADING, LATE, RED, YELLOW, Looks, page
from xl_macros.making.outputs import LAST
from xl_macros.making.tables import Facts, columns_of, cost_tables
from xl_macros.sheets.fingerprint import TERMS, formula
from xl_macros.sheets.places import MARK, OUTPUTS, STATUS

MESSAGES_SHEET = "_thong_bao"
NEVER_CHECKED = "Chưa kiểm tra lần nào."

STEPS = (
    ("NHẬP", "Ghi số liệu vào Thông tin, Bồi dưỡng, Mua sắm; khi có việc thì ghi Tiến độ, Thực hiện, Định mức."),
    (
        "BẤM",
        "Bấm «Chạy tất cả» trên thẻ «Đề án» hoặc nút dưới đây.",
    ),
    ("ĐỌC", "Đọc Kiểm tra trước, sửa hoặc giải trình; rồi xem, in Phân kỳ, Kế hoạch mua sắm, Tổng hợp."),
)
BUTTONS = (
    ("Kiểm tra", "KiemTra", "Soát từng dòng, ghi điều phát hiện vào trang Kiểm tra."),
    ("Sửa lỗi an toàn", "SuaLoi", "Sửa số gõ dạng chữ, dấu cách thừa, mã chữ cũ, số thứ tự; tính lại mọi trang."),
    ("Tính phân kỳ", "TinhPhanKy", "Cộng kinh phí theo giai đoạn, theo năm."),
    ("Kế hoạch mua sắm", "KeHoachMuaSam", "Lập danh mục mua sắm từng năm, từng gói."),
    ("Chấp nhận đề xuất", "ChapNhanDeXuat", "Ghi số lượng đề xuất vào các cột năm của Mua sắm, tính lại mọi trang."),
    ("Tổng hợp", "TongHop", "Lập biểu tổng hợp kinh phí để trình ký."),
    ("Chạy tất cả", "ChayTatCa", "Kiểm tra, tính phân kỳ, lập kế hoạch mua sắm và tổng hợp một lượt."),
    ("Hoàn tác", "HoanTac", "Trả các trang do phần mềm lập về như trước lần bấm nút cuối."),
)
SHEETS = (
    ("Thông tin", "Đơn vị, số được duyệt, giai đoạn, nguồn, dự toán năm, biên chế"),
    ("Bồi dưỡng", "Các khoản chi bồi dưỡng"),
    ("Mua sắm", "Các khoản mua sắm tài sản, thiết bị"),
    ("Tiến độ", "Công việc, thời gian, trách nhiệm"),
    ("Thực hiện", "Chứng từ đã chi"),
    ("Định mức", "Định mức đơn vị áp dụng"),
    ("Phân kỳ", "Phần mềm lập: kinh phí theo giai đoạn, theo năm"),
    ("Kế hoạch mua sắm", "Phần mềm lập: mua gì, năm nào, gói nào"),
    ("Tổng hợp", "Phần mềm lập: biểu trình ký"),
    ("Thực hiện so kế hoạch", "Phần mềm lập: kế hoạch, được giao, đã chi, còn lại; biểu đồ"),
    ("Kiểm tra", "Phần mềm lập: điều phát hiện; cột vàng để đơn vị giải trình"),
    ("Điều chỉnh", "Phần mềm lập: các lần điều chỉnh, trước, sau và chênh lệch từng dòng"),
    ("Nhật ký", "Phần mềm lập: đã làm gì, lúc nào"),
)
PROTECTED_VIEW = (
    "Thấy thanh vàng PROTECTED VIEW: bấm Enable Editing (Cho phép chỉnh sửa); SECURITY WARNING: bấm Enable Content "
    "(Bật nội dung). Đang gõ dở trong ô: bấm Enter hoặc Esc trước khi bấm nút."
)


def home(book: Workbook, sheet: Worksheet, places: Mapping[str, str], facts: Facts, looks: Looks) -> None:
    """What the workbook is, what to do, and the buttons for who has no ribbon."""
    for column, width in enumerate((3, 26, 62)):
        sheet.set_column(column, column, width)
    for row in range(40):
        sheet.set_row(row, 18)  # set, so that the buttons stand where they should
    _head(book, sheet, places, facts, looks)

    row = _section(sheet, 8, "BA BƯỚC", looks)
    for i, (step, what) in enumerate(STEPS, 1):
        sheet.set_row(row, 34)
        sheet.write_number(row, 0, i, looks.of(bold=True, align="center"))
        sheet.write(row, 1, step, looks.of(bold=True))
        sheet.write(row, 2, what, looks.of(text_wrap=True, indent=1))
        row += 1

    row = _section(sheet, row + 1, "CÁC NÚT", looks)
    for caption, macro, what in BUTTONS:
        sheet.set_row(row, 30)
        size = {"width": 190, "height": 32, "x_offset": 4, "y_offset": 4}
        sheet.insert_button(row, 1, {"macro": f"DeAn.Nut_{macro}", "caption": caption, "description": what, **size})
        # under the button: its name for programs that do not draw it, and on paper
        sheet.write(row, 1, caption, looks.of(align="center", bold=True))
        sheet.write(row, 2, what, looks.of(text_wrap=True, indent=1))
        row += 1

    row = _section(sheet, row + 1, "MÀU", looks)
    sample = {"border": 1, "align": "center"}
    for text, properties, what in (
        ("Chữ xanh", {"font_color": BLUE}, "Ô nhập"),
        ("Chữ đen", {}, "Công thức, không gõ đè"),
        ("Nền vàng", {"bg_color": YELLOW}, "Cột của đơn vị trên trang do máy ghi, được giữ qua các lần chạy"),
        ("Nền hồng", {"bg_color": ALARM}, "Ô có điều phát hiện trên Kiểm tra; số cộng lệch số được duyệt"),
        ("Nền cam", {"bg_color": LATE}, "Công việc ở Tiến độ đã hết hạn mà chưa xong, xét theo Số liệu đến ngày"),
        ("Chữ đỏ", {"font_color": RED, "bold": True}, "Trang chưa tính lại sau khi số liệu thay đổi"),
    ):
        sheet.write(row, 1, text, looks.of(**sample, **properties))
        sheet.set_row(row, 18)
        sheet.write(row, 2, what, looks.of(indent=1))
        row += 1

    row = _section(sheet, row + 1, "CÁC TRANG", looks)
    for sheet_name, what in SHEETS:
        link = looks.of(font_color="#0563C1", underline=1)
        sheet.write_url(row, 1, f"internal:'{sheet_name}'!A1", link, sheet_name, f"Đến trang {sheet_name}")
        sheet.write(row, 2, what, looks.of(indent=1))
        sheet.set_row(row, 18)
        row += 1
    page(sheet, portrait=True)
    sheet.fit_to_pages(1, 1)
    sheet.print_area(0, 0, row - 1, 2)
    sheet.set_first_sheet()
    sheet.activate()


def _head(book: Workbook, sheet: Worksheet, places: Mapping[str, str], facts: Facts, looks: Looks) -> None:
    """Whose plan it is, the line for Protected View, and how the last check ended."""
    form = {line["item"]: line.get("content", "") for line in facts["info"]}
    sheet.merge_range(0, 0, 0, 2, "", looks.of(bold=True, align="center"))
    sheet.write_formula(
        0, 0, f"=UPPER({places['Tên đơn vị']})", looks.of(bold=True, align="center"), form["Tên đơn vị"].upper()
    )
    sheet.set_row(1, 30)
    sheet.merge_range(
        1, 0, 1, 2, looks.titled("KẾ HOẠCH KINH PHÍ ĐỀ ÁN"), looks.of(bold=True, align="center", font_size=18)
    )
    name = looks.of(italic=True, align="center", text_wrap=True)
    sheet.set_row(2, 36)
    sheet.merge_range(2, 0, 2, 2, "", name)
    sheet.write_formula(2, 0, f'={places["Tên đề án"]}&""', name, form.get("Tên đề án", ""))

    sheet.set_row(4, 36)
    warning = looks.of(text_wrap=True, border=1, bg_color=YELLOW, indent=1)
    sheet.merge_range(4, 0, 4, 2, PROTECTED_VIEW, warning)
    sheet.set_row(6, 36)
    sheet.merge_range(6, 0, 6, 1, "Tình trạng", looks.of(bold=True, border=1, bg_color=HEADING, indent=1))
    status = looks.of(bold=True, border=1, text_wrap=True, indent=1)
    text = f"=IF('Kiểm tra'!$A$3=\"\",\"{NEVER_CHECKED}\",'Kiểm tra'!$A$3)"
    sheet.write_formula(6, 2, text, status, NEVER_CHECKED)
    book.define_name(STATUS, "='Trang chủ'!$C$7")


def _section(sheet: Worksheet, row: int, text: str, looks: Looks) -> int:
    for column in range(3):
        sheet.write(row, column, text if column == 0 else None, looks.of(bold=True, bottom=1, font_color="#1F4E79"))
    return row + 1


# ---------------------------------------------------------------- hidden sheets

MESSAGES = {
    "tb_TieuDe": "Đề án",
    "tb_DangLam": "Đề án – đang làm, xin chờ…",
    "tb_DangChay": "Việc bấm lần trước chưa xong. Hãy chờ đến khi con trỏ trở lại bình thường rồi bấm lại nút.",
    "tb_KhongChayDuoc": "Excel trên máy này chưa có phần chạy các nút (DeAn_VPHU.xlam), hoặc phần mềm diệt vi-rút đã "
    "lấy nó đi. Số liệu không thay đổi. Hãy đóng Excel, nháy đúp tệp cai-dat.cmd đi kèm sổ rồi mở lại sổ.",
    "tb_ChuaCai": "Phần mềm Đề án chưa được cài cho người đang dùng máy này; số liệu không thay đổi. "
    "Hãy đóng Excel, nháy đúp tệp cai-dat.cmd đi kèm sổ rồi mở lại sổ.",
    "tb_KhongPython": "Không thấy Python ở chỗ đã cài đặt; số liệu không thay đổi. "
    "Hãy đóng Excel, nháy đúp tệp cai-dat.cmd đi kèm sổ rồi mở lại sổ.",
    "tb_BiChan": "Máy này không cho Excel mở chương trình khác (phần mềm bảo vệ hoặc chính sách của quản trị mạng); "
    "số liệu không thay đổi. Hãy lưu, đóng sổ rồi kéo tệp sổ thả lên tệp chay.cmd đi kèm: "
    "làm đúng việc của «Chạy tất cả».",
    "tb_QuaLau": "Python khởi động quá lâu hoặc Excel đang bận (đang gõ dở trong ô, đang mở hộp thoại); số liệu không "
    "thay đổi. Hãy bấm Esc, đóng các hộp thoại rồi bấm lại nút.",
    "tb_LoiPython": "Python không chạy được nên không làm được việc vừa bấm; số liệu không thay đổi. "
    "Hãy đóng Excel, nháy đúp tệp cai-dat.cmd đi kèm sổ để cài lại, rồi mở lại sổ.",
    "tb_BatNgo": "Sổ này thiếu một phần mà các nút cần (tên vùng hoặc trang của mẫu đã bị xóa hay đổi tên). "
    "Hãy lấy lại bản sao lưu, hoặc chép số liệu sang một sổ mới từ mẫu DeAn_VPHU.",
    "tb_TrangAn": "Việc đã xong, nhưng trang «{0}» đang bị ẩn. Hãy bấm chuột phải vào tên một trang, chọn Unhide "
    "(Hiện) rồi chọn «{0}».",
    "tb_ChuaLuu": "Sổ này chưa được lưu lần nào. Hãy lưu sổ vào một thư mục trên máy (dạng .xlsm) rồi bấm lại nút.",
    "tb_SoKhac": "Đang mở một sổ khác. Hãy bấm vào sổ đề án này rồi bấm lại nút.",
    "tb_ChiDoc": "Sổ đang mở ở dạng chỉ đọc nên không lưu được kết quả. "
    "Hãy lưu thành tệp khác (File ▸ Save As), hoặc đóng sổ ở máy đang mở nó, rồi bấm lại nút.",
    "tb_LibreOffice": "Nút này chỉ chạy trong Microsoft Excel; số liệu không thay đổi. "
    "Trong LibreOffice hãy dùng thanh công cụ «Đề án» của phần mở rộng, hoặc lưu, đóng sổ rồi dùng lệnh “vphu run”.",
    "tb_HetLoi": "Trang Kiểm tra không có điều phát hiện nào chỉ đến một ô. Bấm «Kiểm tra» nếu vừa sửa số liệu.",
    "tb_KhongThayO": "Không tìm thấy ô mà trang Kiểm tra chỉ đến. Bấm «Kiểm tra» để lập lại danh sách.",
    "tb_HoanTac": "Hoàn tác lần chạy gần nhất của Đề án",
    "tb_Hoi1": "Tên đơn vị của sổ mới:",
    "tb_Hoi2": "Cấp (tỉnh, huyện, xã):",
    "tb_Hoi3": "Khối (Đảng, Nhà nước):",
    "tb_Hoi4": "Các năm của đề án, như 2026-2030 (giai đoạn, nguồn, các mục khác ghi ở trang Thông tin của sổ mới):",
    "tb_Thuong1": "Văn phòng Đảng ủy xã …",
    "tb_Thuong2": "xã",
    "tb_Thuong3": "Đảng",
    "tb_Thuong4": "2026-2030",
    "tb_TraLoi": "",
    "tb_LoiKyThuat": "",
    "tb_KetQua": "",
}
"""The sentences VBA can say: its project has no Unicode, so they live in cells."""

LISTS = {
    "DS_LoaiDong": ("Chi tiết", "Dự phòng", "Chưa có dữ liệu", "Chưa phân khai"),
    "DS_DonViTinh": (
        *("Bộ", "Cái", "Chiếc", "Máy", "Quyển", "Gói", "Lần", "Lớp", "Buổi", "Ngày", "Người", "Khoản", "m", "m²", "kg"),
    ),
    "DS_LoaiChi": ("Thực chi", "Tạm ứng", "Thanh toán tạm ứng", "Giảm chi"),
}


def hidden(book: Workbook, facts: Facts, looks: Looks) -> None:
    """Settings of xlwings, the sentences of VBA, fingerprints, what undoes the last run, lists of the drop-downs."""
    conf = book.add_worksheet("xlwings.conf")
    # as text: the add-in compares with "False", and TRUE/FALSE cells read differently in other languages
    for row, (key, value) in enumerate((("ADD_WORKBOOK_TO_PYTHONPATH", "False"), ("SHOW_ERROR_POPUPS", "False"))):
        conf.write_row(row, 0, (key, value), looks.of())
    conf.set_column(0, 1, 40)
    conf.hide()

    messages = book.add_worksheet(MESSAGES_SHEET)
    for row, (name, text) in enumerate(MESSAGES.items()):
        messages.write_string(row, 0, name, looks.of())
        messages.write(row, 1, text or None, looks.of())
        book.define_name(name, f"='_thong_bao'!$B${row + 1}")
    messages.set_column(0, 0, 24)
    messages.set_column(1, 1, 120)
    messages.very_hidden()

    prints = book.add_worksheet("_doi_chieu")
    prints.write(
        "A1", "Dấu vân tay của số liệu nhập: hiện nay, và khi từng trang được ghi lần cuối", looks.of(bold=True)
    )
    others = (term.spec for term in TERMS if term.spec != "further")
    columns = {spec: columns_of(spec, facts) for spec in dict.fromkeys((*others, *cost_tables(facts)))}
    number = looks.of(num_format="0")
    prints.write_formula("A2", "=" + formula(columns), number, "")
    prints.write("B2", "hiện nay", looks.of())
    book.define_name(MARK, "='_doi_chieu'!$A$2")
    for row, output in enumerate(OUTPUTS, 2):
        prints.write_blank(row, 0, None, number)
        prints.write(row, 1, output.name, looks.of())
        book.define_name(output.mark, f"='_doi_chieu'!$A${row + 1}")
    prints.write("A9", "Số liệu nhập khi ghi lần cuối", looks.of(bold=True))
    book.define_name(snapshot.NAME, f"='_doi_chieu'!$A$10:$IV${LAST}")
    prints.set_column(0, 0, 24)
    prints.very_hidden()

    lists = book.add_worksheet("_danh_muc")
    for column, (name, words) in enumerate(LISTS.items()):
        letter = chr(ord("A") + column)
        lists.write_string(0, column, name, looks.of(bold=True))
        lists.write_column(1, column, words, looks.of())
        book.define_name(name, f"='_danh_muc'!${letter}$2:${letter}${len(words) + 1}")
    lists.set_column(0, len(LISTS) - 1, 20)
    lists.very_hidden()
    undone = book.add_worksheet("_hoan_tac")
    book.define_name(undo.NAME, f"='_hoan_tac'!$A$1:$L${LAST}")
    undone.very_hidden()
    book.define_name("DS_Nguon", "=tblNguon[Tên nguồn]")
    book.define_name("DS_GiaiDoan", "=tblGiaiDoan[Mã]")
    book.define_name("kt_Trang", "='Kiểm tra'!$D$5:$D$2000")
    book.define_name("kt_O", "='Kiểm tra'!$E$5:$E$2000")
