"""Settlements, comparisons, allowances, plans of procurement as offices make them: kinds of documents of their own."""

from tests.support.faults.office import Office, office


def accounts() -> dict[str, Office]:
    """Name → workbook; every one of them is right."""
    return {
        "settlement": office(
            """
            Quyết toán
            BẢNG QUYẾT TOÁN KINH PHÍ |
            | | | | Đơn vị tính: đồng
            @ | ordinal name amount spent rest
            STT | Nội dung | Dự toán | Đã chi | Còn lại
            numbers: 1 | 2 | 3 | 4 | 5=3-4
            line: 1 | Chi hội nghị | 30.000.000 | 28.400.000 | =C{r}-D{r}
            line: 2 | Chi tập huấn | 45.000.000 | 45.000.000 | =C{r}-D{r}
            line: 3 | Chi mua sắm | 80.000.000 | 76.350.000 | =C{r}-D{r}
            line: 4 | Chi sửa chữa | 25.000.000 | 19.900.000 | =C{r}-D{r}
            line: 5 | Chi khác | 10.000.000 | 6.250.000 | =C{r}-D{r}
            sum: | Tổng cộng | =SUM(C{-5}:C{-1}) | =SUM(D{-5}:D{-1}) | =SUM(E{-5}:E{-1})
            """,
            190_000_000,
        ),
        "proposal and appraisal": office(
            """
            Thẩm định
            @ | ordinal name unit quantity price amount quantity2 price2 amount2 difference
            STT | Nội dung | ĐVT | Số đề nghị | | | Số thẩm định | | | Chênh lệch
            | | | Số lượng | Đơn giá | Thành tiền | Số lượng | Đơn giá | Thành tiền |
            numbers: (1) | (2) | (3) | (4) | (5) | (6)=(4)x(5) | (7) | (8) | (9)=(7)x(8) | (10)=(6)-(9)
            line: 1 | Máy vi tính | bộ | 6 | 15.000.000 | =D{r}*E{r} | 5 | 14.000.000 | =G{r}*H{r} | =F{r}-I{r}
            line: 2 | Máy in | cái | 3 | 7.000.000 | =D{r}*E{r} | 3 | 6.500.000 | =G{r}*H{r} | =F{r}-I{r}
            line: 3 | Bàn ghế | bộ | 8 | 5.000.000 | =D{r}*E{r} | 6 | 5.000.000 | =G{r}*H{r} | =F{r}-I{r}
            line: 4 | Tủ tài liệu | cái | 4 | 4.500.000 | =D{r}*E{r} | 4 | 4.200.000 | =G{r}*H{r} | =F{r}-I{r}
            sum: | Cộng | | | | =SUM(F{-4}:F{-1}) | | | =SUM(I{-4}:I{-1}) | =SUM(J{-4}:J{-1})
            """,
            136_300_000,
            {"Thẩm định": "A1:A2 B1:B2 C1:C2 D1:F1 G1:I1 J1:J2"},
        ),
        "year against year": office(
            """
            So sánh
            | | | | | Đơn vị: triệu đồng
            @ | ordinal name before done amount difference
            STT | Nội dung | Dự toán năm 2023 | Ước thực hiện năm 2023 | Dự toán năm 2024 | Chênh lệch
            numbers: A | B | 1 | 2 | 3 | 4=3-1
            line: 1 | Chi lương | 2.450 | 2.440 | 2.680 | =E{r}-C{r}
            line: 2 | Chi nghiệp vụ | 820 | 790 | 860 | =E{r}-C{r}
            line: 3 | Chi mua sắm | 300 | 295 | 250 | =E{r}-C{r}
            line: 4 | Chi sửa chữa | 150 | 148 | 180 | =E{r}-C{r}
            sum: | Tổng cộng | =SUM(C{-4}:C{-1}) | =SUM(D{-4}:D{-1}) | =SUM(E{-4}:E{-1}) | =SUM(F{-4}:F{-1})
            """,
            3_970_000_000,
        ),
        "allowance": office(
            """
            Phụ cấp
            BẢNG CHI PHỤ CẤP |
            @ | ordinal name factor base months amount
            STT | Họ và tên | Hệ số | Mức lương cơ sở | Số tháng | Thành tiền
            line: 1 | Nguyễn Văn A | 0,3 | 1.800.000 | 12 | =C{r}*D{r}*E{r}
            line: 2 | Trần Thị B | 0,3 | 1.800.000 | 12 | =C{r}*D{r}*E{r}
            line: 3 | Lê Văn C | 0,2 | 1.800.000 | 10 | =C{r}*D{r}*E{r}
            line: 4 | Phạm Thị D | 0,25 | 1.800.000 | 12 | =C{r}*D{r}*E{r}
            sum: | Cộng | | | | =SUM(F{-4}:F{-1})
            words: Tổng kinh phí bằng chữ: {words}
            """,
            21_960_000,
        ),
        "payroll": office(
            """
            Lương
            BẢNG THANH TOÁN TIỀN LƯƠNG THÁNG 3 NĂM 2024 |
            @ | ordinal name factor basic allowance gross insurance amount
            STT | Họ và tên | Hệ số lương | Lương | Phụ cấp | Tổng thu nhập | Trừ BHXH | Thực lĩnh
            line: 1 | Nguyễn Văn A | 4,98 | =C{r}*1800000 | 900.000 | =D{r}+E{r} | =D{r}*10.5% | =F{r}-G{r}
            line: 2 | Trần Thị B | 3,66 | =C{r}*1800000 | 540.000 | =D{r}+E{r} | =D{r}*10.5% | =F{r}-G{r}
            line: 3 | Lê Văn C | 3 | =C{r}*1800000 | 360.000 | =D{r}+E{r} | =D{r}*10.5% | =F{r}-G{r}
            line: 4 | Phạm Thị D | 2,34 | =C{r}*1800000 | 0 | =D{r}+E{r} | =D{r}*10.5% | =F{r}-G{r}
            sum: | Cộng | | =SUM(D{-4}:D{-1}) | =SUM(E{-4}:E{-1}) | =SUM(F{-4}:F{-1}) | =SUM(G{-4}:G{-1}) | =SUM(H{-4}:H{-1})
            """,
            24_321_780,
        ),
        "source by year": office(
            """
            Nguồn năm
            NHU CẦU KINH PHÍ GIAI ĐOẠN 2024-2026 |
            | | | | | ĐVT: triệu đồng
            @ | ordinal name year year2 year3 amount
            STT | Nguồn kinh phí | Năm 2024 | Năm 2025 | Năm 2026 | Tổng cộng
            line: 1 | Ngân sách tỉnh | 420 | 450 | 480 | =SUM(C{r}:E{r})
            line: 2 | Ngân sách huyện | 180 | 200 | 210 | =SUM(C{r}:E{r})
            line: 3 | Nguồn xã hội hóa | 60 | 80 | 75 | =SUM(C{r}:E{r})
            line: 4 | Nguồn khác | 20 | 20 | 25 | =SUM(C{r}:E{r})
            sum: | Tổng cộng | =SUM(C{-4}:C{-1}) | =SUM(D{-4}:D{-1}) | =SUM(E{-4}:E{-1}) | =SUM(F{-4}:F{-1})
            """,
            2_220_000_000,
        ),
        "shares": office(
            """
            Tỷ trọng
            @ | ordinal name amount share
            STT | Nội dung | Kinh phí | Tỷ lệ (%)
            line: 1 | Bồi dưỡng | 120.000.000 | 40
            line: 2 | Mua sắm | 90.000.000 | 30
            line: 3 | Tuyên truyền | 60.000.000 | 20
            line: 4 | Quản lý | 30.000.000 | 10
            sum: | Tổng cộng | =SUM(C{-4}:C{-1}) | =SUM(D{-4}:D{-1})
            words: Bằng chữ: {words}
            """,
            300_000_000,
        ),
        "budget codes": office(
            """
            Mục lục
            @ | code item name amount spent rest
            Mục | Tiểu mục | Nội dung | Dự toán | Thực hiện | Còn lại
            head#A: 6500 | | Thanh toán dịch vụ công cộng | =SUM(D{+1}:D{+3}) | =SUM(E{+1}:E{+3}) | =D{r}-E{r}
            line: | 6501 | Tiền điện | 96.000.000 | 91.300.000 | =D{r}-E{r}
            line: | 6502 | Tiền nước | 18.000.000 | 17.250.000 | =D{r}-E{r}
            line: | 6503 | Tiền nhiên liệu | 120.000.000 | 118.900.000 | =D{r}-E{r}
            head#B: 6550 | | Vật tư văn phòng | =SUM(D{+1}:D{+2}) | =SUM(E{+1}:E{+2}) | =D{r}-E{r}
            line: | 6551 | Văn phòng phẩm | 60.000.000 | 58.400.000 | =D{r}-E{r}
            line: | 6552 | Mua sắm công cụ | 35.000.000 | 34.990.000 | =D{r}-E{r}
            head#C: 6600 | | Thông tin, liên lạc | =SUM(D{+1}:D{+2}) | =SUM(E{+1}:E{+2}) | =D{r}-E{r}
            line: | 6601 | Cước điện thoại | 24.000.000 | 21.700.000 | =D{r}-E{r}
            line: | 6605 | Thuê bao internet | 15.000.000 | 14.400.000 | =D{r}-E{r}
            sum: | | Tổng cộng | =D{A}+D{B}+D{C} | =E{A}+E{B}+E{C} | =D{r}-E{r}
            """,
            368_000_000,
        ),
        "what is there and what is needed": office(
            """
            Tờ trình
            @ | ordinal name unit stock quantity price amount
            STT | Tên trang thiết bị | ĐVT | Số lượng hiện có | Nhu cầu bổ sung | Đơn giá | Thành tiền
            line: 1 | Máy vi tính | bộ | 8 | 4 | 14.500.000 | =E{r}*F{r}
            line: 2 | Máy in | cái | 3 | 2 | 7.200.000 | =E{r}*F{r}
            line: 3 | Điều hòa | bộ | 5 | 3 | 11.800.000 | =E{r}*F{r}
            line: 4 | Tủ hồ sơ | cái | 10 | 5 | 4.100.000 | =E{r}*F{r}
            sum: | Tổng cộng | | | | | =SUM(G{-4}:G{-1})
            words: Bằng chữ: {words}
            """,
            128_300_000,
        ),
        "an advance": office(
            """
            Tạm ứng
            GIẤY THANH TOÁN TIỀN TẠM ỨNG |
            @ | ordinal name amount
            STT | Diễn giải | Số tiền
            advance: I | Số tiền tạm ứng | 20.000.000
            head#A: II | Số tiền đã chi | =SUM(C{+1}:C{+3})
            line: 1 | Thuê xe | 6.500.000
            line: 2 | Công tác phí | 4.800.000
            line: 3 | Thuê phòng nghỉ | 3.400.000
            rest: III | Chênh lệch nộp lại quỹ (I - II) | =C{-5}-C{A}
            """,
            14_700_000,
        ),
        "packages of a plan": office(
            """
            KHLCNT
            KẾ HOẠCH LỰA CHỌN NHÀ THẦU |
            @ | ordinal name amount fund method way start contract days
            STT | Tên gói thầu | Giá gói thầu | Nguồn vốn | Hình thức LCNT | Phương thức LCNT | Thời gian bắt đầu tổ chức LCNT | Loại hợp đồng | Thời gian thực hiện hợp đồng
            line: 1 | Mua máy vi tính | 480.000.000 | Ngân sách tỉnh | Chào hàng cạnh tranh | Một giai đoạn một túi hồ sơ | Quý II/2024 | Trọn gói | 30 ngày
            line: 2 | In tài liệu | 85.000.000 | Ngân sách tỉnh | Chỉ định thầu rút gọn | Một giai đoạn một túi hồ sơ | Quý I/2024 | Trọn gói | 20 ngày
            line: 3 | Sửa chữa hội trường | 90.000.000 | Ngân sách huyện | Chỉ định thầu rút gọn | Một giai đoạn một túi hồ sơ | Quý III/2024 | Trọn gói | 45 ngày
            sum: | Tổng giá các gói thầu | =SUM(C{-3}:C{-1}) | | | | | |
            """,
            655_000_000,
        ),
    }
