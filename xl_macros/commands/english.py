"""The help of the commands in English: what it says in Vietnamese → the same in English. Read for `--lang en` only."""

import click

EN = {
    "Kiểm tra và tính sổ kinh phí đề án (DeAn VPHU).\n\n"
    "Mã trả về: 0 không có lỗi, 1 có lỗi, 2 không làm được việc được yêu cầu.": (
        "Check and compute cost plans (DeAn VPHU).\n\n"
        "Exit status: 0 no errors, 1 errors found, 2 what was asked could not be done."
    ),
    "Hiện phiên bản rồi thoát.": "Show the version and exit.",
    "Ngôn ngữ: vi hoặc en.": "Language: vi or en.",
    "Cập nhật cột và công thức theo các giai đoạn, năm, nguồn, phần kinh phí đã sửa ở trang Thông tin.\n\n"
    "Số đã gõ giữ đúng giai đoạn, năm; số nào không còn chỗ thì nêu ra. Giữ bản sao trong _sao_luu.": (
        "Make columns and formulas follow the phases, years, sources, categories changed on sheet Thông tin.\n\n"
        "What was typed stays with its phase and year; what has no place is told. A copy is kept in _sao_luu."
    ),
    "Chuyển sổ làm từ mẫu cũ sang mẫu mới nhất: giữ mọi ô nhập, ô vàng; ô nào không có chỗ thì nêu ra.\n\n"
    "Giữ bản sao trong _sao_luu.": (
        "Bring a workbook of an older template to the newest: every input and yellow cell is kept, what has no place "
        "is told.\n\nA copy is kept in _sao_luu."
    ),
    "Phần kinh phí khác, như CT=Công tác phí.": "A further category, such as CT=Công tác phí.",
    "Ghi thành sổ khác; sổ này vẫn như cũ.": "Write another workbook; this one stays as it is.",
    "Kiểm tra các sổ; không ghi gì.": "Check workbooks; writes nothing.",
    "Số tiến trình (mặc định: số nhân của máy).": "Number of processes (default: one a core).",
    "Danh sách đơn vị phải gửi; báo đơn vị nào chưa gửi.": "The offices that have to send; tells which have not.",
    "Số MB bộ nhớ tối đa cho một tệp.": "Megabytes of memory a file may take.",
    "Số giây tối đa cho một tệp.": "Seconds a file may take.",
    "Không dùng kết quả của lần chạy trước.": "Use no results of earlier runs.",
    "Định mức của người thẩm định, được dùng trước định mức trong sổ.": (
        "The reviewer's norms, which go before those of the workbook."
    ),
    "Nói rõ đã hiểu từng bảng, cột, hàng thế nào.": "Tell how each table, column and row was understood.",
    "Chạy lại mỗi khi một tệp đổi; dừng bằng Ctrl+C.": "Run again whenever a file changes; Ctrl+C ends it.",
    "Chạy trên cụm máy Dask ở địa chỉ này.": "Run on the Dask cluster at this address.",
    "In đủ mọi phát hiện, kể cả khi có nhiều phát hiện giống nhau.": "Print every finding, however many are alike.",
    "Không báo tiến độ.": "Show no progress.",
    "Chỉ in các cài đặt đang có hiệu lực và tệp cài đặt được dùng.": "Only print the settings in force and their file.",
    "Chỉ đếm: mỗi quy tắc có bao nhiêu phát hiện, ở mấy tệp.": "Only count: findings by rule, in how many files.",
    "Cảnh báo đã giải trình thì không tính.": "Warnings that were explained do not count.",
    "Mức nào thì trả về mã 1.": "From which severity on the exit status is 1.",
    "Mức nào thì mã 1.": "From which severity on the exit status is 1.",
    "Ghi thêm kết quả vào tệp, dạng theo đuôi tệp (.html, .json, .csv, .sarif, .xml…); lặp lại được.": (
        "Write the results to a file as well, in the format its name ends in (.html, .json, .csv, .sarif, .xml…); "
        "may be given again."
    ),
    "Đưa dòng vào bảng của sổ: đủ công thức, mã kế tiếp, được mọi tổng cộng vào (có giữ bản sao lưu).\n\n"
    "Không nêu gì thêm: các dòng đã gõ ngay dưới bảng hoặc chèn vào bảng mà còn thiếu công thức, thiếu mã.": (
        "Make rows part of the workbook's tables: formulas, the next code, counted by every sum (keeps a copy).\n\n"
        "Without more: the rows typed just below a table or inserted into one that lack formulas or a code."
    ),
    "Thêm một dòng trống vào bảng của trang này.": "Add a blank row to the table of this sheet.",
    "Chép dòng có mã này thành dòng mới, mã kế tiếp.": "Copy the row of this code as a new one, with the next code.",
    "Dạng kết quả in ra.": "Format of what is printed.",
    "Dạng in ra.": "Format of what is printed.",
    "Dạng kết quả.": "Format of the result.",
    "Tệp cài đặt; không ghi thì dùng vphu.toml gần nhất, từ thư mục đang đứng ngược lên.": (
        "Settings file; else the nearest vphu.toml, from the working directory upwards."
    ),
    "Bỏ qua những mã hoặc nhóm này.": "Leave out these codes or families.",
    "Chỉ những mã hoặc nhóm này (ROW, TOT02).": "Only these codes or families (ROW, TOT02).",
    "Tính kinh phí theo giai đoạn, năm, nguồn; không ghi gì.": "Money by phase, year and source; writes nothing.",
    "Lập kế hoạch mua sắm theo năm; không ghi gì.": "The procurement schedule by year; writes nothing.",
    "Lập bảng tổng hợp; không ghi gì.": "The summary; writes nothing.",
    "So thực hiện với kế hoạch theo năm, nguồn, dòng, quý, mục; không ghi gì.": (
        "Spending against the plan by year, source, line, quarter and budget item; writes nothing."
    ),
    "Thẩm định cả đợt: tổng quan, sổ có ý kiến, phiếu yêu cầu giải trình, bảng thẩm định; không ghi gì vào các sổ.": (
        "A reviewer's round: overview, workbooks with remarks, letters, appraisal tables; changes no workbook."
    ),
    "Thư mục ghi kết quả; phải chưa có hoặc còn trống.": "Folder for the results; new or empty.",
    "Thư mục kết quả của vòng trước: chỉ nêu điều gì mới, còn, hết.": (
        "Results of the last round: tells what is new, still open, gone."
    ),
    "Chỉ ghi mẫu phiếu có sẵn ra tệp này để sửa lại.": "Only write our template of the letter here, to be changed.",
    "Gộp kinh phí của nhiều sổ vào một bảng; không ghi gì vào các sổ.": (
        "The money of many workbooks in one table; the workbooks stay as they are."
    ),
    "Chia theo hạng mục, giai đoạn, năm hay nguồn.": "Divide by category, phase, year or source.",
    "Ghi bảng vào tệp .xlsx hoặc .csv.": "Write the table to a file .xlsx or .csv.",
    "Lập sổ mới cho một đơn vị: đủ trang, cột, công thức theo giai đoạn và năm của đơn vị, chưa có số liệu nào.\n\n"
    "Thiếu mục nào thì hỏi, mỗi câu có sẵn câu trả lời thường dùng; --facts đọc từ tệp TOML; --from chép các dòng của\n"
    "đề án trước (tên, đơn vị tính, đơn giá), chưa chép số lượng.": (
        "A new workbook for an office: sheets, columns and formulas for its phases and years, without any figures.\n\n"
        "What is not given is asked for, with the usual answer; --facts reads it from a TOML file; --from copies the "
        "lines of an earlier scheme (names, units, prices), no quantities."
    ),
    "Tên đơn vị.": "Name of the office.",
    "Cấp của các sổ không ghi: tỉnh, huyện, xã.": (
        "Level of workbooks that say none: tinh, huyen, xa (province, district, commune)."
    ),
    "Năm của các sổ không ghi năm nào.": "Year of workbooks that say none.",
    "Cấp: tỉnh, huyện, xã.": "Level: tinh, huyen, xa (province, district, commune).",
    "Khối: Đảng, Nhà nước.": "Party or State: Đảng, Nhà nước.",
    "Cơ quan cấp trên.": "The superior office.",
    "Địa danh, in trước ngày tháng.": "Place, printed before the date.",
    "Tên đề án.": "Name of the scheme.",
    "Các năm của đề án, như 2026-2030.": "Years of the scheme, like 2026-2030.",
    "Một giai đoạn; mỗi giai đoạn một lần.": "A phase; once for each.",
    "Một nguồn; mỗi nguồn một lần.": "A source; once for each.",
    "Các mục trên trong một tệp TOML.": "All of these in a TOML file.",
    "Chép dòng, đơn giá từ sổ cũ.": "Copy lines and prices from an earlier workbook.",
    "Kiểm tra, tính và ghi kết quả vào chính các sổ này (có giữ bản sao lưu).": (
        "Check, compute and write the results into these workbooks (a backup is kept)."
    ),
    "Chỉ xem sẽ ghi gì.": "Only show what would be written.",
    "Ghi số lượng đề xuất từng năm vào các cột năm của Mua sắm.": "Type the proposed years into sheet Mua sắm.",
    "Ghi cả khi sổ đã ký số, chỉ đọc, bị khóa hoặc dùng chung.": (
        "Write even where the workbook is signed, read-only, protected or shared."
    ),
    "Hoàn tác lần chạy gần nhất của từng sổ: trả các ô máy đã ghi về như trước, kể cả công thức.": (
        "Undo the last run of each workbook: its cells as they were, formulas too."
    ),
    "Chỉ xem sẽ làm gì.": "Only show what would be done.",
    "Lấy lại bản sao lưu trong thư mục _sao_luu; sổ hiện nay được giữ thành một bản sao khác.": (
        "Put back a copy from the folder _sao_luu; the present workbook is kept as another copy."
    ),
    "Chỉ liệt kê các bản sao.": "Only list the copies.",
    "Bản sao cần lấy lại; không nêu thì lấy bản mới nhất.": "Which copy; the newest if none is named.",
    "Nhập chứng từ từ tệp CSV hoặc sổ tính của phần mềm kế toán vào trang Thực hiện; đã có thì bỏ qua.\n\n"
    "Cột nhận theo tiêu đề: Ngày chứng từ, Số chứng từ, Số tiền, Mã dòng (hoặc Tiểu mục), Nguồn, Loại…\n"
    "Cùng số, ngày, số tiền và dòng thì không nhập lần nữa. Hoàn tác bằng vphu undo.": (
        "Enter the vouchers of an accounting program, from a CSV file or a workbook, into sheet Thực hiện; those that "
        "are there are left out.\n\n"
        "Columns are known by their headings: date, number, amount, line of the plan (or budget item), source, kind. A "
        "voucher is the same by number, date, amount and line. Undone by vphu undo."
    ),
    "Ghi một lần điều chỉnh vào trang Điều chỉnh: trước, sau, chênh lệch từng dòng; số được duyệt đổi theo.\n\n"
    "Sửa các dòng trong SỔ trước, rồi so với SỔ-CŨ là bản đã được duyệt. Hoàn tác bằng vphu undo.": (
        "Enter an adjustment into sheet Điều chỉnh: every line before, after and the difference; approved amounts "
        "follow.\n\n"
        "Change the lines in the WORKBOOK first; it is held against OLD, as it was approved. Undone by vphu undo."
    ),
    "Sổ như đã được duyệt, trước điều chỉnh.": "The workbook as approved, before the adjustment.",
    "Số của quyết định điều chỉnh.": "Number of the decision.",
    "Ngày quyết định.": "Day of the decision.",
    "Lý do điều chỉnh, ghi kèm.": "Why, entered beside it.",
    "Chỉ xem sẽ nhập chứng từ nào; không ghi gì.": "Only show which vouchers would be entered; write nothing.",
    "Liệt kê định mức, hạn mức, niên hạn có hiệu lực trong một ngày, kèm căn cứ.": (
        "List norms, limits and useful lives in force on a day, with their ground."
    ),
    "Ngày (mặc định hôm nay).": "Day (default: today).",
    "Các mức của mọi thời kỳ chưa đọc trong văn bản, cần đối chiếu.": "Norms of all times not read in the legal text.",
    "Chép định mức trong TỆP-CỦA-TỈNH vào các dòng còn trống của trang Định mức trong SỔ; dòng đã có thì bỏ qua.": (
        "Copy the norms of the province's file into empty rows of sheet Định mức; rows that are there are left out."
    ),
    "Chỉ cho biết sẽ ghi gì.": "Only tell what would be written.",
    "Sửa những lỗi sửa được vào chính các sổ này (có giữ bản sao lưu): số gõ dạng chữ, dấu cách thừa, số thứ tự.\n\n"
    "Thêm --output BẢN-SAO.xlsx thì sửa vào bản sao ấy, sổ vẫn như cũ; sổ không làm từ mẫu chỉ sửa được như vậy.": (
        "Put right what can be in these workbooks (a backup is kept): numbers typed as text, spaces, numbering.\n\n"
        "With --output COPY.xlsx in that copy, and the workbook stays as it is; others than the template's only so."
    ),
    "Sửa cả chỗ làm đổi điều đơn vị kê khai: công thức, số bằng chữ, phần chưa phân khai.": (
        "Also what changes a claim of the office: formulas, amounts in words, what is not itemised."
    ),
    "Chỉ xem sẽ sửa ô nào; không ghi gì.": "Only show which cells would change; writes nothing.",
    "So hai bản của một sổ: số liệu nào đổi, không phải tệp đổi.\n\n"
    "Mã trả về như lệnh diff: 0 giống nhau, 1 có khác, 2 không so được.": (
        "Compare two versions of a workbook: which figures changed, not which bytes.\n\n"
        "Exit status as of diff: 0 the same, 1 different, 2 could not be compared."
    ),
    "Liệt kê các quy tắc kiểm tra; có MÃ (NOR01) hoặc nhóm (NOR) thì giải thích.": (
        "List the rules; explain those of a code (NOR01) or family (NOR)."
    ),
    "Đọc số tiền thành chữ, hoặc chữ thành số tiền: 852.650.000 là Tám trăm năm mươi hai triệu… đồng.": (
        "An amount in Vietnamese words, or the amount that words say."
    ),
    "Đọc hàng nghìn.": "How thousands are said.",
    "Đọc hàng chục bằng 0.": "How a nought among the tens is said.",
    "Đọc số 4 sau mươi.": "How 4 after tens is said.",
    "Dấu phẩy giữa các lớp.": "Commas between the classes.",
    "Thêm chữ chẵn.": "Add the word “chẵn”.",
    "Cài trình đơn và thanh công cụ «Đề án» vào LibreOffice, thay vì Excel.": (
        "Install the menu and toolbar «Đề án» into LibreOffice instead of Excel."
    ),
    "Trả máy về như trước khi cài.": "Put the machine back as it was.",
    "Đồng ý thay những gì đang có.": "Agree to replace what is there.",
    "Xem máy này và các sổ nêu tên có chạy được các nút không; không thay đổi gì.": (
        "See whether the buttons can run on this machine and in the named workbooks; changes nothing."
    ),
    "Soát công thức của mọi trang: sơ đồ, chỗ khác ô cạnh, số gõ trong công thức; không ghi gì.": (
        "Look through the formulas of every sheet: a map, what differs, typed figures; writes nothing."
    ),
    "Lập bộ in để ký: các biểu có thể thức văn bản (Bộ in.xlsx, mỗi biểu một tệp PDF), tờ trình kèm phụ lục.\n\n"
    "Tính lại từ số liệu đang ghi; sổ không bị thay đổi. PDF cần LibreOffice; không có thì vẫn ghi các tệp khác.": (
        "Make the papers to be signed: tables with a document's heading (Bộ in.xlsx, a PDF each), the request and its "
        "annexes.\n\n"
        "They are computed from the figures as they are; the workbook stays as it is. PDF needs LibreOffice; without "
        "it the other files are written."
    ),
    "Nơi để các tệp.": "Where the files go.",
    "In nguyên trang này của sổ thay cho bộ in; mỗi trang một lần.": (
        "This sheet of the workbook instead of the set; once for each."
    ),
    "Cài phần chạy các nút cho Excel, chỉ Python phải dùng, cho các sổ nêu tên được chạy macro.": (
        "Install what runs the buttons in Excel, point it to this Python, let the named workbooks run macros."
    ),
    "LibreOffice đang mở sổ.": "The LibreOffice that has the workbook open.",
    "Sổ nào, khi LibreOffice mở nhiều sổ.": "Which workbook, where LibreOffice has several open.",
}
METAVARS = {
    "[TÙY CHỌN]": "[OPTIONS]",
    "MÃ": "CODE",
    "LỆNH [THAM SỐ]…": "COMMAND [ARGS]…",
    "[LỆNH [THAM SỐ]…]": "[COMMAND [ARGS]…]",
    "TỆP-HOẶC-THƯ-MỤC…": "FILE-OR-FOLDER…",
    "SỐ": "NUMBER",
    "TỆP": "FILE",
    "TỆP.csv": "FILE.csv",
    "TỆP.docx": "FILE.docx",
    "TỆP.toml": "FILE.toml",
    "TỆP…": "FILE…",
    "[DẠNG:]TỆP": "[FORMAT:]FILE",
    "MÃ,…": "CODE,…",
    "[MÃ…]": "[CODE…]",
    "KẾT-QUẢ": "RESULTS",
    "KẾT-QUẢ-CŨ": "LAST-RESULTS",
    "SỔ-MỚI.xlsm": "NEW.xlsm",
    "SỔ-MỚI": "NEW",
    "MÃ=TÊN": "CODE=NAME",
    "SỔ-CŨ": "OLD",
    "SỔ…": "WORKBOOK…",
    "[SỔ…]": "[WORKBOOK…]",
    "SỔ": "WORKBOOK",
    "TỆP-CHỨNG-TỪ": "VOUCHERS",
    "LÝ-DO": "REASON",
    "TÊN": "NAME",
    "CẤP": "LEVEL",
    "KHỐI": "SIDE",
    "NĂM-NĂM": "YEAR-YEAR",
    "NĂM": "YEAR",
    "NGÀY": "DAY",
    "TỆP-CỦA-TỈNH": "PROVINCE-FILE",
    "CŨ": "OLD",
    "MỚI": "NEW",
    "SỐ-TIỀN-HOẶC-CHỮ": "AMOUNT-OR-WORDS",
    "VIỆC": "TASK",
    "THƯ-MỤC": "FOLDER",
    "TRANG": "SHEET",
}


def in_english(command: click.Command) -> click.Command:
    """The command with its help in English."""
    command._help_option = None  # noqa: SLF001 - click keeps the one it made in the other language
    if command.help:
        command.help = EN.get(_key(command.help), command.help)
    command.options_metavar = METAVARS.get(command.options_metavar or "", command.options_metavar)
    for parameter in command.params:
        if parameter.metavar:
            parameter.metavar = METAVARS.get(parameter.metavar, parameter.metavar)
        if isinstance(parameter, click.Option) and parameter.help:
            parameter.help = EN.get(parameter.help, parameter.help)
    if isinstance(command, click.Group):
        command.subcommand_metavar = METAVARS.get(command.subcommand_metavar or "", command.subcommand_metavar)
        for each in getattr(command, "commands", {}).values():
            in_english(each)
    return command


def _key(help_: str) -> str:
    """A help text without the indent it has in its source."""
    return "\n".join(line.strip() for line in help_.strip().splitlines())
