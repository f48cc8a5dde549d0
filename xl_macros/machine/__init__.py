"""The machine around the workbook: where Excel and xlwings keep things, putting them right, saying what is wrong."""
