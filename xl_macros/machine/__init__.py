"""The machine around the workbook: where Excel keeps things, what is wrong there, how it is put right."""
