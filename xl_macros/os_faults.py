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


def cause(fault: Exception) -> OSError | None:
    """The system's refusal that a fault is, or that a library hands on in one of its own."""
    return next((each for each in (fault, *fault.args) if isinstance(each, OSError)), None)


def sentences(error: OSError) -> tuple[str, str]:
    """What the system refused in the middle of the work, as one sentence in both languages."""
    return (
        (
            f"Máy không làm được việc này ({why(error, 'vi')}); chưa có tệp nào bị thay đổi, hãy xem ổ đĩa và thư mục "
            "tạm rồi chạy lại."
        ),
        (
            f"The machine cannot do this ({why(error, 'en')}); no file was changed, check the disk and the folder for "
            "temporary files, and run again."
        ),
    )
