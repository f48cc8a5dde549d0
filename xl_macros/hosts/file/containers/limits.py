"""How much of a file is read at all."""

MAX_FILE = 256 << 20
"""Bytes of a file; it is held in memory."""
