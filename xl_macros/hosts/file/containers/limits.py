"""How much of a file is read at all: every bound, in one place. docs/limits.md tells them to whoever meets one."""

MAX_FILE = 256 << 20
"""Bytes of a file; it is held in memory."""
MAX_ENTRIES = 10_000
"""Parts of a package."""
MAX_UNPACKED = 1 << 30
"""Bytes that all entries together may unpack to."""
MAX_RATIO = 200
"""Unpacked to packed, for archives above `RATIO_FROM`; workbooks of Excel stay below 100."""
RATIO_FROM = 64 << 20
MAX_PART = 256 << 20
"""Bytes of a part that is read whole."""
MAX_INDEX = 64 << 20
"""Bytes of a part whose elements are all kept: the list of sheets, relations, tables."""
MAX_NAMES = 200_000
"""Defined names of a workbook; old workbooks that were copied from each other for years have some ten thousand."""
MAX_CELLS = 5_000_000
"""Cells with contents of a workbook."""
MAX_MERGED = 500_000
"""Merged areas of a workbook."""
MAX_GRID = 5_000_000
"""Cells from A1 to the last one that the reader of values may keep in memory, some 40 bytes each: 200 MB."""
MAX_SPARSE = 1_000_000
"""Cells of a sheet that is too wide and long for that, which is read by its cells."""
MAX_FORMULA = 8_192
"""Characters of a formula in Excel."""
