"""Formulas: what a cell reads, told from its text."""
