"""Workbooks of .xls and .xlsb: their records, and the formulas in them as text."""
