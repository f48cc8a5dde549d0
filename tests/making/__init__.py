"""New workbooks, and the command that makes them."""
