"""What a command's exit status says."""

OK, FOUND, FAILED = 0, 1, 2
"""Nothing wrong; errors found; could not do what was asked."""
