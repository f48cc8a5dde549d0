"""Cost plans, read then checked: values only, no files, no Excel, no printing."""

__version__ = "0.2.0"
"""Of the program it came with, which takes no other."""
RULES_VERSION = "2026.11.4"
"""Changes whenever a rule finds something else than before."""
