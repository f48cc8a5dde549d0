"""How estimates, quotations and settlements of offices look, in small; what must be understood of each.

Beside each layout: the lines' amounts in đồng, in order; its sections by name; what is found.
"""

from typing import NamedTuple


class Layout(NamedTuple):
    """A sheet as text, and what it says."""

    name: str
    text: str
    amounts: str
    """Of the lines, in đồng."""
    sections: str = ""
    """Names of the rows that hold others."""
    unit: str = "đồng"
    found: str = ""
    """Rules and cells, but for information."""
    left_out: str = ""
    """Roles of the rows that are neither lines nor sections."""


LAYOUTS = [
    # ------------------------------------------------------------ estimates (dự toán)
    Layout(
        "equipment by rooms",
        """
        STT | Tên trang thiết bị | Đơn vị tính | Số lượng | Đơn giá dự kiến | Thành tiền | Ghi chú
        A | Phòng Hành chính | | | | 60.000.000 |
        1 | Máy vi tính để bàn | Bộ | 3 | 15.000.000 | 45.000.000 |
        2 | Máy in | Cái | 1 | 15.000.000 | 15.000.000 |
        B | Phòng Tổng hợp | | | | 20.000.000 |
        1 | Bàn ghế | Bộ | 2 | 10.000.000 | 20.000.000 |
        | Tổng cộng (A+B) | | | | 80.000.000 |
        """,
        "45.000.000 15.000.000 20.000.000",
        "Phòng Hành chính; Phòng Tổng hợp",
        left_out="sum",
    ),
    Layout(
        "classes, people, days and a rate multiply",
        """
        TT | Nội dung | Số lớp | Số học viên/lớp | Số ngày | Mức chi | Thành tiền
        1 | Bồi dưỡng giảng viên | 2 | 1 | 3 | 300.000 | 1.800.000
        2 | Nước uống | 2 | 60 | 3 | 20.000 | 7.200.000
        | Cộng | | | | | 9.000.000
        """,
        "1.800.000 7.200.000",
        left_out="sum",
    ),
    Layout(
        "a conference with a formula in the headings",
        """
        DỰ TOÁN KINH PHÍ TỔ CHỨC HỘI NGHỊ | | | | | |
        | | | | | | Đơn vị tính: nghìn đồng
        STT | Nội dung | ĐVT | Số lượng | Số ngày | Mức chi | Thành tiền
        A | B | C | 1 | 2 | 3 | 4=1x2x3
        I | Hội nghị triển khai | | | | | 12.000
        1 | Nước uống | người | 100 | 2 | 20 | 4.000
        2 | Báo cáo viên | | | | | 8.000
        - | Tiền công | buổi | 4 | | 1.500 | 6.000
        - | Tiền xe | chuyến | 2 | | 1.000 | 2.000
        II | Tổng kết năm | | | | | 5.000
        1 | Khen thưởng | người | 10 | | 500 | 5.000
        | Cộng (I+II) | | | | | 17.000
        Bằng chữ: Mười bảy triệu đồng | | | | | |
        Người lập biểu | | | | | | Chánh Văn phòng
        """,
        "4.000.000 6.000.000 2.000.000 5.000.000",
        "Hội nghị triển khai; Báo cáo viên; Tổng kết năm",
        "nghìn đồng",
        left_out="sum",
    ),
    Layout(
        "a product that leaves a column out, as the headings say",
        """
        STT | Nội dung | Số lượng | Số ngày | Mức chi | Thành tiền
        (1) | (2) | (3) | (4) | (5) | (6)=(3)x(5)
        1 | Nước uống | 100 | 2 | 20.000 | 2.000.000
        """,
        "2.000.000",
    ),
    Layout(
        "a column of a name of its own is a factor where the headings say so",
        """
        STT | Nội dung | Số bàn | Số mâm | Đơn giá | Thành tiền
        A | B | 1 | 2 | 3 | 4=1x2x3
        1 | Tiệc | 3 | 2 | 500.000 | 3.000.000
        2 | Trà | 3 | 1 | 100.000 | 300.000
        """,
        "3.000.000 300.000",
    ),
    Layout(
        "headings merged over phases",
        """
        TT | Nội dung | ĐVT | Đơn giá | Giai đoạn I | | Giai đoạn II | | Tổng cộng |
        | | | | Số lượng | Thành tiền | Số lượng | Thành tiền | Số lượng | Thành tiền
        1 | Máy tính | bộ | 10.000 | 4 | 40.000 | 6 | 60.000 | 10 | 100.000
        """,
        "100.000",
    ),
    Layout(
        "a year over its quarters, sources below their heading",
        """
        TT | Nội dung | Tổng kinh phí | Năm 2026 | | Nguồn kinh phí | | Ghi chú
        | | | Quý I | Quý II | Ngân sách | Khác |
        1 | Hội nghị | 100.000.000 | 50.000.000 | 50.000.000 | 80.000.000 | 20.000.000 |
        2 | Tập huấn | 60.000.000 | 20.000.000 | 40.000.000 | 60.000.000 | |
        | Tổng cộng | 160.000.000 | 70.000.000 | 90.000.000 | 140.000.000 | 20.000.000 |
        """,
        "100.000.000 60.000.000",
        left_out="sum",
    ),
    Layout(
        "sources below Trong đó",
        """
        TT | Nội dung | Tổng số | Trong đó | | |
        | | | NS huyện | NS xã | Xã hội hóa |
        1 | Bồi dưỡng | 279.650.000 | 200.000.000 | 79.650.000 | |
        2 | Mua sắm | 573.000.000 | 573.000.000 | | |
        | Tổng cộng | 852.650.000 | 773.000.000 | 79.650.000 | |
        """,
        "279.650.000 573.000.000",
        left_out="sum",
    ),
    Layout(
        "years of money in millions",
        """
        (Đơn vị tính: triệu đồng) | | | | | | |
        TT | Nội dung | ĐVT | Số lượng | Kinh phí | Phân kỳ đầu tư | |
        | | | | | 2016 | 2017 | 2018
        1 | Máy tính | bộ | 45 | 450 | 150 | 150 | 150
        2 | Tủ | cái | 40 | 120 | 40 | 40 | 40
        | Tổng | | | 570 | 190 | 190 | 190
        """,
        "450.000.000 120.000.000",
        unit="triệu đồng",
        left_out="sum",
    ),
    Layout(
        "a government estimate: sums above their details",
        """
        STT | Nội dung | Tổng số
        | Tổng số | 1.500
        I | Chi thường xuyên | 1.000
        1 | Chi thanh toán cá nhân | 600
        1.1 | Tiền lương | 400
        1.2 | Phụ cấp | 200
        2 | Chi nghiệp vụ | 400
        II | Chi không thường xuyên | 500
        - | Mua sắm | 300
        - | Sửa chữa | 200
        """,
        "400 200 400 300 200",
        "Chi thường xuyên; Chi thanh toán cá nhân; Chi không thường xuyên",
        left_out="sum",
    ),
    Layout(
        "sections by captions, dashes below them",
        """
        TT | Nội dung chi | Số người | Số buổi | Mức chi | Thành tiền
        | Hội nghị sơ kết | | | |
        - | Chủ trì | 1 | 2 | 200.000 | 400.000
        - | Thành viên | 10 | 2 | 100.000 | 2.000.000
        | Hội nghị tổng kết | | | |
        - | Tổng hợp báo cáo | 1 | 1 | 500.000 | 500.000
        | Tổng cộng | | | | 2.900.000
        """,
        "400.000 2.000.000 500.000",
        left_out="note note sum",
    ),
    Layout(
        "a name given once for several rows",
        """
        STT | Nội dung | ĐVT | SL | Đơn giá | Thành tiền
        1 | Thuê xe | chuyến | 1 | 100.000 | 100.000
        | | ngày | 2 | 50.000 | 100.000
        2 | Ăn | suất | 3 | 10.000 | 30.000
        | Cộng | | | | 230.000
        """,
        "100.000 100.000 30.000",
        left_out="sum",
    ),
    Layout(
        "roman numbers before letters",
        """
        TT | Nội dung | Kinh phí
        I | Chi hoạt động | 300
        A | Văn phòng phẩm | 100
        B | Điện nước | 200
        II | Chi khác | 50
        | Tổng cộng | 350
        """,
        "100 200 50",
        "Chi hoạt động",
        left_out="sum",
    ),
    Layout(
        "H, I, K are letters",
        """
        TT | Nội dung | Kinh phí
        G | Xăng | 10
        H | Điện | 20
        I | Nước | 30
        K | Mạng | 40
        | Cộng | 100
        """,
        "10 20 30 40",
        left_out="sum",
    ),
    Layout(
        "numbers at the beginning of the names",
        """
        Nội dung chi | ĐVT | Số lượng | Đơn giá | Thành tiền
        I. Hội nghị | | | | 3.000.000
        1. Nước uống | người | 100 | 20.000 | 2.000.000
        2. Tài liệu | bộ | 100 | 10.000 | 1.000.000
        II. Khen thưởng | | | | 500.000
        - Giấy khen | cái | 10 | 50.000 | 500.000
        Tổng cộng | | | | 3.500.000
        """,
        "2.000.000 1.000.000 500.000",
        "I. Hội nghị; II. Khen thưởng",
        left_out="sum",
    ),
    Layout(
        "parts of a line that need not add up",
        """
        TT | Nội dung | Thành tiền | Ghi chú
        1 | Chi hội nghị | 10.000.000 |
        | Trong đó: | |
        - | Nước uống | 2.000.000 |
        - | Tài liệu | 3.000.000 |
        2 | Chi khác | 5.000.000 |
        | Cộng | 15.000.000 |
        """,
        "10.000.000 5.000.000",
        left_out="note part part sum",
    ),
    Layout(
        "a total divided by sources, in rows",
        """
        TT | Nội dung | Thành tiền | Ghi chú
        1 | Chi hội nghị | 17.000.000 |
        | Tổng cộng | 17.000.000 |
        | Trong đó: Ngân sách huyện | 10.000.000 |
        | Xã hội hóa | 7.000.000 |
        """,
        "17.000.000",
        left_out="sum part part",
    ),
    Layout(
        "a total divided by years, which must add up",
        """
        TT | Nội dung | Số tiền | Ghi chú
        1 | Chi hội nghị | 10.000.000 |
        | Tổng cộng | 10.000.000 |
        | Chia ra: | |
        | Năm 2026 | 4.000.000 |
        | Năm 2027 | 6.000.000 |
        """,
        "10.000.000",
        left_out="sum note part part",
    ),
    Layout(
        "the heading repeated on each printed page",
        """
        STT | Nội dung | SL | Đơn giá | Thành tiền
        1 | Bút | 10 | 5.000 | 50.000
        | Mang sang | | | 50.000
        STT | Nội dung | SL | Đơn giá | Thành tiền
        | Trang trước chuyển sang | | | 50.000
        2 | Vở | 20 | 10.000 | 200.000
        | Tổng cộng | | | 250.000
        """,
        "50.000 200.000",
        left_out="carried heading carried sum",
    ),
    Layout(
        "a page's sum carried on under its own number",
        """
        STT | Nội dung | Số tiền
        1 | Bút | 20.000
        2 | Chuyển trang thiết bị về kho | 40.000
        | Cộng trang 1 chuyển sang trang 2 | 60.000
        STT | Nội dung | Số tiền
        | Trang 1 chuyển sang | 60.000
        3 | Vở | 30.000
        | Tổng cộng | 90.000
        """,
        "20.000 40.000 30.000",
        left_out="carried heading carried sum",
    ),
    Layout(
        "what is left after a discount, and the tax on it",
        """
        STT | Nội dung | Số tiền
        1 | Giấy | 15.000.000
        2 | Mực | 20.000.000
        | Tổng giá trị trước chiết khấu | 35.000.000
        | Chiết khấu thương mại | -1.000.000
        | Giá trị sau chiết khấu | 34.000.000
        | Thuế VAT 8% | 2.720.000
        | Tổng giá trị thanh toán | 36.720.000
        """,
        "15.000.000 20.000.000 -1.000.000 2.720.000",
        left_out="sum sum sum",
    ),
    Layout(
        "costs before and after tax",
        """
        STT | Nội dung | Số tiền
        1 | Vật liệu | 200.000
        2 | Nhân công | 120.000
        | Chi phí trước thuế | 320.000
        | Thuế GTGT 10% | 32.000
        | Chi phí sau thuế | 352.000
        | Chi phí dự phòng | 48.000
        | Tổng cộng | 400.000
        """,
        "200.000 120.000 32.000 48.000",
        left_out="sum sum sum",
    ),
    Layout(
        "a total above all, then what it consists of",
        """
        STT | Nội dung | Số tiền
        | Tổng kinh phí | 100.000
        | Trong đó: |
        I | Hội nghị | 60.000
        1 | Hội trường | 25.000
        2 | Tài liệu | 35.000
        II | Tập huấn | 40.000
        """,
        "25.000 35.000 40.000",
        sections="Hội nghị",
        left_out="sum note",
    ),
    Layout(
        "a total above all, its sources, then its lines",
        """
        STT | Nội dung | Số tiền
        | Tổng kinh phí | 100.000
        | Trong đó: |
        | - Ngân sách nhà nước | 70.000
        | - Nguồn khác | 30.000
        1 | Hội trường | 60.000
        2 | Tài liệu | 40.000
        """,
        "60.000 40.000",
        left_out="sum note part part",
    ),
    Layout(
        "a total above groups that nothing but their figures tell",
        """
        Mã số | Nội dung | Dự toán năm
        | Tổng số | 610.000
        6000 | Tiền lương | 560.000
        6001 | Lương ngạch bậc | 500.000
        6003 | Lương hợp đồng | 60.000
        6550 | Vật tư văn phòng | 50.000
        6551 | Giấy | 30.000
        6552 | Mực | 20.000
        """,
        "500.000 60.000 30.000 20.000",
        sections="Tiền lương; Vật tư văn phòng",
        left_out="sum",
    ),
    Layout(
        "two tables side by side",
        """
        STT | Nội dung | SL | Đơn giá | Thành tiền | | STT | Nội dung | SL | Đơn giá | Thành tiền
        1 | Bút | 10 | 5.000 | 50.000 | | 1 | Giấy | 5 | 70.000 | 350.000
        2 | Vở | 20 | 10.000 | 200.000 | | | | | |
        | Cộng | | | 250.000 | | | Cộng | | | 350.000
        """,
        "50.000 200.000 350.000",
        left_out="sum sum",
    ),
    Layout(
        "prices in đồng, amounts in thousands",
        """
        TT | Hạng mục | Khối lượng | Đơn giá (đồng) | Thành tiền (nghìn đồng)
        1 | Sơn | 12,5 | 80.000 | 1.000
        2 | Quét | 10 | 35.500 | 355
        | Cộng | | | 1.355
        """,
        "1.000.000 355.000",
        unit="nghìn đồng",
        left_out="sum",
    ),
    Layout(
        "rounded to millions: a difference of half a million an addend is no error",
        """
        ĐVT: triệu đồng | | |
        TT | Nội dung | Dự toán | Ghi chú
        1 | Đào tạo | 33 |
        2 | Mua sắm | 33 |
        3 | Khác | 33 |
        | Tổng cộng | 100 |
        """,
        "33.000.000 33.000.000 33.000.000",
        unit="triệu đồng",
        left_out="sum",
    ),
    Layout(
        "the organisation above is no unit",
        """
        Đơn vị: Cục Thuế tỉnh | | |
        TT | Nội dung | Kinh phí | Ghi chú
        1 | Đào tạo | 33.000.000 |
        """,
        "33.000.000",
    ),
    Layout(
        "amounts rounded to thousands in a table in đồng",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Vải | 3 | 33.333 | 100.000
        2 | Chỉ | 7 | 14.300 | 100.000
        | Cộng | | | 200.000
        """,
        "100.000 100.000",
        left_out="sum",
    ),
    Layout(
        "budget items are codes",
        """
        STT | Nội dung | Mục | Tiểu mục | Số tiền
        1 | Văn phòng phẩm | 6550 | 6551 | 5.000.000
        2 | Thông tin | 6600 | 6601 | 2.000.000
        | Cộng | | | 7.000.000
        """,
        "5.000.000 2.000.000",
        left_out="sum",
    ),
    Layout(
        "cộng tác viên and tổng kết are no sums",
        """
        STT | Nội dung | Số người | Mức chi | Thành tiền
        1 | Cộng tác viên | 5 | 100.000 | 500.000
        2 | Tổng kết đề án | 50 | 20.000 | 1.000.000
        3 | Tổng hợp số liệu | 2 | 50.000 | 100.000
        | Cộng | | | 1.600.000
        """,
        "500.000 1.000.000 100.000",
        left_out="sum",
    ),
    Layout(
        "the breakdown of a price is not counted again",
        """
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Hội nghị cấp xã | 8 | 10.000.000 | 80.000.000
        a | Hội trường | | | 4.000.000
        b | Nước uống | | | 6.000.000
        | Cộng | | | 80.000.000
        """,
        "80.000.000",
        left_out="part part sum",
    ),
    Layout(
        "descriptions below an item",
        """
        STT | Tên hàng | ĐVT | SL | Đơn giá | Thành tiền
        1 | Máy tính | Bộ | 2 | 10.000.000 | 20.000.000
        - | CPU i5, RAM 16GB | | | |
        - | Màn hình 24 inch | | | |
        2 | Máy in | Cái | 1 | 5.000.000 | 5.000.000
        | Tổng cộng | | | | 25.000.000
        """,
        "20.000.000 5.000.000",
        "CPU i5, RAM 16GB; Màn hình 24 inch",
        left_out="sum",
    ),
    Layout(
        "sums at the end of each section",
        """
        STT | Nội dung | Số lượng | Đơn giá | Thành tiền
        I | Mua sắm | | |
        1 | Bàn | 2 | 100 | 200
        2 | Ghế | 4 | 50 | 200
        | Cộng I | | | 400
        II | Sửa chữa | | |
        1 | Sơn | 1 | 300 | 300
        | Cộng II | | | 300
        | Tổng cộng | | | 700
        """,
        "200 200 300",
        "Mua sắm; Sửa chữa",
        left_out="sum sum sum",
    ),
    Layout(
        "sums at the end of unnumbered parts",
        """
        Nội dung | Số lượng | Đơn giá | Thành tiền
        Bàn | 2 | 100 | 200
        Ghế | 4 | 50 | 200
        Cộng | | | 400
        Sơn | 1 | 300 | 300
        Cộng | | | 300
        Tổng cộng | | | 700
        """,
        "200 200 300",
        left_out="sum sum sum",
    ),
    Layout(
        "a sum without a name",
        """
        Nội dung | Số lượng | Đơn giá | Thành tiền
        Sơn | 10 | 80.000 | 800.000
        Vôi | 1 | 20.000 | 20.000
        | | | 820.000
        Đầm Hà, ngày 5 tháng 6 năm 2026 | | |
        Người lập | | | Thủ trưởng đơn vị
        """,
        "800.000 20.000",
        left_out="sum",
    ),
    Layout(
        "what is calculated with stands below the heading of a rate",
        """
        TT | Nội dung chi | Định mức chi | | | | Thành tiền
        | | ĐVT | Số lượng | Số ngày | Mức chi |
        A | B | 1 | 2 | 3 | 4 | 5=2x3x4
        | TỔNG CỘNG (I+II) | | | | | 3.800.000
        I | Chi cho giảng viên | | | | | 1.400.000
        1 | Thù lao | buổi | 4 | 1 | 300.000 | 1.200.000
        2 | Phụ cấp lưu trú | ngày | 1 | 1 | 200.000 | 200.000
        II | Chi cho học viên | | | | | 2.400.000
        1 | Nước uống | người | 60 | 2 | 20.000 | 2.400.000
        Bằng chữ: Ba triệu, tám trăm nghìn đồng./. | | | | | |
        """,
        "1.200.000 200.000 2.400.000",
        "Chi cho giảng viên; Chi cho học viên",
        left_out="sum",
    ),
    Layout(
        "how many there are stands before how many to buy",
        """
        STT | Tên thiết bị | ĐVT | Số lượng hiện có | Số lượng cần mua | Đơn giá dự kiến | Thành tiền | Lý do
        I | Văn phòng Đảng ủy | | | | | 34.500.000 |
        1 | Máy tính để bàn | Bộ | 3 | 2 | 15.000.000 | 30.000.000 | hỏng
        2 | Máy in | Cái | 2 | 1 | 4.500.000 | 4.500.000 |
        II | Ban Xây dựng Đảng | | | | | 30.000.000 |
        1 | Máy tính để bàn | Bộ | 4 | 2 | 15.000.000 | 30.000.000 |
        Tổng (I+II) | | | | | | 64.500.000 |
        """,
        "30.000.000 4.500.000 30.000.000",
        "Văn phòng Đảng ủy; Ban Xây dựng Đảng",
        left_out="sum",
    ),
    Layout(
        "quarters and the whole year",
        """
        STT | Khoản chi | Quý I | Quý II | Quý III | Quý IV | Cả năm | Ghi chú
        1 | Điện, nước | 12.000 | 13.500 | 14.000 | 12.500 | 52.000 |
        2 | Xăng xe | 20.000 | 20.000 | 22.000 | 23.000 | 85.000 |
        Cộng | | 32.000 | 33.500 | 36.000 | 35.500 | 137.000 |
        """,
        "52.000 85.000",
        left_out="sum",
    ),
    Layout(
        "a yearly plan with what is left to be given out",
        """
        STT | Nội dung công việc | Kinh phí được giao | Đã phân bổ | Còn lại chưa phân bổ | Ghi chú
        a | b | 1 | 2 | 3=1-2 | 4
        1 | Mua sắm trang thiết bị | 500.000.000 | 420.000.000 | 80.000.000 | phân bổ sau
        2 | Tập huấn nghiệp vụ | 120.000.000 | 120.000.000 | 0 |
        3 | Chi khác | 80.000.000 | 0 | 80.000.000 | chờ hướng dẫn
        | Cộng | 700.000.000 | 540.000.000 | 160.000.000 |
        """,
        "500.000.000 120.000.000 80.000.000",
        left_out="sum",
    ),
    Layout(
        "days of work and their price",
        """
        STT | Họ và tên | Công việc | Số công | Đơn giá/công | Thành tiền | Thuế TNCN (10%) | Thực lĩnh
        1 | Nguyễn Văn An | Nhập liệu | 12 | 200.000 | 2.400.000 | 240.000 | 2.160.000
        2 | Trần Thị Bình | Quét tài liệu | 10,5 | 200.000 | 2.100.000 | 210.000 | 1.890.000
        Tổng cộng | | | 22,5 | | 4.500.000 | 450.000 | 4.050.000
        """,
        "2.400.000 2.100.000",
        left_out="sum",
    ),
    Layout(
        "parts numbered I.1, I.2 hold items numbered from 1",
        """
        STT | NỘI DUNG | ĐVT | KHỐI LƯỢNG | ĐƠN GIÁ | THÀNH TIỀN
        A | PHẦN XÂY DỰNG | | | | 380
        I | Nhà làm việc | | | | 350
        I.1 | Phần thô | | | | 100
        1 | Đào móng | m3 | 2 | 20 | 40
        2 | Bê tông | m3 | 3 | 20 | 60
        I.2 | Phần hoàn thiện | trọn gói | 1 | 250 | 250
        II | Sân vườn | | | | 30
        1 | Lát gạch | m2 | 3 | 10 | 30
        B | PHẦN THIẾT BỊ | | | | 60
        1 | Điều hòa | bộ | 6 | 10 | 60
        | TỔNG CỘNG (A+B) | | | | 440
        | Dự phòng phí 5% | | | | 22
        | TỔNG DỰ TOÁN | | | | 462
        """,
        "40 60 250 30 60 22",
        "PHẦN XÂY DỰNG; Nhà làm việc; Phần thô; Sân vườn; PHẦN THIẾT BỊ",
        left_out="sum sum",
    ),
    Layout(
        "quantities typed with their units",
        """
        STT | Tên thiết bị | Số lượng | Đơn giá | Thành tiền
        01 | Máy vi tính | 05 bộ | 14.500.000 | 72.500.000
        02 | Máy in | 02 cái | 4.500.000 | 9.100.000
        | Cộng: | | | 81.600.000
        """,
        "72.500.000 9.000.000",
        found="ROW01 E3",
        left_out="sum",
    ),
    Layout(
        "how long it takes, in words, multiplies",
        """
        STT | Nội dung | Số lượng | ĐVT | Thời gian | Định mức | Thành tiền
        1 | Nước uống | 120 | người | 02 ngày | 40.000 | 9.600.000
        2 | Tài liệu | 120 | bộ | | 30.000 | 3.600.000
        3 | Hội trường | 1 | phòng | 02 ngày | 5.000.000 | 10.000.000
        | Tổng | | | | | 23.200.000
        """,
        "9.600.000 3.600.000 10.000.000",
        left_out="sum",
    ),
    Layout(
        "a price in two parts",
        """
        STT | Nội dung | ĐVT | Khối lượng | Đơn giá vật liệu | Đơn giá nhân công | Thành tiền
        1 | Sơn | m2 | 100 | 30.000 | 15.000 | 4.500.000
        2 | Trát | m2 | 50 | 40.000 | 35.000 | 3.750.000
        | Cộng | | | | | 8.250.000
        """,
        "4.500.000 3.750.000",
        left_out="sum",
    ),
    Layout(
        "a total above all, divided by source, then by what it is for",
        """
        TT | Nội dung | Kinh phí
        | TỔNG CỘNG | 1.000
        - | Ngân sách tỉnh | 700
        - | Ngân sách xã | 300
        1 | Đào tạo | 400
        2 | Mua sắm | 600
        """,
        "400 600",
        left_out="sum part part",
    ),
    Layout(
        "an advance may be a cost where the total stands above",
        """
        TT | Nội dung | Kinh phí
        | TỔNG CỘNG | 1.000
        | Chi hội nghị | 700
        | Tạm ứng công tác phí | 300
        """,
        "700 300",
        left_out="sum",
    ),
    Layout(
        "a total above dashed rows that are all there is",
        """
        TT | Tên | Kinh phí
        | TỔNG CỘNG | 1.000
        - | Đào tạo | 700
        - | Mua sắm | 300
        """,
        "700 300",
        left_out="sum",
    ),
    Layout(
        "when a thing is done is no number of days",
        """
        TT | Nội dung | Cơ quan chủ trì | Thời gian | Kinh phí (1.000đ)
        1 | Khảo sát | Văn phòng | '2026 | 45.000,5
        2 | Tập huấn | Ban Tổ chức | 2026-2027 | 120.000
        3 | Mua sắm | Văn phòng | 2027 | 300.000
        | Tổng cộng | | | 465.000,5
        """,
        "45.000.500 120.000.000 300.000.000",
        unit="nghìn đồng",
        left_out="sum",
    ),
    Layout(
        "an estimate adjusted up and down",
        """
        STT | Nội dung | Dự toán đã giao | Điều chỉnh tăng (+) | Điều chỉnh giảm (-) | Dự toán sau điều chỉnh
        1 | Chi hội nghị | 200 | 0 | -50 | 150
        2 | Chi mua sắm | 150 | 50 | 0 | 200
        Tổng cộng | | 350 | 50 | -50 | 350
        """,
        "150 200",
        left_out="sum",
    ),
    # ------------------------------------------------------------ quotations (báo giá)
    Layout(
        "a quotation with tax below",
        """
        STT | Tên hàng hóa | ĐVT | SL | Đơn giá (VNĐ) | Thành tiền (VNĐ)
        1 | Máy tính | Bộ | 45 | 10.000.000 | 450.000.000
        2 | Tủ | Cái | 40 | 3.000.000 | 120.000.000
        | Cộng | | | | 570.000.000
        | Thuế VAT 8% | | | | 45.600.000
        | Tổng cộng | | | | 615.600.000
        Báo giá này có hiệu lực 30 ngày | | | | |
        """,
        "450.000.000 120.000.000 45.600.000",
        left_out="sum sum",
    ),
    Layout(
        "a quotation with a discount",
        """
        STT | Tên sản phẩm | SL | Đơn giá | Thành tiền
        1 | Máy in | 2 | 5.000.000 | 10.000.000
        | Giảm giá | | | -500.000
        | Tổng cộng | | | 9.500.000
        """,
        "10.000.000 -500.000",
        left_out="sum",
    ),
    Layout(
        "a discount below the sum is taken off, what is left is no cost",
        """
        STT | Tên hàng | SL | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000 | 2.000
        | Cộng | | | 2.000
        | Giảm giá 5% | | | 100
        | Còn lại | | | 1.900
        | VAT 10% | | | 190
        | Tổng thanh toán | | | 2.090
        Bằng chữ: Hai nghìn không trăm chín mươi đồng | | | |
        """,
        "2.000 -100 190",
        left_out="sum note sum",
    ),
    Layout(
        "a discount and a tax without what is left",
        """
        STT | Tên hàng | SL | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000 | 2.000
        | Cộng | | | 2.000
        | Chiết khấu | | | 100
        | VAT 10% | | | 190
        | Tổng cộng | | | 2.090
        """,
        "2.000 -100 190",
        left_out="sum sum",
    ),
    Layout(
        "what is called a discount and added all the same",
        """
        STT | Nội dung | SL | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000 | 2.000
        | Cộng | | | 2.000
        | Chi khuyến mại cho khách | | | 100
        | Tổng cộng | | | 2.100
        """,
        "2.000 100",
        left_out="sum sum",
    ),
    Layout(
        "a quotation whose lines are numbered to the end",
        """
        No | Mô tả hàng hóa | Model | Số lượng | Đơn giá chưa VAT | Thành tiền
        1 | Máy chiếu | EB-X05 | 1 | 12.000.000 | 12.000.000
        2 | Màn chiếu | 100 inch | 1 | 2.000.000 | 2.000.000
        3 | Tổng cộng | | | | 14.000.000
        """,
        "12.000.000 2.000.000",
        left_out="sum",
    ),
    Layout(
        "a quotation that ends in Thành tiền",
        """
        STT | Hàng hóa, dịch vụ | ĐVT | SL | Đơn giá | Thành tiền
        1 | In sách | Cuốn | 100 | 50.000 | 5.000.000
        | Tổng Cộng | | | | 5.000.000
        | VAT(8%) | | | | 400.000
        | Thành Tiền | | | | 5.400.000
        """,
        "5.000.000 400.000",
        left_out="sum sum",
    ),
    Layout(
        "columns in another order, spaces, capitals and breaks",
        """
        THÀNH TIỀN  | ĐƠN↵GIÁ | SỐ LƯỢNG  | Đ. VỊ  | DANH MỤC HÀNG HÓA | S.T.T
        10.000.000 | 5.000.000 | 2 | Cái | Máy in | 1
        """,
        "10.000.000",
    ),
    Layout(
        "names and quantities only, amounts of a lump",
        """
        STT | Hạng mục công việc | Khối lượng | ĐVT | Thành tiền | Ghi chú
        1 | Sửa mái | 1 | khoản | 15.000.000 |
        2 | Chống thấm | 1 | khoản | 5.000.000 |
        """,
        "15.000.000 5.000.000",
    ),
    Layout(
        "a quotation with headings in English",
        """
        No. | Description / Mô tả | Unit | Qty | Unit price | Amount | Remark
        1 | Máy photocopy | Máy | 1 | 48.000.000 | 48.000.000 |
        2 | Mực dự phòng | Hộp | 2 | 950.000 | 1.900.000 |
        | Sub total | | | | 49.900.000 |
        | VAT 8% | | | | 3.992.000 |
        | Total | | | | 53.892.000 |
        """,
        "48.000.000 1.900.000 3.992.000",
        left_out="sum sum",
    ),
    Layout(
        "a price before and after a discount",
        """
        STT | Mặt hàng | ĐVT | SL | Đơn giá | Chiết khấu (%) | Đơn giá sau CK | Thành tiền
        1 | Giấy A4 | Ram | 100 | 80.000 | 5 | 76.000 | 7.600.000
        2 | Mực in | Hộp | 20 | 650.000 | 10 | 585.000 | 11.700.000
        | Cộng | | | | | | 19.300.000
        """,
        "7.600.000 11.700.000",
        left_out="sum",
    ),
    # ------------------------------------------------------------ settlements (quyết toán)
    Layout(
        "what was advanced and what is still to be paid",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Nước uống | 100 | 20.000 | 2.000.000
        2 | Tài liệu | 100 | 100.000 | 10.000.000
        | Tổng cộng | | | 12.000.000
        | Đã tạm ứng | | | 5.000.000
        | Số tiền còn được thanh toán | | | 7.000.000
        Bằng chữ: Bảy triệu đồng chẵn | | | |
        """,
        "2.000.000 10.000.000",
        left_out="sum note note",
    ),
    Layout(
        "what is kept back and what is asked for",
        """
        STT | Nội dung | Kinh phí
        1 | Sơn | 100.000
        2 | Trát | 50.000
        | Tổng giá trị | 150.000
        | Giữ lại bảo hành 5% | 7.500
        | Giá trị đề nghị thanh toán | 142.500
        Bằng chữ: Một trăm bốn mươi hai nghìn năm trăm đồng | |
        """,
        "100.000 50.000",
        left_out="sum note note",
    ),
    Layout(
        "approved and spent, with their difference",
        """
        TT | Nội dung | Dự toán được duyệt | Số đã chi | Chênh lệch | Ghi chú
        A | B | 1 | 2 | 3=1-2 |
        1 | Chi hội nghị | 50.000.000 | 48.500.000 | 1.500.000 |
        2 | Chi in ấn | 20.000.000 | 21.000.000 | -1.000.000 |
        | Tổng số | 70.000.000 | 69.500.000 | 500.000 |
        """,
        "50.000.000 20.000.000",
        left_out="sum",
    ),
    Layout(
        "estimate and settlement side by side in one table",
        """
        TT | Nội dung | Dự toán | | | Quyết toán | |
        | | Số lượng | Đơn giá | Thành tiền | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 100 | 200 | 2 | 90 | 180
        2 | Ghế | 4 | 50 | 200 | 4 | 50 | 200
        | Cộng | | | 400 | | | 380
        """,
        "200 200",
        left_out="sum",
    ),
    Layout(
        "a whole made of its sources, as the headings say",
        """
        STT | Nội dung | Tổng số | NS huyện | Xã hội hóa
        A | B | 1=2+3 | 2 | 3
        1 | Dây | 500 | 200 | 300
        2 | Ống | 100 | 100 |
        | Cộng | 600 | 300 | 300
        """,
        "500 100",
        left_out="sum",
    ),
    Layout(
        "the settlement of a project by items",
        """
        STT | Khoản mục chi phí | Giá trị hợp đồng | Giá trị quyết toán | Tăng, giảm
        I | Chi phí xây dựng | 900 | 880 | -20
        1 | Gói số 1 | 500 | 480 | -20
        2 | Gói số 2 | 400 | 400 | 0
        II | Chi phí khác | 100 | 100 | 0
        | Tổng cộng | 1.000 | 980 | -20
        """,
        "500 400 100",
        "Chi phí xây dựng",
        left_out="sum",
    ),
    Layout(
        "an index row of letters and numbers is no line",
        """
        STT | Nội dung | ĐVT | Số lượng | Đơn giá | Thành tiền
        a | b | c | 1 | 2 | 3=1x2
        1 | Bút | Cái | 10 | 5.000 | 50.000
        """,
        "50.000",
    ),
    Layout(
        "three rows of headings",
        """
        TT | Nội dung | Kinh phí | | | Ghi chú
        | | Tổng số | Trong đó | |
        | | | NS tỉnh | NS huyện |
        1 | Đào tạo | 500 | 300 | 200 |
        2 | Mua sắm | 100 | | 100 |
        | Cộng | 600 | 300 | 300 |
        """,
        "500 100",
        left_out="sum",
    ),
    Layout(
        "headings broken over two rows of cells",
        """
        TT | Nội dung | Số | Đơn | Thành
        | | lượng | giá | tiền
        1 | Bút | 10 | 5.000 | 50.000
        """,
        "50.000",
    ),
    Layout(
        "months and coefficients multiply",
        """
        STT | Nội dung chi | Số người | Hệ số | Mức lương | Số tháng | Mức chi | Thành tiền | Căn cứ
        1 | Phụ cấp | 3 | 0,5 | | 12 | 1.490.000 | 26.820.000 | QĐ 15
        """,
        "26.820.000",
    ),
    Layout(
        "two tables below each other with a unit each",
        """
        A. Đào tạo (đơn vị tính: nghìn đồng) | | | |
        ĐVT: nghìn đồng | | | |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Nước | 10 | 20 | 200
        | Cộng | | | 200
        |
        B. Mua sắm | | | |
        ĐVT: nghìn đồng | | | |
        TT | Tên hàng | Số lượng | Đơn giá | Thành tiền
        1 | Bút | 10 | 5 | 50
        | Cộng | | | 50
        """,
        "200.000 50.000",
        unit="nghìn đồng",
        left_out="sum sum",
    ),
    Layout(
        "the same form again below its total is another table",
        """
        TT | Nội dung | Kinh phí
        1 | Họp | 200
        | Tổng cộng | 200
        TT | Nội dung | Kinh phí
        1 | In | 50
        | Tổng cộng | 50
        """,
        "200 50",
        left_out="sum sum",
    ),
    Layout(
        "a rounded total",
        """
        TT | Nội dung | Thành tiền
        1 | Họp | 1.234.567
        2 | In | 765.999
        | Cộng | 2.000.566
        | Làm tròn | 2.000.000
        """,
        "1.234.567 765.999",
        left_out="sum sum",
    ),
    Layout(
        "contingency below the sum",
        """
        TT | Nội dung | Kinh phí
        1 | Họp | 900
        2 | In | 100
        | Cộng | 1.000
        | Dự phòng 10% | 100
        | Tổng dự toán | 1.100
        """,
        "900 100 100",
        left_out="sum sum",
    ),
    Layout(
        "notes, amount in words and signatures below",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 100 | 200
        Số tiền viết bằng chữ: Hai trăm đồng | | | |
        Ghi chú: giá đã gồm thuế | | | |
        | | | Đầm Hà, ngày 01 tháng 02 năm 2026 |
        Người lập biểu | | Kế toán | | Chánh Văn phòng
        """,
        "200",
    ),
    Layout(
        "an accountant is a line where she has figures",
        """
        TT | Nội dung | Số người | Mức chi | Thành tiền
        1 | Kế toán | 1 | 500.000 | 500.000
        2 | Thủ quỹ | 1 | 300.000 | 300.000
        """,
        "500.000 300.000",
    ),
    Layout(
        "letters below numbers, restarted in each",
        """
        TT | Nội dung | Kinh phí
        1 | Hội nghị | 300
        a | Nước | 100
        b | Hoa | 200
        2 | Tập huấn | 50
        a | Tài liệu | 50
        | Tổng cộng | 350
        """,
        "100 200 50",
        "Hội nghị; Tập huấn",
        left_out="sum",
    ),
    Layout(
        "pluses below dashes",
        """
        TT | Nội dung | Kinh phí
        1 | Hội nghị | 300
        - | Ngày thứ nhất | 300
        + | Nước | 100
        + | Hoa | 200
        | Tổng cộng | 300
        """,
        "100 200",
        "Hội nghị; Ngày thứ nhất",
        left_out="sum",
    ),
    Layout(
        "words may say the total before tax, or be left to be written by hand",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000.000 | 2.000.000
        | Cộng | | | 2.000.000
        | Thuế GTGT 10% | | | 200.000
        | Tổng cộng | | | 2.200.000
        Bằng chữ: Hai triệu đồng (chưa gồm thuế) | | | |
        |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Ghế | 4 | 500.000 | 2.000.000
        | Cộng | | | 2.000.000
        Bằng chữ: ………………………… | | | |
        """,
        "2.000.000 200.000 2.000.000",
        left_out="sum sum sum",
    ),
    # ------------------------------------------------------------ what must be found
    Layout(
        "a total that leaves a row out",
        """
        TT | Nội dung | Kinh phí
        1 | Bàn | 200
        2 | Ghế | 300
        | Cộng | 400
        """,
        "200 300",
        found="TOT09 C4",
        left_out="sum",
    ),
    Layout(
        "the amount's total is right, that of what was spent is not",
        """
        TT | Nội dung | Dự toán | Quyết toán | Chênh lệch
        I | Hội nghị | 300 | 290 | 10
        1 | Nước | 100 | 90 | 10
        2 | Hoa | 200 | 200 | 0
        II | In ấn | 50 | 50 | 0
        | Tổng số | 350 | 350 | 0
        """,
        "100 200 50",
        "Hội nghị",
        found="TOT09 D6",
        left_out="sum",
    ),
    Layout(
        "a total by source that leaves a row out",
        """
        TT | Nội dung | Tổng số | NS huyện | Xã hội hóa
        1 | Dây | 500 | 200 | 300
        2 | Ống | 100 | 100 |
        | Cộng | 600 | 200 | 300
        """,
        "500 100",
        found="TOT09 D4",
        left_out="sum",
    ),
    Layout(
        "another amount in words than in figures",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000.000 | 2.000.000
        2 | Ghế | 4 | 500.000 | 2.000.000
        | Cộng | | | 4.000.000
        | Thuế GTGT 10% | | | 400.000
        | Tổng cộng | | | 4.400.000
        |
        (Số tiền viết bằng chữ: Bốn triệu, bốn mươi nghìn đồng chẵn./.) | | | |
        """,
        "2.000.000 2.000.000 400.000",
        found="TXT01 A8",
        left_out="sum sum",
    ),
    Layout(
        "an amount in words in a cell of its own, in thousands",
        """
        ĐVT: nghìn đồng | | | |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 2 | 1.000 | 2.000
        | Cộng | | | 2.000
        Bằng chữ: | | Hai triệu một trăm nghìn đồng | |
        """,
        "2.000.000",
        unit="nghìn đồng",
        found="TXT01 C5",
        left_out="sum",
    ),
    Layout(
        "a section that is not what it holds, its total right",
        """
        TT | Nội dung | Kinh phí
        I | Mua sắm | 600
        1 | Bàn | 200
        2 | Ghế | 300
        II | Khác | 100
        | Tổng cộng | 700
        """,
        "200 300 100",
        "Mua sắm",
        found="TOT09 C2",
        left_out="sum",
    ),
    Layout(
        "a sum that names the wrong total",
        """
        TT | Nội dung | Kinh phí
        I | Mua sắm | 500
        II | Khác | 100
        | Tổng cộng (I+II) | 700
        """,
        "500 100",
        found="TOT09 C4",
        left_out="sum",
    ),
    Layout(
        "a product that is wrong is said once, not in the sums",
        """
        TT | Nội dung | Số người | Số ngày | Mức chi | Thành tiền
        1 | Ăn | 10 | 2 | 100 | 2.500
        2 | Ở | 10 | 1 | 300 | 3.000
        | Cộng | | | | 5.500
        """,
        "2.000 3.000",
        found="ROW01 F2",
        left_out="sum",
    ),
    Layout(
        "thousands, wrong by more than rounding",
        """
        Đơn vị tính: 1.000 đồng | | |
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 3 | 100 | 310
        """,
        "300.000",
        unit="nghìn đồng",
        found="ROW01 E3",
    ),
    Layout(
        "the difference in a settlement is wrong",
        """
        TT | Nội dung | Dự toán | Quyết toán | Chênh lệch
        A | B | 1 | 2 | 3=1-2
        1 | Họp | 50 | 40 | 11
        """,
        "50",
        found="TAB04 E3",
    ),
    Layout(
        "sources above the amount",
        """
        TT | Nội dung | Kinh phí | NS huyện | NS xã
        1 | Họp | 5.000 | 3.000 | 3.000
        """,
        "5.000",
        found="TAB05 D2",
    ),
    Layout(
        "years that do not add up to the total they divide",
        """
        TT | Nội dung | Số tiền | Ghi chú
        1 | Họp | 10.000 |
        | Tổng cộng | 10.000 |
        | Chia ra: | |
        | Năm 2026 | 4.000 |
        | Năm 2027 | 5.000 |
        """,
        "10.000",
        found="TOT09 C3",
        left_out="sum note part part",
    ),
    Layout(
        "figures far below a table",
        """
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Bàn | 1 | 100 | 100
        |
        |
        |
        |
        2 | Ghế | 1 | 300 | 300
        """,
        "100",
        found="TAB03 E7",
    ),
    Layout(
        "a word where a figure belongs",
        """
        TT | Nội dung | Số người | Mức chi | Thành tiền
        1 | Ăn | mười | 100.000 | 1.000.000
        2 | Ở | 2 | 100.000 | 200.000
        """,
        "1.000.000 200.000",
        found="ROW02 C2",
    ),
    Layout(
        "an amount without a name",
        """
        TT | Nội dung | Số người | Mức chi | Thành tiền
        1 | Ăn | 2 | 100.000 | 200.000
        2 | | | | 50.000
        """,
        "200.000 50.000",
        found="STR05 B3",
    ),
]
