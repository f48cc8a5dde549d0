"""The bytes of a workbook, and the archives they are kept in."""
