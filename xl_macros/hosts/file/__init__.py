"""A workbook as a file: read without Excel, written by patching its parts."""
