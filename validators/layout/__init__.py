"""The tables of any workbook: where they are, what their columns mean, what each row is."""
