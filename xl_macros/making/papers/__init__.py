"""The papers that are signed: values first, then a workbook's sheets, a .docx or, through LibreOffice, PDF."""
