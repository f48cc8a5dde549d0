"""`python -m xl_macros`: the same as `vphu`."""

from xl_macros.cli import entry

if __name__ == "__main__":
    entry()
