"""Workbooks encrypted with the password that Excel itself knows: opened by every program without asking for one.

Excel does that to .xls files whose structure is protected, and to others that were made so on purpose.
"""

from io import BytesIO

from xl_macros.hosts.file.containers.limits import MAX_FILE

STANDARD = "VelvetSweatshop"
"""[MS-OFFCRYPTO] 2.1.7.2: what a file is encrypted with that is to open without a question."""


def opened(data: bytes) -> bytes | None:
    """The workbook inside; None where it needs a password that its owner knows, or cannot be told."""
    import msoffcrypto  # few files need it

    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        if getattr(file, "format", "") == "ooxml":
            if file.info.get("spinValue", 0) > _TURNS:
                return None
            file.load_key(password=STANDARD, verify_password=True)
        else:
            file.load_key(password=STANDARD)
        out = BytesIO()
        file.decrypt(out)
    except Exception:  # noqa: BLE001 - its reader has no words of its own for what is damaged
        return None
    found = out.getvalue()
    return found if 0 < len(found) <= MAX_FILE else None


_TURNS = 10_000_000
"""The most that [MS-OFFCRYPTO] allows; each is a hash. Excel itself takes a hundredth."""
