"""Where a workbook lives; each host reads a `Book` and commits edits to it."""
