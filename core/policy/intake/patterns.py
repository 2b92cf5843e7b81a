"""Links that stand for many: `[001-100]`, `[a-z]`, `[1-10:2]`, `{one,two}`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Protocol

_PLACE = re.compile(
    r"\[(?:(?P<first>[0-9]{1,15})-(?P<last>[0-9]{1,15})|(?P<from>[A-Za-z])-(?P<to>[A-Za-z]))"
    r"(?::(?P<step>[0-9]{1,9}))?\]"
    r"|\{(?P<words>[^{}\s,]{0,200}(?:,[^{}\s,]{0,200})+)\}"
)


class _Series(Protocol):
    """What stands in one place of a pattern."""

    def __len__(self) -> int: ...

    def __getitem__(self, number: int, /) -> str: ...


@dataclass(frozen=True, slots=True)
class _Numbers:
    values: range
    width: int  # digits at least, filled up with zeros

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, number: int) -> str:
        return f"{self.values[number]:0{self.width}}"


@dataclass(frozen=True, slots=True)
class _Letters:
    values: range

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, number: int) -> str:
        return chr(self.values[number])


@dataclass(frozen=True, slots=True)
class Pattern:
    """A text with series in it. Nothing is written out before it is asked for."""

    between: tuple[str, ...]  # the text before, between and behind the series
    series: tuple[_Series, ...]

    @property
    def count(self) -> int:
        """How many texts it stands for."""
        return prod(map(len, self.series))

    def __getitem__(self, number: int) -> str:
        """Text `number`, from 0; the last series counts fastest."""
        places = []
        for series in reversed(self.series):
            number, place = divmod(number, len(series))
            places.append(series[place])
        pairs = zip(self.between, [*reversed(places), ""], strict=True)
        return "".join(before + place for before, place in pairs)

    def __iter__(self) -> Iterator[str]:
        return map(self.__getitem__, range(self.count))

    def preview(self, most: int = 4) -> list[str]:
        """The first few and the last, for someone to see what it would grow into."""
        count = self.count
        if count <= most:
            return list(self)
        return [*map(self.__getitem__, range(most - 1)), self[count - 1]]


def find_pattern(text: str) -> Pattern | None:
    """The pattern in a link; None if its brackets and braces are parts of it as they are."""
    between, series, end = [], [], 0
    for found in _PLACE.finditer(text):
        one = _series(found)
        if one is not None:
            between.append(text[end : found.start()])
            series.append(one)
            end = found.end()
    return Pattern((*between, text[end:]), tuple(series)) if series else None


def _series(found: re.Match[str]) -> _Series | None:
    if found["words"] is not None:
        return tuple(found["words"].split(","))
    step = int(found["step"] or 1)
    if step == 0:
        return None
    if found["first"] is not None:
        first, last = int(found["first"]), int(found["last"])
        width = len(found["first"]) if found["first"].startswith("0") else 0
        return _Numbers(_steps(first, last, step), width)
    if found["from"].isupper() != found["to"].isupper():
        return None
    return _Letters(_steps(ord(found["from"]), ord(found["to"]), step))


def _steps(first: int, last: int, step: int) -> range:
    """From one to the other, whichever is larger, both included."""
    return range(first, last + 1, step) if first <= last else range(first, last - 1, -step)
