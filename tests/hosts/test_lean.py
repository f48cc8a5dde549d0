"""A button is pressed after each correction: what is loaded for it, with pandas installed or not."""

import subprocess
import sys

import pytest

from xl_macros.hosts.lean import OPTIONAL

pytest.importorskip("pandas")


def answered(code: str) -> str:
    """What a fresh Python prints."""
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def test_the_ribbon_loads_xlwings_and_none_of_what_xlwings_would_like() -> None:
    code = f"import sys; from xl_macros import ribbon; print([m for m in {OPTIONAL!r} if m in sys.modules])"
    assert answered(code + "; print('xlwings' in sys.modules)") == "[]\nTrue"


def test_the_ribbon_loads_nothing_of_the_work_before_a_button_is_pressed() -> None:
    heavy = ("pydantic", "lxml", "openpyxl", "python_calamine", "click", "validators.plan", "xl_macros.job")
    code = f"import sys; from xl_macros import ribbon; print([m for m in {heavy!r} if m in sys.modules])"
    assert answered(code) == "[]"


def test_pandas_can_be_loaded_afterwards_as_ever() -> None:
    code = "from xl_macros import ribbon; import pandas; print(pandas.DataFrame({'a': [1, 2]}).a.sum())"
    assert answered(code) == "3"


def test_what_somebody_has_loaded_already_stays() -> None:
    code = "import pandas, sys; from xl_macros import ribbon; print(sys.modules['pandas'] is pandas)"
    assert answered(code) == "True"
