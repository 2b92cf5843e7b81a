"""The columns of the list: one row of this table is one column."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt

from core.model.snapshot import Row
from core.model.states import State
from core.policy.meter import Meter
from gui import texts
from gui.figures import duration, moment, percent, size, speed
from gui.remedies import title_of
from gui.texts import QT_TRANSLATE_NOOP

# Asked for each cell that is painted; to put them together takes longer than the rest.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, says and is as wide as (in average letters)."""

    key: str
    title: str
    text: Callable[[Row, Meter | None], str]
    letters: int
    sort: Callable[[Row, Meter | None], Any]
    right: bool = False
    lively: bool = False  # its values change all the time while downloads run
    hidden: bool = False  # until the user wants it

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        return _RIGHT if self.right else _LEFT


def _size(row: Row, _meter: Meter | None) -> str:
    if row.size is not None:
        return size(row.size)
    return size(row.received) if row.received else ""


def _progress(row: Row, _meter: Meter | None) -> str:
    return "" if row.fraction is None else percent(row.fraction)


def _speed(row: Row, meter: Meter | None) -> str:
    if row.state is not State.DOWNLOADING or meter is None or meter.rate is None:
        return ""
    return speed(meter.rate)


def _left(row: Row, meter: Meter | None) -> str:
    if row.state is not State.DOWNLOADING or meter is None:
        return ""
    seconds = meter.seconds_left(row.size)
    return "" if seconds is None else duration(seconds)


def _seconds_left(row: Row, meter: Meter | None) -> float:
    seconds = None if meter is None else meter.seconds_left(row.size)
    return math.inf if seconds is None else seconds


def _status(row: Row, _meter: Meter | None) -> str:
    word = texts.state_word(row)
    if row.error is None:
        return word
    return texts.translate("State", "{title}: {why}").format(title=title_of(row.error), why=word)


def _date(seconds: float | None) -> str:
    return "" if seconds is None else moment(seconds, time.time())


_ORDER = (
    State.VERIFYING, State.DOWNLOADING, State.CONNECTING, State.STOPPING, State.RETRY_WAIT,
    State.QUEUED, State.PAUSED, State.FAILED, State.COMPLETED,
)  # fmt: skip

COLUMNS: tuple[Column, ...] = (
    Column(
        "name", QT_TRANSLATE_NOOP("Column", "Name"), lambda row, _: row.name, 48,
        sort=lambda row, _: row.name.casefold(),
    ),
    Column(
        "size", QT_TRANSLATE_NOOP("Column", "Size"), _size, 8,
        sort=lambda row, _: row.size if row.size is not None else row.received, right=True,
    ),
    Column(
        "progress", QT_TRANSLATE_NOOP("Column", "Progress"), _progress, 16,
        sort=lambda row, _: -1.0 if row.fraction is None else row.fraction, lively=True,
    ),
    Column(
        "speed", QT_TRANSLATE_NOOP("Column", "Speed"), _speed, 10,
        sort=lambda _, meter: (meter.rate or 0.0) if meter else -1.0, right=True, lively=True,
    ),
    Column(
        "left", QT_TRANSLATE_NOOP("Column", "Left"), _left, 10,
        sort=_seconds_left, right=True, lively=True,
    ),
    Column(
        "status", QT_TRANSLATE_NOOP("Column", "Status"), _status, 60,
        sort=lambda row, _: _ORDER.index(row.state),
    ),
    Column(
        "added", QT_TRANSLATE_NOOP("Column", "Added"), lambda row, _: _date(row.added_at), 14,
        sort=lambda row, _: row.added_at, hidden=True,
    ),
    Column(
        "finished", QT_TRANSLATE_NOOP("Column", "Finished"),
        lambda row, _: _date(row.finished_at), 14,
        sort=lambda row, _: row.finished_at or 0.0, hidden=True,
    ),
    Column(
        "folder", QT_TRANSLATE_NOOP("Column", "Folder"), lambda row, _: str(row.folder), 24,
        sort=lambda row, _: str(row.folder).casefold(), hidden=True,
    ),
    Column(
        "link", QT_TRANSLATE_NOOP("Column", "Link"), lambda row, _: row.url, 34,
        sort=lambda row, _: row.url, hidden=True,
    ),
)  # fmt: skip
# What is read aloud of a row, in this order.
SPOKEN = tuple(one for one in COLUMNS if one.key in ("name", "progress", "left", "status"))
STATUS = next(number for number, column in enumerate(COLUMNS) if column.key == "status")
PROGRESS = next(number for number, column in enumerate(COLUMNS) if column.key == "progress")
