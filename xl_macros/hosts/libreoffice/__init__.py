"""LibreOffice Calc: its documents, its Python bridge, and the extension that puts our menu into it."""
