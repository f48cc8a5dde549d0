"""What the command-line library itself says, in Vietnamese."""

import sys

VI = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Positional arguments": "Tham số",
    "Show this message and exit.": "Hiện phần hướng dẫn này rồi thoát.",
    "Show the version and exit.": "Hiện phiên bản rồi thoát.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Error: {message}": "Lỗi: {message}",
    "Try '{command} {option}' for help.": "Xem hướng dẫn bằng lệnh: {command} {option}",
    "Invalid value: {message}": "Giá trị không hợp lệ: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị của {param_hint} không hợp lệ: {message}",
    "Missing argument": "Còn thiếu tham số",
    "Missing option": "Còn thiếu tùy chọn",
    "Missing parameter": "Còn thiếu tham số",
    "Missing command.": "Còn thiếu tên lệnh.",
    "No such option {name!r}.": "Không có tùy chọn {name!r}.",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "Did you mean {possibility}?": "Có phải ý bạn là {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Có phải ý bạn là một trong số: {possibilities}?",
    "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị nhưng chỉ có 1.",
    "Takes {nargs} values but {len} were given.": "Cần {nargs} giá trị nhưng có {len}.",
    "Option {name!r} does not take a value.": "Tùy chọn {name!r} không nhận giá trị.",
    "Option {name!r} requires an argument.": "Tùy chọn {name!r} cần có giá trị đi kèm.",
    "Option {name!r} requires {nargs} arguments.": "Tùy chọn {name!r} cần {nargs} giá trị đi kèm.",
    "Got unexpected extra argument ({args})": "Thừa tham số ({args})",
    "Got unexpected extra arguments ({args})": "Thừa các tham số ({args})",
    "{value!r} is not {choice}.": "{value!r} không phải là {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} không nằm trong số: {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} không phải là số.",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "default: {default}": "mặc định: {default}",
    "Aborted!": "Đã dừng theo yêu cầu.",
}
_MODULES = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


_SPOKEN = ["vi"]


def speaking() -> str:
    """The language that is spoken."""
    return _SPOKEN[0]


def speak(lang: str) -> None:
    """Let click speak a language; it looks its words up whenever it says them."""
    import gettext

    _SPOKEN[0] = lang

    def one(message: str) -> str:
        return VI.get(message, message)

    def many(singular: str, plural: str, count: int) -> str:
        message = singular if count == 1 else plural
        return VI.get(message, message)

    for name in _MODULES:
        module = sys.modules.get(f"click.{name}")
        for word, theirs, ours in (("_", gettext.gettext, one), ("ngettext", gettext.ngettext, many)):
            if hasattr(module, word):
                setattr(module, word, ours if lang == "vi" else theirs)


def asked(arguments: list[str]) -> str:
    """The language a command line asks for, before it is known to be right."""
    for at, argument in enumerate(arguments):
        if argument == "--lang" and arguments[at + 1 : at + 2] == ["en"]:
            return "en"
        if argument == "--lang=en":
            return "en"
    return "vi"
