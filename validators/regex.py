"""Regular expressions that are compiled when they are first asked for: most runs need few of them."""

import re
from typing import Any, AnyStr, Generic, cast


class _Later(Generic[AnyStr]):
    """Becomes what it stands for: after the first question the methods of the compiled pattern are its own."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self._of: tuple[AnyStr, int] = pattern, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever a pattern has
        compiled = re.compile(*self._of)
        for each in ("findall", "finditer", "fullmatch", "match", "search", "split", "sub"):
            self.__dict__[each] = getattr(compiled, each)
        return getattr(compiled, name)


def regex(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """The same as `re.compile`, compiled at its first use."""
    return cast("re.Pattern[AnyStr]", _Later(pattern, flags))
