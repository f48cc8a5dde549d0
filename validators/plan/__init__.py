"""What a workbook says: its tables, its cost lines, the plan they make."""
