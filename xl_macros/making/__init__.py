"""New workbooks from an office's facts: their sheets, formulas, macros, ribbon."""
