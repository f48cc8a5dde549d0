"""Where a workbook lives: each host reads a `Book`, then commits edits to it."""
