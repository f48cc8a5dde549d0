"""What the command line says: one plain value a file (`data`), shown as JSON or as text."""
