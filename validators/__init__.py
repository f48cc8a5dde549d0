"""Reads and checks cost plans. Knows values only: no files, no Excel, no printing."""

RULES_VERSION = "2026.11"
"""Changes whenever a rule finds something else than before."""
