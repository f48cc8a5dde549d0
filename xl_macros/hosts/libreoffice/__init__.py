"""A workbook open in LibreOffice: its document, its Python bridge, the extension with our menu."""
