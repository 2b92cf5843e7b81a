"""Days of the week as they are called in the language of the window; 0 is Monday."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QLocale

from core.model.speed_rules import DAYS
from gui.texts import listed

_SEPARATORS = re.compile(r"[,،、，;؛；\s]+")  # noqa: RUF001 - as people type them
_DASHES = re.compile(r"[-‐‑–—~]")  # noqa: RUF001 - as people type them
_FORMATS = (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat)


def days_text(days: Sequence[int]) -> str:
    """`Mon-Fri, Sun`; all of them are `*`."""
    if len(days) == len(DAYS):
        return "*"
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    return listed(_run_text(run) for run in runs)


def days_from(text: str) -> tuple[int, ...] | None:
    """The days in a text, in the window's language or in English; None if it has others too."""
    if text.strip() == "*":
        return tuple(range(len(DAYS)))
    found: set[int] = set()
    for part in filter(None, _SEPARATORS.split(re.sub(r"\s*([-–])\s*", r"\1", text))):  # noqa: RUF001
        ends = [_day(name) for name in _DASHES.split(part)]
        if len(ends) > 2 or None in ends:
            return None
        first, last = ends[0] or 0, ends[-1] or 0
        found |= {(first + more) % len(DAYS) for more in range((last - first) % len(DAYS) + 1)}
    return tuple(sorted(found)) or None


def _run_text(run: list[int]) -> str:
    if len(run) < 3:
        return listed(map(_name, run))
    return f"{_name(run[0])}-{_name(run[-1])}"


def _name(day: int) -> str:
    return QLocale().standaloneDayName(day + 1, _FORMATS[0]).rstrip(".")


def _day(text: str) -> int | None:
    """The one day whose name begins so."""
    word = text.rstrip(".").casefold()
    fits = {
        day
        for day in range(len(DAYS))
        for name in (DAYS[day], *(QLocale().standaloneDayName(day + 1, one) for one in _FORMATS))
        if word and name.casefold().startswith(word)
    }
    return fits.pop() if len(fits) == 1 else None
