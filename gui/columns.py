"""The columns of the list: one row of this table is one column."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from core.model.snapshot import Row
from core.model.states import State
from core.policy.meter import Meter
from core.policy.wording import duration, size, speed
from gui import texts
from gui.texts import QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, says and is as wide as (in average letters)."""

    key: str
    title: str
    text: Callable[[Row, Meter | None], str]
    letters: int
    right: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _size(row: Row, _meter: Meter | None) -> str:
    if row.size is not None:
        return size(row.size)
    return size(row.received) if row.received else ""


def _progress(row: Row, _meter: Meter | None) -> str:
    return "" if row.fraction is None else f"{int(row.fraction * 100)} %"


def _speed(row: Row, meter: Meter | None) -> str:
    if row.state is not State.DOWNLOADING or meter is None or meter.rate is None:
        return ""
    return speed(meter.rate)


def _left(row: Row, meter: Meter | None) -> str:
    if row.state is not State.DOWNLOADING or meter is None:
        return ""
    seconds = meter.seconds_left(row.size)
    return "" if seconds is None else duration(seconds)


def _status(row: Row, _meter: Meter | None) -> str:
    return texts.state_word(row)


COLUMNS: tuple[Column, ...] = (
    Column("name", QT_TRANSLATE_NOOP("Column", "Name"), lambda row, _: row.name, 34),
    Column("size", QT_TRANSLATE_NOOP("Column", "Size"), _size, 8, right=True),
    Column("progress", QT_TRANSLATE_NOOP("Column", "Progress"), _progress, 22),
    Column("speed", QT_TRANSLATE_NOOP("Column", "Speed"), _speed, 11, right=True),
    Column("left", QT_TRANSLATE_NOOP("Column", "Left"), _left, 11, right=True),
    Column("status", QT_TRANSLATE_NOOP("Column", "Status"), _status, 24),
)
PROGRESS = next(number for number, column in enumerate(COLUMNS) if column.key == "progress")
