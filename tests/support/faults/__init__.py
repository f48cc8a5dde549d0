"""Honest workbooks as offices make them, and single faults put into them: what of these is told, and where."""
