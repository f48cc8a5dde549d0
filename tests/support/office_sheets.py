"""Sheets of offices that are read by what their figures make of each other, each right, and what is said of them."""

from typing import NamedTuple

from tests.support.faults.office import Office, office


class Sheet(NamedTuple):
    """A sheet as text with what its costs come to."""

    name: str
    text: str
    total: int
    """Of its costs, đồng."""
    said: str = ""
    """Codes of the information that is given."""
    merged: str = ""
    """Merged areas of its first sheet."""
    left: int | None = None
    """What the sheet itself shows for its whole, where that is not its costs."""

    @property
    def office(self) -> Office:
        """The workbook."""
        first = self.text.split("\n")[1].strip()
        return office(self.text, self.total, {first: self.merged} if self.merged else None)


SHEETS = [
    Sheet(
        "income, costs and their difference",
        """
        Thu chi
        STT | Nội dung | Số tiền
        A | TỔNG THU | =C{+1}+C{+2}
        1 | Thu hội phí | 80.000.000
        2 | Thu tài trợ | 20.000.000
        B | TỔNG CHI | =SUM(C{+1}:C{+3})
        1 | Chi hội nghị | 30.000.000
        2 | Chi thăm hỏi | 15.000.000
        3 | Chi văn phòng phẩm | 8.000.000
        C | CHÊNH LỆCH (A-B) | =C2-C5
        """,
        53_000_000,
        "TAB11",
        left=47_000_000,
    ),
    Sheet(
        "income and costs, what is left in cash",
        """
        Thu chi
        TT | Nội dung | Số tiền
        I | Phần thu | =SUM(C{+1}:C{+2})
        1 | Thu hội phí | 80.000.000
        2 | Thu tài trợ | 20.000.000
        II | Phần chi | =SUM(C{+1}:C{+3})
        1 | Chi hội nghị | 30.000.000
        2 | Chi thăm hỏi | 15.000.000
        3 | Chi văn phòng phẩm | 8.000.000
        III | Tồn quỹ cuối kỳ | =C2-C5
        """,
        53_000_000,
        "TAB11",
        left=47_000_000,
    ),
    Sheet(
        "a fund with what it began with",
        """
        Thu chi
        TT | Nội dung | Số tiền | Ghi chú
        I | Số dư đầu kỳ | 12.000.000 |
        II | Thu trong kỳ | =SUM(C{+1}:C{+2}) |
        1 | Thu hội phí | 80.000.000 |
        2 | Thu tài trợ | 20.000.000 |
        III | Chi trong kỳ | =SUM(C{+1}:C{+3}) |
        1 | Chi hội nghị | 30.000.000 |
        2 | Chi thăm hỏi | 15.000.000 |
        3 | Chi văn phòng phẩm | 8.000.000 |
        IV | Số dư cuối kỳ (I+II-III) | =C2+C3-C6 |
        """,
        53_000_000,
        "TAB11",
        left=59_000_000,
    ),
    Sheet(
        "income and costs without numbers",
        """
        Thu chi
        STT | Nội dung | Số tiền
        | TỔNG THU | =SUM(C{+1}:C{+2})
        1 | Thu hội phí | 80.000.000
        2 | Thu tài trợ | 20.000.000
        | TỔNG CHI | =SUM(C{+1}:C{+3})
        1 | Chi hội nghị | 30.000.000
        2 | Chi thăm hỏi | 15.000.000
        3 | Chi văn phòng phẩm | 8.000.000
        | CÒN LẠI | =C2-C5
        """,
        53_000_000,
        "TAB11",
        left=47_000_000,
    ),
    Sheet(
        "income and costs, their sums below",
        """
        Thu chi
        STT | Nội dung | Số tiền
        A | CÁC KHOẢN THU |
        1 | Thu hội phí | 80.000.000
        2 | Thu tài trợ | 20.000.000
        | Cộng thu | =SUM(C{-2}:C{-1})
        B | CÁC KHOẢN CHI |
        1 | Chi hội nghị | 30.000.000
        2 | Chi thăm hỏi | 15.000.000
        3 | Chi văn phòng phẩm | 8.000.000
        | Cộng chi | =SUM(C{-3}:C{-1})
        C | Còn lại (A-B) | =C5-C10
        """,
        53_000_000,
        "TAB11",
        left=47_000_000,
    ),
    Sheet(
        "an agency with fees of its own",
        """
        Dự toán thu chi
        DỰ TOÁN THU CHI NĂM 2024 |
        STT | Nội dung | Dự toán
        A | Tổng số thu, chi, nộp ngân sách phí, lệ phí |
        I | Số thu phí, lệ phí | =SUM(C{+1}:C{+2})
        1 | Lệ phí hộ tịch | 50.000.000
        2 | Phí chứng thực | 70.000.000
        II | Chi từ nguồn thu phí được để lại | =SUM(C{+1}:C{+1})
        1 | Chi quản lý hành chính | 80.000.000
        III | Số phí, lệ phí nộp ngân sách | =C4-C7
        B | Dự toán chi ngân sách nhà nước | =C{+1}+C{+2}
        1 | Kinh phí tự chủ | 1.000.000.000
        2 | Kinh phí không tự chủ | 370.000.000
        """,
        1_450_000_000,
        "TAB11",
    ),
    Sheet(
        "travel with two rows of headings",
        """
        Công tác phí
        STT | Họ và tên | Nơi đi công tác | Tiền vé máy bay | | Phụ cấp lưu trú | | | Thuê phòng nghỉ | Tổng cộng
        | | | Số vé | Thành tiền | Số ngày | Mức chi | Thành tiền | |
        1 | Nguyễn Văn A | Hà Nội | 2 | 9.000.000 | 3 | 200.000 | =F{r}*G{r} | 3.000.000 | =E{r}+H{r}+I{r}
        2 | Trần Văn B | Đà Nẵng | 4 | 30.000.000 | 5 | 200.000 | =F{r}*G{r} | 5.000.000 | =E{r}+H{r}+I{r}
        3 | Lê Thị C | Huế | 3 | 25.000.000 | 8 | 200.000 | =F{r}*G{r} | 8.000.000 | =E{r}+H{r}+I{r}
        | Cộng | | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1}) | | | =SUM(H{-3}:H{-1}) | =SUM(I{-3}:I{-1}) | =SUM(J{-3}:J{-1})
        """,
        83_200_000,
        "TAB01",
    ),
    Sheet(
        "travel with merged headings",
        """
        Công tác phí
        STT | Nội dung | Nơi đi công tác | Tàu xe | | Phụ cấp lưu trú | | | Tiền phòng | Tổng cộng
        | | | Số lượt | Thành tiền | Số ngày | Mức chi | Thành tiền | |
        1 | Nguyễn Văn A | Hà Nội | 2 | 9.000.000 | 3 | 200.000 | =F{r}*G{r} | 3.000.000 | =E{r}+H{r}+I{r}
        2 | Trần Văn B | Đà Nẵng | 4 | 30.000.000 | 5 | 200.000 | =F{r}*G{r} | 5.000.000 | =E{r}+H{r}+I{r}
        3 | Lê Thị C | Huế | 3 | 25.000.000 | 8 | 200.000 | =F{r}*G{r} | 8.000.000 | =E{r}+H{r}+I{r}
        | Cộng | | | =SUM(E{-3}:E{-1}) | | | =SUM(H{-3}:H{-1}) | =SUM(I{-3}:I{-1}) | =SUM(J{-3}:J{-1})
        """,
        83_200_000,
        "",
        "A1:A2 B1:B2 C1:C2 D1:E1 F1:H1 I1:I2 J1:J2",
    ),
    Sheet(
        "material, labour, machine",
        """
        Sửa chữa
        STT | Nội dung công việc | Đơn vị | Khối lượng | Vật liệu | Nhân công | Máy
        1 | Trát tường | m2 | 100 | 5.000.000 | 8.000.000 | 500.000
        2 | Sơn tường | m2 | 200 | 7.000.000 | 6.000.000 |
        3 | Lát nền | m2 | 20 | 1.000.000 | 800.000 | 200.000
        | Cộng | | | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1}) | =SUM(G{-3}:G{-1})
        """,
        28_500_000,
        "TAB13",
    ),
    Sheet(
        "material, labour, machine below one heading",
        """
        Sửa chữa
        STT | Nội dung công việc | Đơn vị | Khối lượng | Thành tiền | |
        | | | | Vật liệu | Nhân công | Máy
        1 | Trát tường | m2 | 100 | 5.000.000 | 8.000.000 | 500.000
        2 | Sơn tường | m2 | 200 | 7.000.000 | 6.000.000 |
        3 | Lát nền | m2 | 20 | 1.000.000 | 800.000 | 200.000
        | Cộng | | | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1}) | =SUM(G{-3}:G{-1})
        """,
        28_500_000,
        "TAB13",
        "A1:A2 B1:B2 C1:C2 D1:D2 E1:G1",
    ),
    Sheet(
        "prices and amounts of material, labour, machine",
        """
        Sửa chữa
        STT | Nội dung công việc | Đơn vị | Khối lượng | Đơn giá | | | Thành tiền | |
        | | | | Vật liệu | Nhân công | Máy | Vật liệu | Nhân công | Máy
        1 | Trát tường | m2 | 10 | 50.000 | 80.000 | 5.000 | =D{r}*E{r} | =D{r}*F{r} | =D{r}*G{r}
        2 | Sơn tường | m2 | 20 | 35.000 | 30.000 | | =D{r}*E{r} | =D{r}*F{r} | =D{r}*G{r}
        3 | Lát nền | m2 | 2 | 50.000 | 40.000 | 10.000 | =D{r}*E{r} | =D{r}*F{r} | =D{r}*G{r}
        | Cộng | | | | | | =SUM(H{-3}:H{-1}) | =SUM(I{-3}:I{-1}) | =SUM(J{-3}:J{-1})
        """,
        2_850_000,
        "TAB13",
        "A1:A2 B1:B2 C1:C2 D1:D2 E1:G1 H1:J1",
    ),
    Sheet(
        "rooms beside costs",
        """
        Hai bảng
        STT | Nội dung | Số tiền | | Tên khách | Số phòng | Giá phòng | Tiền phòng
        1 | Nước uống | 5.000.000 | | Ông A | 1 | 500.000 | 500.000
        2 | Tài liệu | 7.000.000 | | Bà B | 2 | 500.000 | 1.000.000
        3 | Hội trường | 8.000.000 | | Ông C | 1 | 700.000 | 700.000
        | Cộng | =SUM(C{-3}:C{-1}) | | | | | 2.200.000
        """,
        20_000_000,
        "TAB01",
    ),
    Sheet(
        "rooms below costs",
        """
        Hai bảng
        STT | Nội dung | Số tiền
        1 | Nước uống | 5.000.000
        2 | Tài liệu | 7.000.000
        3 | Hội trường | 8.000.000
        | Cộng | =SUM(C{-3}:C{-1})
        | |
        Họ tên khách | Số phòng | Tiền phòng
        Ông A | 1 | 500.000
        Bà B | 2 | 1.000.000
        Ông C | 1 | 700.000
        """,
        20_000_000,
        "TAB12",
    ),
    Sheet(
        "a settlement with an advance",
        """
        Quyết toán
        STT | Nội dung | Dự toán được duyệt | Đã tạm ứng | Đề nghị quyết toán | Được quyết toán | Còn phải trả
        1 | Hội trường | 10.000.000 | 5.000.000 | 9.500.000 | 9.500.000 | =F{r}-D{r}
        2 | Tài liệu | 20.000.000 | 10.000.000 | 21.000.000 | 20.000.000 | =F{r}-D{r}
        3 | Báo cáo viên | 18.000.000 | 9.000.000 | 17.000.000 | 17.000.000 | =F{r}-D{r}
        | Cộng | =SUM(C{-3}:C{-1}) | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1}) | =SUM(G{-3}:G{-1})
        """,
        46_500_000,
        "",
    ),
    Sheet(
        "a settlement with an advance and what was paid",
        """
        Quyết toán
        STT | Nội dung | Tạm ứng | Đã thanh toán | Giá trị quyết toán | Còn lại phải trả
        1 | Hội trường | 3.000.000 | 2.000.000 | 9.500.000 | =E{r}-C{r}-D{r}
        2 | Tài liệu | 8.000.000 | 4.000.000 | 20.000.000 | =E{r}-C{r}-D{r}
        3 | Báo cáo viên | 9.000.000 | 5.000.000 | 17.000.000 | =E{r}-C{r}-D{r}
        | Cộng | =SUM(C{-3}:C{-1}) | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1})
        """,
        46_500_000,
        "",
    ),
    Sheet(
        "years alone",
        """
        Nhu cầu
        STT | Nội dung | 2021 | 2022 | 2023
        1 | Bồi dưỡng | 5.000.000 | 6.000.000 | 7.000.000
        2 | Mua sắm | 10.000.000 | 11.000.000 | 12.000.000
        3 | Khác | 3.000.000 | 4.000.000 | 5.000.000
        | Cộng | =SUM(C{-3}:C{-1}) | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1})
        """,
        63_000_000,
        "TAB13",
    ),
    Sheet(
        "names and amounts alone",
        """
        Dự toán
        Khoản mục | Số tiền
        Nước uống | 5.000.000
        Tài liệu | 7.000.000
        Hội trường | 8.000.000
        Tổng cộng | =SUM(B{-3}:B{-1})
        """,
        20_000_000,
        "",
    ),
    Sheet(
        "units of an office",
        """
        Phân bổ
        STT | Đơn vị | Số tiền | Ghi chú
        1 | Văn phòng | 5.000.000 |
        2 | Ban Tổ chức | 7.000.000 |
        3 | Ban Tuyên giáo | 8.000.000 |
        | Cộng | =SUM(C{-3}:C{-1}) |
        """,
        20_000_000,
        "TAB06",
    ),
    Sheet(
        "units and amounts alone",
        """
        Phân bổ
        Đơn vị | Số tiền
        Văn phòng | 5.000.000
        Ban Tổ chức | 7.000.000
        Ban Tuyên giáo | 8.000.000
        Cộng | =SUM(B{-3}:B{-1})
        """,
        20_000_000,
        "TAB06",
    ),
    Sheet(
        "TT over numbers and amounts",
        """
        Mua
        TT | Tên hàng | ĐVT | SL | ĐG | TT
        1 | Giấy A4 | ram | 10 | 75.000 | =D{r}*E{r}
        2 | Bút bi | hộp | 8 | 50.000 | =D{r}*E{r}
        | Cộng | | | | =SUM(F{-2}:F{-1})
        """,
        1_150_000,
        "",
    ),
    Sheet(
        "a list of prices",
        """
        Báo giá
        STT | Tên hàng | Giá
        1 | Giấy A4 | 75.000
        2 | Bút bi | 50.000
        3 | Kẹp | 20.000
        """,
        0,
        "TAB07",
    ),
    Sheet(
        "a list of two prices",
        """
        Bảng giá
        Mặt hàng | Giá bán lẻ | Giá bán buôn
        Giấy A4 | 75.000 | 70.000
        Bút bi | 50.000 | 48.000
        Kẹp | 20.000 | 19.000
        """,
        0,
        "TAB07",
    ),
    Sheet(
        "sources of years",
        """
        Nguồn
        Đơn vị tính: triệu đồng | | | | | | | |
        STT | Nội dung | Tổng cộng | Năm 2024 | | | Năm 2025 | |
        | | | Tổng | NSTW | NSĐP | Tổng | NSTW | NSĐP
        1 | Bồi dưỡng | =D{r}+G{r} | =E{r}+F{r} | 100 | 50 | =H{r}+I{r} | 120 | 30
        2 | Mua sắm | =D{r}+G{r} | =E{r}+F{r} | 200 | 100 | =H{r}+I{r} | 250 | 50
        | Cộng | =SUM(C4:C5) | =SUM(D4:D5) | =SUM(E4:E5) | =SUM(F4:F5) | =SUM(G4:G5) | =SUM(H4:H5) | =SUM(I4:I5)
        """,
        900_000_000,
        "",
    ),
    Sheet(
        "quarters alone",
        """
        Theo quý
        TT | Nội dung | Quý I | Quý II | Quý III | Quý IV
        1 | Tiền lương | 15.000.000 | 15.000.000 | 15.000.000 | 15.000.000
        2 | Điện nước | 4.000.000 | 6.000.000 | 6.000.000 | 4.000.000
        3 | Khác | 5.000.000 | 5.000.000 | 5.000.000 | 5.000.000
        | Tổng cộng | =SUM(C{-3}:C{-1}) | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1})
        """,
        100_000_000,
        "TAB13",
    ),
    Sheet(
        "sources alone",
        """
        Nguồn
        STT | Nội dung | Ngân sách tỉnh | Ngân sách huyện | Xã hội hóa
        1 | Bồi dưỡng | 20.000.000 | 10.000.000 | 5.000.000
        2 | Mua sắm | 30.000.000 | 20.000.000 | 5.000.000
        | Cộng | =SUM(C{-2}:C{-1}) | =SUM(D{-2}:D{-1}) | =SUM(E{-2}:E{-1})
        """,
        90_000_000,
        "TAB13",
    ),
    Sheet(
        "increase and decrease",
        """
        Điều chỉnh
        STT | Nội dung | Dự toán đã giao | Điều chỉnh tăng | Điều chỉnh giảm | Dự toán sau điều chỉnh
        1 | Hội nghị | 50.000.000 | 10.000.000 | | =C{r}+D{r}-E{r}
        2 | Mua sắm | 60.000.000 | | 15.000.000 | =C{r}+D{r}-E{r}
        | Cộng | =SUM(C{-2}:C{-1}) | =SUM(D{-2}:D{-1}) | =SUM(E{-2}:E{-1}) | =SUM(F{-2}:F{-1})
        """,
        105_000_000,
    ),
    Sheet(
        "a ledger",
        """
        Sổ quỹ
        Ngày tháng | Số phiếu | Diễn giải | Thu | Chi | Tồn quỹ
        | | Số dư đầu kỳ | | | 10.000.000
        1/1/2024 | PT01 | Rút tiền gửi | 50.000.000 | | =F{-1}+D{r}-E{r}
        5/1/2024 | PC01 | Chi tiếp khách | | 3.000.000 | =F{-1}+D{r}-E{r}
        9/1/2024 | PC02 | Chi mua sắm | | 40.000.000 | =F{-1}+D{r}-E{r}
        | | Cộng phát sinh | =SUM(D3:D5) | =SUM(E3:E5) |
        """,
        43_000_000,
        "TAB01",
    ),
    Sheet(
        "an advance in rows",
        """
        Thanh toán
        STT | Nội dung | Số tiền
        I | Số tiền tạm ứng | 20.000.000
        II | Số tiền đã chi | =SUM(C{+1}:C{+2})
        1 | Nước uống | 8.000.000
        2 | Hội trường | 10.000.000
        III | Chênh lệch | =C2-C3
        1 | Số tạm ứng chi không hết | =C6
        """,
        18_000_000,
        "",
    ),
    Sheet(
        "units by kinds of costs",
        """
        Phân bổ
        STT | Đơn vị | Hội nghị | Mua sắm | Sửa chữa | Tổng cộng
        1 | Văn phòng | 10.000.000 | 5.000.000 | 10.000.000 | =SUM(C{r}:E{r})
        2 | Ban Tổ chức | 8.000.000 | 7.000.000 | 10.000.000 | =SUM(C{r}:E{r})
        3 | Ban Tuyên giáo | 9.000.000 | 6.000.000 | 10.000.000 | =SUM(C{r}:E{r})
        | Cộng | =SUM(C{-3}:C{-1}) | =SUM(D{-3}:D{-1}) | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1})
        """,
        75_000_000,
        "TAB06",
    ),
    Sheet(
        "a table of income above one of costs",
        """
        Thu chi
        A. PHẦN THU |
        STT | Nội dung thu | Số tiền
        1 | Thu hội phí | 80.000.000
        2 | Thu tài trợ | 20.000.000
        | Tổng thu | =SUM(C3:C4)
        | |
        B. PHẦN CHI |
        STT | Nội dung chi | Số tiền
        1 | Chi hội nghị | 30.000.000
        2 | Chi thăm hỏi | 15.000.000
        3 | Chi văn phòng phẩm | 8.000.000
        | Tổng chi | =SUM(C9:C11)
        """,
        53_000_000,
        "TAB06 TAB11",
    ),
    Sheet(
        "a table of income beside one of costs",
        """
        Thu chi
        | PHẦN THU | | | | PHẦN CHI |
        STT | Nội dung | Số tiền | | STT | Nội dung | Số tiền
        1 | Thu hội phí | 80.000.000 | | 1 | Chi hội nghị | 30.000.000
        2 | Thu tài trợ | 20.000.000 | | 2 | Chi thăm hỏi | 15.000.000
        | | | | 3 | Chi văn phòng phẩm | 8.000.000
        | Tổng thu | =SUM(C3:C5) | | | Tổng chi | =SUM(G3:G5)
        """,
        53_000_000,
        "TAB11",
    ),
    Sheet(
        "a commune's budget",
        """
        Ngân sách xã
        Đơn vị: nghìn đồng | |
        STT | Nội dung | Dự toán năm
        | TỔNG SỐ THU | =C4+C5
        1 | Các khoản thu 100% | 200.000
        2 | Thu bổ sung từ ngân sách cấp trên | 800.000
        | TỔNG SỐ CHI | =C7+C8+C9
        1 | Chi đầu tư phát triển | 300.000
        2 | Chi thường xuyên | 650.000
        3 | Dự phòng | 50.000
        """,
        1_000_000_000,
        "TAB11",
    ),
    Sheet(
        "travel without a total",
        """
        Công tác phí
        STT | Họ và tên | Số ngày | Tiền tàu xe | Phụ cấp lưu trú | Tiền phòng nghỉ
        1 | Nguyễn Văn A | 3 | 4.000.000 | 600.000 | 1.200.000
        2 | Trần Văn B | 3 | 4.000.000 | 600.000 | 1.200.000
        3 | Lê Thị C | 3 | | 600.000 | 1.200.000
        | Tổng cộng | | =SUM(D2:D4) | =SUM(E2:E4) | =SUM(F2:F4)
        """,
        13_400_000,
        "TAB13",
    ),
    Sheet(
        "travel, days and nights",
        """
        Công tác phí
        STT | Họ tên | Tiền xe | Lưu trú | | | Phòng nghỉ | | | Thành tiền
        | | | Ngày | Mức | Tiền | Đêm | Mức | Tiền |
        1 | A Văn | 2.000.000 | 3 | 200.000 | =D{r}*E{r} | 2 | 500.000 | =G{r}*H{r} | =C{r}+F{r}+I{r}
        2 | B Văn | 3.000.000 | 5 | 200.000 | =D{r}*E{r} | 4 | 500.000 | =G{r}*H{r} | =C{r}+F{r}+I{r}
        3 | C Thị | 1.000.000 | 0 | 200.000 | =D{r}*E{r} | 2 | 500.000 | =G{r}*H{r} | =C{r}+F{r}+I{r}
        | Cộng | =SUM(C3:C5) | | | =SUM(F3:F5) | | | =SUM(I3:I5) | =SUM(J3:J5)
        """,
        11_600_000,
        "",
    ),
    Sheet(
        "amounts of material and labour",
        """
        Sửa chữa
        STT | Mã hiệu | Công việc | Đơn vị | KL | Đơn giá VL | Đơn giá NC | Thành tiền VL | Thành tiền NC
        1 | AK.21 | Trát tường | m2 | 10 | 50.000 | 80.000 | =E{r}*F{r} | =E{r}*G{r}
        2 | AK.84 | Sơn tường | m2 | 5 | 35.000 | 35.000 | =E{r}*F{r} | =E{r}*G{r}
        | | Cộng | | | | | =SUM(H2:H3) | =SUM(I2:I3)
        """,
        1_650_000,
        "TAB13",
    ),
    Sheet(
        "two years of a scheme",
        """
        Nhu cầu
        NHU CẦU KINH PHÍ GIAI ĐOẠN 2024-2025 |
        STT | Nội dung | Kinh phí năm 2024 | Kinh phí năm 2025
        1 | Bồi dưỡng | 5.000.000 | 6.000.000
        2 | Mua sắm | 18.000.000 | 12.000.000
        | Cộng | =SUM(C3:C4) | =SUM(D3:D4)
        """,
        41_000_000,
        "TAB13",
    ),
    Sheet(
        "petrol by kilometres",
        """
        Xăng xe
        STT | Biển số xe | Lái xe | Số km | Định mức (lít/100km) | Số lít | Đơn giá | Thành tiền
        1 | 60A-1 | Nguyễn A | 2.000 | 12 | =D{r}*E{r}/100 | 25.000 | =F{r}*G{r}
        2 | 60A-2 | Trần B | 2.200 | 12 | =D{r}*E{r}/100 | 25.000 | =F{r}*G{r}
        | Cộng | | =SUM(D2:D3) | | =SUM(F2:F3) | | =SUM(H2:H3)
        """,
        12_600_000,
        "TAB01 TAB06",
    ),
    Sheet(
        "a factor under an unknown heading",
        """
        Tiếp khách
        STT | Nội dung | Số người | Số mâm | Mức chi | Thành tiền
        1 | Đoàn kiểm tra | 12 | 2 | 300.000 | =C{r}*D{r}*E{r}
        2 | Đoàn giám sát | 10 | 1 | 300.000 | =C{r}*D{r}*E{r}
        3 | Đoàn kết nghĩa | 15 | 2 | 250.000 | =C{r}*D{r}*E{r}
        | Cộng | | | | =SUM(F{-3}:F{-1})
        """,
        17_700_000,
    ),
    Sheet(
        "sections called like a signature",
        """
        Phòng ban
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        A | PHÒNG TỔNG HỢP
        1 | Văn phòng phẩm | 12 | 1.500.000 | =C{r}*D{r}
        | Cộng A | | | =SUM(E{-1}:E{-1})
        B | PHÒNG TÀI CHÍNH
        1 | Văn phòng phẩm | 12 | 1.800.000 | =C{r}*D{r}
        2 | Phần mềm | 1 | 18.000.000 | =C{r}*D{r}
        | Cộng B | | | =SUM(E{-2}:E{-1})
        | TỔNG CỘNG A+B | | | =E{-5}+E{-1}
        """,
        57_600_000,
    ),
    Sheet(
        "shares of a total, the last of which is what the others leave",
        """
        Hội nghị
        TT | Nội dung | Số lượng | Đơn giá | Thành tiền
        1 | Hội trường | 1 | 8.000.000 | =C{r}*D{r}
        2 | Nước uống | 150 | 40.000 | =C{r}*D{r}
        | Tổng cộng | | | =SUM(E{-2}:E{-1})
        | Trong đó: Ngân sách Đảng | | | 9.000.000
        | Nguồn khác | | | =E{-2}-E{-1}
        """,
        14_000_000,
    ),
    Sheet(
        "a cash book: numbers of vouchers under Thu and Chi are no money",
        """
        Sổ quỹ
        Ngày | Số phiếu | | Diễn giải | Số tiền
        | Thu | Chi | | Thu | Chi
        2/6 | PT01 | | Rút dự toán | 50.000.000 |
        4/6 | | PC01 | Văn phòng phẩm | | 6.350.000
        10/6 | | PC02 | Tiếp khách | | 8.200.000
        | | | Cộng phát sinh | =SUM(E{-3}:E{-1}) | =SUM(F{-3}:F{-1})
        """,
        14_550_000,
        merged="B1:C1 E1:F1 A1:A2 D1:D2",
    ),
    Sheet(
        "what is left of income after costs, called so without letters",
        """
        Thu chi
        STT | Nội dung | Dự toán
        A | TỔNG SỐ THU | =C{+1}+C{+2}
        1 | Thu học phí | 420.000.000
        2 | Thu dịch vụ | 185.000.000
        B | TỔNG SỐ CHI | =SUM(C{+1}:C{+2})
        1 | Chi lương | 380.000.000
        2 | Chi hoạt động | 165.000.000
        C | CHÊNH LỆCH THU - CHI | =C2-C5
        """,
        545_000_000,
        "TAB11",
        left=60_000_000,
    ),
    Sheet(
        "a payment with a tax below the sum, and both rounded",
        """
        Thanh toán
        STT | Công việc | ĐVT | Kỳ trước | Kỳ này | Đơn giá | Giá trị thanh toán
        1 | Đào móng | m3 | 120 | 80 | 95.000 | =E{r}*F{r}
        2 | Bê tông lót | m3 | 18 | 18 | 1.150.000 | =E{r}*F{r}
        3 | Xây tường | m3 | 10 | 40 | 1.680.000 | =E{r}*F{r}
        4 | Cốt thép | kg | 1.500 | 2.000 | 21.500 | =E{r}*F{r}
        | Cộng | | | | | =SUM(G{-4}:G{-1})
        | Thuế VAT 8% | | | | | =G{-1}*8%
        | Tổng cộng (làm tròn) | | | | | =ROUND(G{-2}+G{-1},-3)
        """,
        149_580_000,
    ),
    Sheet(
        "an amount in foreign money beside the same in đồng",
        """
        Đoàn ra
        STT | Nội dung | Số người | Số ngày | Định mức (USD) | Thành tiền (USD) | Quy đổi VND
        1 | Vé máy bay | 5 | 1 | 900 | =C{r}*D{r}*E{r} | =F{r}*25400
        2 | Phòng nghỉ | 5 | 6 | 110 | =C{r}*D{r}*E{r} | =F{r}*25400
        3 | Tiền ăn | 5 | 7 | 80 | =C{r}*D{r}*E{r} | =F{r}*25400
        | Tổng cộng | | | | =SUM(F{-3}:F{-1}) | =SUM(G{-3}:G{-1})
        """,
        269_240_000,
        "TAB01",
    ),
]
