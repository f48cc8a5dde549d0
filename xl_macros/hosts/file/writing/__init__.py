"""The few bytes of a file that change."""
