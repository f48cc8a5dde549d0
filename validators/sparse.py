"""Long sequences of which few places hold anything: a sheet whose few cells stand far apart."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, TypeVar, overload

_T = TypeVar("_T")


class Sparse(Sequence[_T], Generic[_T]):
    """A long sequence of which few places hold anything: as large as those, whatever its length."""

    def __init__(self, held: Mapping[int, _T], blank: _T) -> None:
        """`held`: index from 0 → item; everywhere else is `blank`."""
        self.held = held
        self.places = sorted(held)
        self._blank = blank

    def __len__(self) -> int:
        return self.places[-1] + 1 if self.places else 0

    @overload
    def __getitem__(self, at: int) -> _T: ...
    @overload
    def __getitem__(self, at: slice) -> list[_T]: ...
    def __getitem__(self, at: int | slice) -> _T | list[_T]:
        if isinstance(at, slice):
            return [self.held.get(i, self._blank) for i in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        return self.held.get(at % len(self), self._blank)

    def changed(self, new: Mapping[int, _T]) -> "Sparse[_T]":
        """The same with other items at some places."""
        return Sparse({**self.held, **new}, self._blank)


def filled(items: Sequence[_T], start: int = 0) -> Iterator[tuple[int, _T]]:
    """Index and item from `start` on, without the places where a `Sparse` holds nothing."""
    if type(items) is Sparse:
        for at in items.places[bisect_left(items.places, start) :]:
            yield at, items.held[at]
    else:
        for at in range(start, len(items)):
            yield at, items[at]


def with_items(items: Sequence[_T], new: Mapping[int, _T]) -> Sequence[_T]:
    """The items with others at some places, all of them inside."""
    if type(items) is Sparse:
        return items.changed(new)
    return [new.get(at, item) for at, item in enumerate(items)]
