"""Estimates, quotations, lists of purchases as offices make them: what they cost."""

from tests.support.faults.office import Office, office

TITLE = """
    VĂN PHÒNG HUYỆN ỦY |
    DỰ TOÁN KINH PHÍ NĂM 2024 |
"""
SIGNED = """
    |
    NGƯỜI LẬP BIỂU | | | | CHÁNH VĂN PHÒNG
"""


def estimates() -> dict[str, Office]:
    """Name → workbook; every one of them is right."""
    return {
        "conference": office(
            f"""
            Dự toán
            {TITLE}
            | | | | | Đơn vị tính: đồng
            @ | ordinal name unit quantity price amount note
            STT | Nội dung chi | ĐVT | Số lượng | Đơn giá | Thành tiền | Ghi chú
            head#A: I | Hội nghị triển khai | | | | =SUM(F{{+1}}:F{{+3}}) |
            line: 1 | Nước uống đại biểu | người | 120 | 20.000 | =D{{r}}*E{{r}} |
            line: 2 | Thuê hội trường | buổi | 2 | 5.000.000 | =D{{r}}*E{{r}} | 01 ngày
            line: 3 | In tài liệu | bộ | 120 | 35.000 | =D{{r}}*E{{r}} |
            head#B: II | Hội nghị tổng kết | | | | =SUM(F{{+1}}:F{{+3}}) |
            line: 1 | Nước uống đại biểu tổng kết | người | 80 | 20.000 | =D{{r}}*E{{r}} |
            line: 2 | Trang trí khánh tiết | lần | 1 | 3.500.000 | =D{{r}}*E{{r}} |
            line: 3 | Báo cáo viên | buổi | 4 | 600.000 | =D{{r}}*E{{r}} |
            sum: | Tổng cộng (I+II) | | | | =F{{A}}+F{{B}} |
            words: Bằng chữ: {{words}}./.
            {SIGNED}
            """,
            24_100_000,
        ),
        "thousands with a row of numbers": office(
            """
            Du toan
            DỰ TOÁN CHI HOẠT ĐỘNG |
            | | | | | | ĐVT: nghìn đồng
            @ | ordinal name unit quantity days price amount
            TT | Nội dung | ĐVT | Số người | Số ngày | Mức chi | Thành tiền
            numbers: A | B | C | 1 | 2 | 3 | 4=1x2x3
            line: 1 | Công tác phí | người | 12 | 3 | 200 | =D{r}*E{r}*F{r}
            line: 2 | Thuê phòng nghỉ | người | 12 | 2 | 350 | =D{r}*E{r}*F{r}
            line: 3 | Bồi dưỡng báo cáo viên | người | 2 | 3 | 1.000 | =D{r}*E{r}*F{r}
            line: 4 | Nước uống | người | 60 | 3 | 20 | =D{r}*E{r}*F{r}
            line: 5 | Thuê xe | chuyến | 2 | 3 | 1.500 | =D{r}*E{r}*F{r}
            sum: | Cộng | | | | | =SUM(G{-5}:G{-1})
            words: Số tiền bằng chữ: {words}
            """,
            34_200_000,
        ),
        "a list of purchases": office(
            """
            Mua sắm
            KẾ HOẠCH MUA SẮM TÀI SẢN NĂM 2024 |
            @ | ordinal name detail unit quantity price amount
            STT | Tên tài sản | Quy cách | ĐVT | Số lượng | Đơn giá | Thành tiền
            line: 1 | Máy vi tính để bàn | Core i5, RAM 8GB | bộ | 6 | 14.500.000 | =E{r}*F{r}
            line: 2 | Máy in laser | In hai mặt | cái | 3 | 7.800.000 | =E{r}*F{r}
            line: 3 | Bàn làm việc | Gỗ 1m6 | cái | 8 | 3.200.000 | =E{r}*F{r}
            line: 4 | Ghế xoay | Lưng cao | cái | 8 | 1.450.000 | =E{r}*F{r}
            line: 5 | Tủ tài liệu | Sắt hai cánh | cái | 5 | 4.100.000 | =E{r}*F{r}
            line: 6 | Máy scan | A4 hai mặt | cái | 2 | 11.900.000 | =E{r}*F{r}
            sum: | Tổng cộng | | | | | =SUM(G{-6}:G{-1})
            words: (Bằng chữ: {words})
            """,
            191_900_000,
        ),
        "subtotals below their groups": office(
            """
            Sheet1
            DỰ TOÁN SỬA CHỮA TRỤ SỞ |
            @ | ordinal name unit quantity price amount
            STT | Hạng mục | Đơn vị | Khối lượng | Đơn giá (đồng) | Thành tiền (đồng)
            group: A | Phần xây | | | |
            line: 1 | Xây tường gạch | m3 | 12,5 | 1.850.000 | =D{r}*E{r}
            line: 2 | Trát tường | m2 | 240 | 95.000 | =D{r}*E{r}
            line: 3 | Lát nền | m2 | 86 | 310.000 | =D{r}*E{r}
            sum#A: | Cộng phần A | | | | =SUM(F{-3}:F{-1})
            group: B | Phần sơn | | | |
            line: 1 | Sơn trong nhà | m2 | 410 | 62.000 | =D{r}*E{r}
            line: 2 | Sơn ngoài nhà | m2 | 180 | 88.000 | =D{r}*E{r}
            line: 3 | Bả tường | m2 | 410 | 28.000 | =D{r}*E{r}
            sum#B: | Cộng phần B | | | | =SUM(F{-3}:F{-1})
            sum: | Tổng cộng | | | | =F{A}+F{B}
            """,
            125_325_000,
        ),
        "the total above, numbered 1, 1.1": office(
            """
            Biểu 01
            | | | | ĐVT: 1.000 đồng
            @ | ordinal name quantity price amount
            STT | Nội dung | Số lượng | Mức chi | Kinh phí
            sum: | TỔNG SỐ | | | =E{1}+E{2}+E{3}
            head#1: 1 | Tập huấn | | | =SUM(E{+1}:E{+2})
            line: 1.1 | Thuê giảng viên | 6 | 1.200 | =C{r}*D{r}
            line: 1.2 | Tài liệu tập huấn | 90 | 45 | =C{r}*D{r}
            head#2: 2 | Tuyên truyền | | | =SUM(E{+1}:E{+3})
            line: 2.1 | Băng rôn | 20 | 250 | =C{r}*D{r}
            line: 2.2 | Tờ rơi | 3.000 | 3 | =C{r}*D{r}
            line: 2.3 | Phát thanh | 24 | 150 | =C{r}*D{r}
            head#3: 3 | Kiểm tra, giám sát | | | =SUM(E{+1}:E{+2})
            line: 3.1 | Công tác phí kiểm tra | 18 | 200 | =C{r}*D{r}
            line: 3.2 | Xăng xe | 400 | 22 | =C{r}*D{r}
            """,
            41_250_000,
        ),
        "a quotation with tax below": office(
            """
            Báo giá
            CÔNG TY TNHH AN PHÚ |
            BẢNG BÁO GIÁ |
            @ | ordinal name unit quantity price amount
            STT | Tên hàng hóa | ĐVT | SL | Đơn giá | Thành tiền
            line: 1 | Máy photocopy | cái | 1 | 62.000.000 | =D{r}*E{r}
            line: 2 | Mực in | hộp | 12 | 1.250.000 | =D{r}*E{r}
            line: 3 | Giấy A4 | ram | 200 | 72.000 | =D{r}*E{r}
            line: 4 | Bìa hồ sơ | cái | 300 | 9.500 | =D{r}*E{r}
            sum#A: | Cộng tiền hàng | | | | =SUM(F{-4}:F{-1})
            tax: | Thuế GTGT 10% | | | | =F{A}*10%
            sum: | Tổng cộng thanh toán | | | | =F{A}+F{-1}
            words: Bằng chữ: {words}
            Ghi chú: Giá trên có hiệu lực trong 30 ngày. |
            """,
            103_675_000,
        ),
        "tax by the line": office(
            """
            Báo giá
            @ | ordinal name unit quantity price amount rate tax gross
            STT | Tên hàng | ĐVT | Số lượng | Đơn giá | Thành tiền | Thuế suất | Tiền thuế | Tổng thanh toán
            line: 1 | Máy chiếu | cái | 2 | 18.000.000 | =D{r}*E{r} | 0,1 | =F{r}*G{r} | =F{r}+H{r}
            line: 2 | Màn chiếu | cái | 2 | 2.400.000 | =D{r}*E{r} | 0,1 | =F{r}*G{r} | =F{r}+H{r}
            line: 3 | Loa hội trường | bộ | 1 | 15.600.000 | =D{r}*E{r} | 0,08 | =F{r}*G{r} | =F{r}+H{r}
            line: 4 | Micro | cái | 4 | 1.900.000 | =D{r}*E{r} | 0,08 | =F{r}*G{r} | =F{r}+H{r}
            sum: | Tổng cộng | | | | =SUM(F{-4}:F{-1}) | | =SUM(H{-4}:H{-1}) | =SUM(I{-4}:I{-1})
            """,
            69_936_000,
        ),
        "phases with merged headings": office(
            """
            Phân kỳ
            @ | ordinal name unit price q1 m1 q2 m2 amount
            TT | Nội dung | ĐVT | Đơn giá | Giai đoạn I | | Giai đoạn II | | Tổng kinh phí
            | | | | Số lượng | Thành tiền | Số lượng | Thành tiền |
            line: 1 | Lớp bồi dưỡng nghiệp vụ | lớp | 24.000.000 | 2 | =D{r}*E{r} | 3 | =D{r}*G{r} | =F{r}+H{r}
            line: 2 | Máy vi tính | bộ | 14.000.000 | 4 | =D{r}*E{r} | 6 | =D{r}*G{r} | =F{r}+H{r}
            line: 3 | Tủ hồ sơ | cái | 4.500.000 | 3 | =D{r}*E{r} | 3 | =D{r}*G{r} | =F{r}+H{r}
            line: 4 | Hội thảo | lần | 9.000.000 | 1 | =D{r}*E{r} | 2 | =D{r}*G{r} | =F{r}+H{r}
            sum: | Cộng | | | | =SUM(F{-4}:F{-1}) | | =SUM(H{-4}:H{-1}) | =SUM(I{-4}:I{-1})
            """,
            314_000_000,
            {"Phân kỳ": "A1:A2 B1:B2 C1:C2 D1:D2 E1:F1 G1:H1 I1:I2"},
        ),
        "years beside the amount": office(
            """
            Theo năm
            @ | ordinal name quantity price amount year year2 year3
            STT | Nội dung | Số lượng | Đơn giá | Thành tiền | Kinh phí năm 2024 | Kinh phí năm 2025 | Kinh phí năm 2026
            line: 1 | Đào tạo tin học | 6 | 12.000.000 | =C{r}*D{r} | 24.000.000 | 24.000.000 | 24.000.000
            line: 2 | Số hóa hồ sơ | 9.000 | 2.500 | =C{r}*D{r} | 10.000.000 | 7.500.000 | 5.000.000
            line: 3 | Mua tủ hồ sơ | 8 | 4.200.000 | =C{r}*D{r} | 12.600.000 | 12.600.000 | 8.400.000
            line: 4 | Thuê đường truyền | 36 | 800.000 | =C{r}*D{r} | 9.600.000 | 9.600.000 | 9.600.000
            line: 5 | Bảo trì máy | 6 | 3.000.000 | =C{r}*D{r} | 6.000.000 | 6.000.000 | 6.000.000
            sum: | Tổng cộng | | | =SUM(E{-5}:E{-1}) | =SUM(F{-5}:F{-1}) | =SUM(G{-5}:G{-1}) | =SUM(H{-5}:H{-1})
            words: Tổng số tiền (viết bằng chữ): {words}
            """,
            174_900_000,
        ),
        "sources beside the amount": office(
            """
            Nguồn
            @ | ordinal name quantity price amount source source2 source3
            STT | Nội dung | Số lượng | Đơn giá | Thành tiền | Ngân sách tỉnh | Ngân sách huyện | Xã hội hóa
            line: 1 | Lớp bồi dưỡng | 5 | 15.000.000 | =C{r}*D{r} | 45.000.000 | 30.000.000 | 0
            line: 2 | Hội thi | 2 | 22.000.000 | =C{r}*D{r} | 20.000.000 | 14.000.000 | 10.000.000
            line: 3 | Tài liệu | 1.000 | 18.000 | =C{r}*D{r} | 12.000.000 | 6.000.000 | 0
            line: 4 | Khen thưởng | 20 | 500.000 | =C{r}*D{r} | 0 | 6.000.000 | 4.000.000
            sum: | Cộng | | | =SUM(E{-4}:E{-1}) | =SUM(F{-4}:F{-1}) | =SUM(G{-4}:G{-1}) | =SUM(H{-4}:H{-1})
            """,
            147_000_000,
        ),
        "quarters with a row of numbers": office(
            """
            Quý
            | | | | | | Đơn vị: triệu đồng
            @ | ordinal name amount quarter quarter2 quarter3 quarter4
            STT | Nội dung | Dự toán năm | Quý I | Quý II | Quý III | Quý IV
            numbers: A | B | 1=2+3+4+5 | 2 | 3 | 4 | 5
            line: 1 | Tiền điện | =SUM(D{r}:G{r}) | 24 | 31 | 33 | 26
            line: 2 | Văn phòng phẩm | =SUM(D{r}:G{r}) | 12 | 10 | 9 | 14
            line: 3 | Xăng xe | =SUM(D{r}:G{r}) | 18 | 20 | 21 | 19
            line: 4 | Hội nghị | =SUM(D{r}:G{r}) | 40 | 15 | 15 | 60
            line: 5 | Sửa chữa nhỏ | =SUM(D{r}:G{r}) | 5 | 12 | 8 | 5
            sum: | Tổng cộng | =SUM(C{-5}:C{-1}) | =SUM(D{-5}:D{-1}) | =SUM(E{-5}:E{-1}) | =SUM(F{-5}:F{-1}) | =SUM(G{-5}:G{-1})
            """,
            397_000_000,
        ),
        "two tables a sheet": office(
            """
            Đề án
            DỰ TOÁN ĐỀ ÁN |
            1. Bồi dưỡng |
            @ | ordinal name quantity price amount
            TT | Nội dung | Số lớp | Đơn giá | Thành tiền
            line: 1 | Lớp nghiệp vụ văn phòng | 4 | 18.000.000 | =C{r}*D{r}
            line: 2 | Lớp tin học | 3 | 12.500.000 | =C{r}*D{r}
            line: 3 | Lớp ngoại ngữ | 2 | 21.000.000 | =C{r}*D{r}
            sum#A: | Cộng (1) | | | =SUM(E{-3}:E{-1})
            |
            2. Mua sắm |
            @ | ordinal name quantity price amount
            TT | Nội dung | Số lượng | Đơn giá | Thành tiền
            line: 1 | Máy vi tính | 5 | 14.000.000 | =C{r}*D{r}
            line: 2 | Máy in | 2 | 6.500.000 | =C{r}*D{r}
            line: 3 | Tủ sắt | 4 | 4.300.000 | =C{r}*D{r}
            sum#B: | Cộng (2) | | | =SUM(E{-3}:E{-1})
            |
            sum: | Tổng cộng (1+2) | | | =E{A}+E{B}
            """,
            251_700_000,
        ),
        "a summary of links": office(
            """
            Bồi dưỡng CB
            @ | ordinal name quantity price amount
            STT | Nội dung | Số lớp | Đơn giá | Thành tiền
            line: 1 | Lớp nghiệp vụ | 4 | 18.000.000 | =C{r}*D{r}
            line: 2 | Lớp tin học | 3 | 12.500.000 | =C{r}*D{r}
            line: 3 | Lớp văn thư | 2 | 9.000.000 | =C{r}*D{r}
            sum: | Cộng | | | =SUM(E{-3}:E{-1})
            Trang thiết bị
            @ | ordinal name quantity price amount
            STT | Tên thiết bị | Số lượng | Đơn giá | Thành tiền
            line: 1 | Máy vi tính | 5 | 14.000.000 | =C{r}*D{r}
            line: 2 | Máy in | 2 | 6.500.000 | =C{r}*D{r}
            line: 3 | Bàn ghế | 6 | 4.800.000 | =C{r}*D{r}
            sum: | Cộng | | | =SUM(E{-3}:E{-1})
            Biểu chung
            BIỂU TỔNG HỢP KINH PHÍ |
            @ | ordinal name amount
            STT | Nội dung | Kinh phí
            link: 1 | Bồi dưỡng cán bộ | ='Bồi dưỡng CB'!E5
            link: 2 | Mua sắm trang thiết bị | ='Trang thiết bị'!E5
            sum: | Tổng cộng | =SUM(C{-2}:C{-1})
            words: Bằng chữ: {words}
            """,
            239_300_000,
        ),
        "subtotals by the program": office(
            """
            Sheet1
            @ | name group unit quantity price amount
            Nội dung | Nhóm | ĐVT | Số lượng | Đơn giá | Thành tiền
            line: Máy tính | Thiết bị | cái | 3 | 14.000.000 | =D{r}*E{r}
            line: Máy in | Thiết bị | cái | 2 | 6.000.000 | =D{r}*E{r}
            line: Máy quét | Thiết bị | cái | 1 | 9.500.000 | =D{r}*E{r}
            sum: | Thiết bị Tổng | | | | =SUBTOTAL(9,F{-3}:F{-1})
            line: Bàn | Nội thất | cái | 6 | 2.500.000 | =D{r}*E{r}
            line: Ghế | Nội thất | cái | 12 | 900.000 | =D{r}*E{r}
            line: Tủ | Nội thất | cái | 3 | 4.000.000 | =D{r}*E{r}
            sum: | Nội thất Tổng | | | | =SUBTOTAL(9,F{-3}:F{-1})
            sum: | Tổng cộng | | | | =SUBTOTAL(9,F{-8}:F{-1})
            """,
            101_300_000,
        ),
        "dashes, and parts that are told": office(
            """
            Kinh phí
            DỰ TOÁN KINH PHÍ ĐẠI HỘI |
            @ | ordinal name unit quantity price amount
            TT | Nội dung | ĐVT | SL | Đơn giá | Thành tiền
            head#A: 1 | Chi văn kiện | | | | =SUM(F{+1}:F{+2})
            line: - | In văn kiện | quyển | 300 | 48.000 | =D{r}*E{r}
            line: - | Soạn thảo báo cáo | báo cáo | 3 | 5.000.000 | =D{r}*E{r}
            head#B: 2 | Chi phục vụ | | | | =SUM(F{+1}:F{+3})
            line: - | Nước uống | người | 250 | 40.000 | =D{r}*E{r}
            line: - | Hoa, khẩu hiệu | bộ | 6 | 1.500.000 | =D{r}*E{r}
            line: - | Âm thanh | ngày | 2 | 4.000.000 | =D{r}*E{r}
            sum: | Tổng cộng | | | | =F{A}+F{B}
            part: | Trong đó: ngân sách cấp | | | | 40.000.000
            words: Bằng chữ: {words}
            """,
            56_400_000,
        ),
    }
