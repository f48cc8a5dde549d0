"""Formulas, parsed once: what a cell reads, what it does with it, how other programs spell the same.

tokens → pattern → parse → meaning; canonical and dialects work on tokens alone; graph has all of a workbook.
"""
