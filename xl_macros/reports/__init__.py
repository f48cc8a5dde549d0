"""What is told of a result: on the screen, as a page, to another program."""
