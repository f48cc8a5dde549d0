"""What a sheet's own arithmetic says: which columns and rows make each other, and which cells break that.

facts → tables → columns, rows, links → broken. No vocabulary: formulas, figures, and the rows that number the columns.
"""
