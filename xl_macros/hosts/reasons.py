"""Why a file cannot be used and what to do: each the rest of a Vietnamese sentence that starts with "Tệp “tên”"."""


class Unfit(ValueError):  # noqa: N818 - it is an answer to the user, not a fault
    """One of the reasons below, with its places filled."""

    def __init__(self, reason: str, **places: object) -> None:
        super().__init__(reason.format(**places))


BINARY = "là sổ tính nhị phân (.xlsb); hãy mở bằng Excel rồi lưu lại dạng .xlsx."
CHANGED = "đã thay đổi từ lúc đọc nên chưa ghi gì; hãy chạy lại."
DAMAGED = "bị hỏng, không đọc được; hãy lấy lại bản gốc hoặc mở bằng Excel rồi lưu lại."
DAMAGED_INDEX = "bị hỏng phần mục lục của sổ tính; hãy mở bằng Excel rồi lưu lại."
DAMAGED_SHEET = "có trang tính bị hỏng; hãy mở bằng Excel rồi lưu lại."
DAMAGED_TABLE = "có bảng không rõ vùng; hãy mở bằng Excel rồi lưu lại."
DOCTYPE = "có khai báo DOCTYPE mà Excel không bao giờ ghi nên không được mở; hãy kiểm tra nguồn gốc của tệp."
EMPTY = "rỗng (0 byte); hãy lấy lại bản gốc."
FOLDER = "là một thư mục; hãy chọn một tệp Excel (.xlsx, .xlsm)."
LOCKED = "đang đặt mật khẩu; hãy mở bằng Excel, bỏ mật khẩu rồi lưu lại."
MISSING = "không tìm thấy; hãy kiểm tra lại đường dẫn."
NOT_A_NUMBER = "không ghi được: có kết quả không phải là một con số."
NOT_A_SHEET = "có phần dữ liệu không đúng chuẩn của Excel; hãy mở bằng Excel rồi lưu lại."
NOT_A_WORKBOOK = "không phải là sổ tính Excel; hãy mở bằng Excel rồi lưu lại dạng .xlsx hoặc .xlsm."
NOT_READ = "không đọc được; hãy kiểm tra đường dẫn và ổ đĩa."
NOT_READABLE = "không mở được vì không có quyền đọc; hãy đóng tệp hoặc xin quyền đọc."
NOT_UTF8 = "có phần dữ liệu không ở dạng UTF-8; hãy mở bằng Excel rồi lưu lại."
NOT_VERIFIED = "không ghi được vì bản ghi thử không đọc lại được; tệp vẫn như cũ."
NOT_WRITABLE = (
    "không ghi được vì đang mở trong chương trình khác hoặc không có quyền ghi; hãy đóng tệp "
    "hoặc chép sang thư mục khác rồi chạy lại."
)
NOT_WRITTEN = "không ghi được (lỗi {number}); tệp vẫn như cũ, hãy kiểm tra ổ đĩa."
NO_ROOM = "không đủ hàng hoặc cột để ghi kết quả nên chưa ghi gì."
NO_SHEET = "không có trang tính “{sheet}” nên chưa ghi gì; hãy thêm trang đó rồi chạy lại."
NO_SUCH_DAY = "không ghi được: Excel không có ngày {day:%d/%m/%Y}."
OLD = "là sổ tính Excel 97–2003 (.xls); hãy mở bằng Excel rồi lưu lại dạng .xlsx."
OPEN_DOCUMENT = "là tệp OpenDocument; hãy mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx."
OPEN_ELSEWHERE = (
    "đang mở trong Excel hoặc LibreOffice nên chưa ghi gì; hãy lưu, đóng tệp rồi chạy lại (nếu "
    "không ai mở, hãy xóa tệp khóa “{lock}”)."
)
TOO_BIG = "bung ra quá lớn so với một sổ tính bình thường nên không được mở; hãy kiểm tra nguồn gốc của tệp."
TOO_FAR = "có ô nằm quá xa so với bảng; hãy mở bằng Excel, xóa các hàng và cột thừa rồi lưu lại."
TOO_LONG = "không ghi được: một ô chỉ chứa được 32.767 ký tự."
UNADDRESSED = "do một chương trình khác ghi theo cách không sửa từng ô được; hãy mở bằng Excel rồi lưu lại."
