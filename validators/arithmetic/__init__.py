"""What a sheet's own arithmetic says: which cells make which others, which of them break that.

facts → tables → columns, rows, links → broken. No vocabulary: formulas, figures, and the rows that number the columns.
"""
