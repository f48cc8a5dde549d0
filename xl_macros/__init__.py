"""What is done with a cost plan: phase totals, procurement schedule, summary; in Excel, LibreOffice or a file."""

__version__ = "0.2.0"
