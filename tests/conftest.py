"""Fixtures every test can ask for."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.support import window
from tests.support.office import Office, missing

# xlwings looks for it when first loaded; its remote engine stands in for Excel, in tests only (tests/support/live.py)
os.environ.setdefault("XLWINGS_LICENSE_KEY", "noncommercial")

# the same examples on every run; `make nightly` tries many others, `make matrix` few: it is about Python, not about us
settings.register_profile("steady", derandomize=True, deadline=None, database=None, max_examples=100)
settings.register_profile("few", derandomize=True, deadline=None, database=None, max_examples=5)
settings.register_profile("nightly", deadline=None, database=None, max_examples=3000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session", autouse=True)
def one_width() -> Iterator[None]:
    """Lines are broken where they are on a screen of the usual width, whatever screen the tests run on."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", "100")
        yield


@pytest.fixture(scope="session", autouse=True)
def no_earlier_results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Results kept from other runs decide no test, and tests leave none behind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VPHU_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The one LibreOffice of a worker. Where there is none its tests are skipped; in CI they fail."""
    reason = missing()
    if reason:
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    program = Office(tmp_path_factory.mktemp("libreoffice"))
    yield program
    program.stop()


@pytest.fixture(scope="session")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[window.Desk]:
    """A LibreOffice in windows on a screen of its own, for tests that use it as people do."""
    reason = missing() or window.missing()
    if reason:
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    screen = window.Screen()
    try:
        program = window.Desk(tmp_path_factory.mktemp("desk"), screen)
        yield program
        program.stop()
    finally:
        screen.stop()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What uses LibreOffice can be chosen by its mark. Nightly tests wait."""
    for item in items:
        if item.get_closest_marker("nightly") and os.environ.get("HYPOTHESIS_PROFILE") != "nightly":
            item.add_marker(pytest.mark.skip(reason="run by `make nightly`"))
        if {"office", "desk"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.office)
