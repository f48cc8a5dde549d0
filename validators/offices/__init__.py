"""The workbooks of many offices, held against each other."""
