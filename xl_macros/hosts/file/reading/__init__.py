"""What a reader of values cannot tell of a file: formulas, errors, hidden rows, fonts."""
