"""What a reader of values cannot tell of a file."""
