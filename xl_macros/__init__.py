"""What is done with a cost plan: phase totals, the procurement schedule, the summary; in Excel, LibreOffice or a file."""

__version__ = "0.1.0"
