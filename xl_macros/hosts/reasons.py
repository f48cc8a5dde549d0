"""Why a file cannot be used and what to do: the rest of a sentence that starts with the file's name."""

from typing import NamedTuple


class Reason(NamedTuple):
    """The same in Vietnamese and English; {places} are filled in."""

    vi: str
    en: str


class Unfit(ValueError):  # noqa: N818 - it is an answer to the user, not a fault
    """One of the reasons below, with its places filled."""

    def __init__(self, reason: Reason, **places: object) -> None:
        self.reason = Reason(*(text.format(**places) for text in reason))
        super().__init__(self.reason.vi)


BINARY = Reason(
    "là sổ tính nhị phân (.xlsb), chỉ đọc được chứ không ghi được; hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "is a binary workbook (.xlsb) and is only read, never written; open it in Excel and save it as .xlsx.",
)
CHANGED = Reason(
    "đã thay đổi từ lúc đọc nên chưa ghi gì; hãy chạy lại.",
    "has changed since it was read, so nothing was written; run again.",
)
DAMAGED = Reason(
    "bị hỏng, không đọc được; hãy lấy lại bản gốc hoặc mở bằng Excel rồi lưu lại.",
    "is damaged and cannot be read; get the original, or open it in Excel and save it again.",
)
DAMAGED_INDEX = Reason(
    "bị hỏng phần mục lục của sổ tính; hãy mở bằng Excel rồi lưu lại.",
    "has a damaged index; open it in Excel and save it again.",
)
DAMAGED_SHEET = Reason(
    "có trang tính bị hỏng; hãy mở bằng Excel rồi lưu lại.",
    "has a damaged sheet; open it in Excel and save it again.",
)
DAMAGED_TABLE = Reason(
    "có bảng không rõ vùng; hãy mở bằng Excel rồi lưu lại.",
    "has a table without a clear area; open it in Excel and save it again.",
)
DAMAGED_ZIP = Reason(
    "là tệp nén bị hỏng; hãy nén lại hoặc lấy lại bản gốc.",
    "is a damaged archive; pack it again or get the original.",
)
DOCTYPE = Reason(
    "có khai báo DOCTYPE mà Excel không bao giờ ghi nên không được mở; hãy kiểm tra nguồn gốc của tệp.",
    "has a DOCTYPE, which Excel never writes, and is not opened; check where it comes from.",
)
EMPTY = Reason(
    "rỗng (0 byte); hãy lấy lại bản gốc.",
    "is empty (0 bytes); get the original again.",
)
FAULT = Reason(
    "chưa kiểm tra được do lỗi của phần mềm ({fault}); tệp không bị thay đổi, hãy gửi tệp này cho người bảo trì.",
    "could not be checked for a fault of this program ({fault}); it was not changed, send it to the maintainer.",
)
FOLDER = Reason(
    "là một thư mục; hãy chọn một tệp Excel (.xlsx, .xlsm).",
    "is a folder; choose an Excel file (.xlsx, .xlsm).",
)
DISK_FULL = Reason(
    "không ghi được vì ổ đĩa đã đầy; tệp vẫn như cũ, hãy xóa bớt tệp khác trên ổ đĩa rồi chạy lại.",
    "was not written because the disk is full; it is as it was, delete other files on the disk and run again.",
)
BUSY = Reason(
    "đang được một lần chạy khác ghi nên chưa ghi gì; hãy đợi lần ấy xong rồi chạy lại.",
    "is being written by another run, so nothing was written; wait until that one is done and run again.",
)
ENCRYPTED = Reason(
    "được mã hóa bằng mật khẩu chuẩn của Excel, chỉ đọc được chứ không ghi được; hãy mở bằng Excel, bỏ bảo vệ sổ rồi "
    "lưu lại.",
    "is encrypted with Excel's standard password and is only read, never written; open it in Excel, take the "
    "protection of the workbook away and save it.",
)
LOCKED = Reason(
    "đang đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại.",
    "is protected by a password; open it in Excel, remove the password and save it.",
)
MISSING = Reason(
    "không tìm thấy; hãy kiểm tra lại đường dẫn.",
    "was not found; check the path.",
)
NOT_A_FILE = Reason(
    "không phải là một tệp thông thường (là đường ống hoặc thiết bị); hãy chỉ một tệp Excel.",
    "is not an ordinary file (it is a pipe or a device); name an Excel file.",
)
NOT_A_NUMBER = Reason(
    "không ghi được: có kết quả không phải là một con số.",
    "was not written: a result is not a number.",
)
NOT_A_SHEET = Reason(
    "có phần dữ liệu không đúng chuẩn của Excel; hãy mở bằng Excel rồi lưu lại.",
    "has data that does not follow the Excel standard; open it in Excel and save it again.",
)
NOT_A_WORKBOOK = Reason(
    "không phải là sổ tính Excel; hãy mở bằng Excel rồi lưu lại dạng .xlsx hoặc .xlsm.",
    "is not an Excel workbook; open it in Excel and save it as .xlsx or .xlsm.",
)
NOT_READ = Reason(
    "không đọc được; hãy kiểm tra đường dẫn và ổ đĩa.",
    "cannot be read; check the path and the disk.",
)
NOT_READABLE = Reason(
    "không mở được vì không có quyền đọc; hãy đóng tệp hoặc xin quyền đọc.",
    "cannot be opened for lack of permission; close it or ask for the right to read it.",
)
NOT_UTF8 = Reason(
    "có phần dữ liệu không ở dạng UTF-8; hãy mở bằng Excel rồi lưu lại.",
    "has data that is not UTF-8; open it in Excel and save it again.",
)
NOT_VERIFIED = Reason(
    "không ghi được vì bản ghi thử không đọc lại được; tệp vẫn như cũ.",
    "was not written because a trial copy could not be read back; it is as it was.",
)
NOT_WRITABLE = Reason(
    "không ghi được vì đang mở trong chương trình khác hoặc không có quyền ghi; hãy đóng tệp hoặc chép "
    "sang thư mục khác rồi chạy lại.",
    "cannot be written: it is open in another program or you lack permission; close it, or copy it to "
    "another folder, and run again.",
)
NOT_WRITTEN = Reason(
    "không ghi được ({vi}); chưa có gì thay đổi, hãy kiểm tra thư mục, quyền ghi và ổ đĩa.",
    "was not written ({en}); nothing has changed, check the folder, your permission and the disk.",
)
NO_ROOM = Reason(
    "không đủ hàng hoặc cột để ghi kết quả nên chưa ghi gì.",
    "has not enough rows or columns for the results, so nothing was written.",
)
NO_SHEET = Reason(
    "không có trang tính “{sheet}” nên chưa ghi gì; hãy thêm trang đó rồi chạy lại.",
    "has no sheet “{sheet}”, so nothing was written; add it and run again.",
)
NO_SUCH_DAY = Reason(
    "không ghi được: Excel không có ngày {day:%d/%m/%Y}.",
    "was not written: Excel has no date {day:%d/%m/%Y}.",
)
NO_TIME = Reason(
    "có ô định dạng ngày giờ chứa số âm quá lớn nên không đọc được; hãy đổi định dạng ô đó sang số rồi lưu lại.",
    "has a cell with a date format whose number is too far below zero to be read; give it a number format and save.",
)
NOTHING_HERE = Reason(
    "không có tệp Excel nào bên trong; hãy chỉ đúng thư mục hoặc tệp nén.",
    "holds no Excel file; name the right folder or archive.",
)
OLD = Reason(
    "là sổ tính Excel 97–2003 (.xls), chỉ đọc được chứ không ghi được; hãy mở bằng Excel rồi lưu lại dạng .xlsx.",
    "is an Excel 97–2003 workbook (.xls) and is only read, never written; open it in Excel and save it as .xlsx.",
)
OPEN_DOCUMENT = Reason(
    "là tệp OpenDocument, chỉ đọc được bảng tính .ods chứ không ghi được; hãy mở bằng Excel hoặc LibreOffice rồi lưu "
    "lại dạng .xlsx.",
    "is an OpenDocument file; .ods sheets are only read, never written; open it in Excel or LibreOffice and save it "
    "as .xlsx.",
)
OPEN_ELSEWHERE = Reason(
    "đang mở trong Excel hoặc LibreOffice nên chưa ghi gì; hãy lưu, đóng tệp rồi chạy lại (nếu không ai "
    "mở, hãy xóa tệp khóa “{lock}”).",
    "is open in Excel or LibreOffice, so nothing was written; save and close it, then run again (if "
    "nobody has it open, delete the lock file “{lock}”).",
)
STOPPED = Reason(
    "làm chương trình đọc dừng đột ngột nên bị bỏ qua; hãy mở bằng Excel rồi lưu lại, hoặc kiểm tra nguồn gốc của tệp.",
    "made the reader stop abruptly and was left out; open it in Excel and save it, or check where it comes from.",
)
TOO_BIG = Reason(
    "bung ra quá lớn so với một sổ tính bình thường nên không được mở; hãy kiểm tra nguồn gốc của tệp.",
    "unpacks to far more than a workbook does and is not opened; check where it comes from.",
)
TOO_FAR = Reason(
    "có ô nằm quá xa so với bảng; hãy mở bằng Excel, xóa các hàng và cột thừa rồi lưu lại.",
    "has a cell too far from the table; open it in Excel, delete the surplus rows and columns and save it.",
)
TOO_LONG = Reason(
    "không ghi được: một ô chỉ chứa được 32.767 ký tự.",
    "was not written: a cell holds no more than 32,767 characters.",
)
TOO_LONG_AT = Reason(
    "không ghi được: ô «{sheet}»!{cell} chỉ chứa được 32.767 ký tự; hãy rút ngắn nội dung rồi chạy lại.",
    "was not written: «{sheet}»!{cell} holds no more than 32,767 characters; make its text shorter and run again.",
)
TOO_MANY_CELLS = Reason(
    "có hơn 5.000.000 ô nên không được đọc; hãy tách sổ hoặc xóa các hàng thừa rồi lưu lại.",
    "has more than 5,000,000 cells and is not read; split it or delete the surplus rows and save it.",
)
TOO_MANY_MERGED = Reason(
    "có hơn 500.000 vùng ô gộp nên không được đọc; hãy bỏ gộp các vùng thừa rồi lưu lại.",
    "has more than 500,000 merged areas and is not read; take apart the surplus ones and save it.",
)
TOO_MANY_NAMES = Reason(
    "có hơn 200.000 tên vùng nên không được đọc; hãy mở bằng Excel, vào Công thức – Trình quản lý tên (Name Manager) "
    "xóa các tên thừa rồi lưu lại.",
    "has more than 200,000 defined names and is not read; delete the surplus ones in Formulas – Name Manager.",
)
TOO_MUCH_MEMORY = Reason(
    "cần quá nhiều bộ nhớ (hơn {memory} MB) nên bị bỏ qua; hãy mở bằng Excel rồi lưu lại, hoặc tăng --memory.",
    "needs too much memory (more than {memory} MB) and was left out; open it in Excel and save it, or raise --memory.",
)
TOO_SLOW = Reason(
    "đọc quá {seconds} giây chưa xong nên bị bỏ qua; hãy mở bằng Excel rồi lưu lại, hoặc tăng --timeout.",
    "was not read within {seconds} seconds and was left out; open it in Excel and save it, or raise --timeout.",
)
UNADDRESSED = Reason(
    "do một chương trình khác ghi theo cách không sửa từng ô được; hãy mở bằng Excel rồi lưu lại.",
    "was written by another program in a way that single cells cannot be changed; open it in Excel and save it again.",
)
