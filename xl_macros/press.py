"""`python -m xl_macros.press run_all --hwnd=… --so=…`: a button, from our own add-in in Excel.

Python has no window here and Excel waits: whatever happens, this ends, and how it ended is its exit status.
"""

import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence

DONE, FAILED, TOO_LONG = 0, 1, 10
"""How it ends; xl_macros/making/vba/GoiPython.bas has a sentence for each."""
PATIENCE = 90.0
"""Seconds until the first cell must be written. From then on nothing ends us: a workbook half written is worse."""


def main(arguments: Sequence[str]) -> int:
    """Do what a function of `xl_macros.ribbon` does, for one workbook of one Excel. Gives the exit status.

    `arguments`: the function's name; --hwnd=, Excel's window; --so=, the workbook's name, four hexadecimal digits a
    letter; --patience=, seconds.
    """
    given = dict(argument.removeprefix("--").partition("=")[::2] for argument in arguments[1:])
    clock = threading.Timer(float(given.get("patience", PATIENCE)), os._exit, (TOO_LONG,))
    clock.daemon = True
    clock.start()
    try:
        return _done(arguments, given, clock.cancel)
    finally:
        clock.cancel()


def _done(arguments: Sequence[str], given: Mapping[str, str], committed: Callable[[], None]) -> int:
    """The same; `committed` is called as the first cell is written."""
    try:
        from xl_macros import ribbon

        do = ribbon.BUTTONS[arguments[0]]
        ribbon.committed = committed
        book = ribbon.found(int(given["hwnd"]), named(given["so"]))
    except BaseException:  # noqa: BLE001 - nobody would see it: there is no window
        from xl_macros.machine.log import logged

        logged()
        return FAILED
    do(book)
    return DONE


def named(digits: str) -> str:
    """ "0053006F" → "So"."""
    return bytes.fromhex(digits).decode("utf-16-be")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
