"""Workbooks of .xls or .xlsb: their records, the formulas in them as text."""
