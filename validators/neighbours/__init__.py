"""Formulas beside formulas: what neighbours have in common, which cell disagrees, by values alone.

sheet → change (how two patterns differ) → lines, sums, typed (suspects) → settled (one suspect for one cause).
"""
