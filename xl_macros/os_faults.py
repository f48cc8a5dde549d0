"""Why the machine refuses a file, in words: the system itself says it in English."""

import errno

_WHY = {
    errno.ENOENT: "không có thư mục này",
    errno.ENOTDIR: "đường dẫn đi qua một tệp, không phải thư mục",
    errno.EISDIR: "đó là một thư mục",
    errno.EACCES: "không có quyền ghi",
    errno.EPERM: "không có quyền ghi",
    errno.EROFS: "ổ đĩa chỉ đọc",
    errno.ENOSPC: "ổ đĩa hết chỗ",
    errno.EDQUOT: "hết hạn mức ổ đĩa",
    errno.EFBIG: "tệp quá lớn",
    errno.ENAMETOOLONG: "tên quá dài",
    errno.EEXIST: "đã có tệp hay thư mục cùng tên",
    errno.ENOTEMPTY: "thư mục có tệp",
    errno.EBUSY: "đang được chương trình khác dùng",
    errno.EIO: "lỗi đọc ghi của thiết bị",
}


def why(error: OSError, lang: str) -> str:
    """The reason in a few words; what we have no words for as the system says it."""
    said = error.strerror or type(error).__name__
    return _WHY.get(error.errno or 0, said) if lang == "vi" else said
