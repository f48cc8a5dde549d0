"""Where the tables of any workbook are, and what their columns and rows mean."""
