"""What a cell says beside its text: colour, hover text, and the words read aloud."""

from PySide6.QtGui import QBrush, QColor

from core.model.snapshot import Row
from core.model.states import State
from core.policy.meter import Meter
from gui import texts, theme
from gui.columns import COLUMNS


def spoken(row: Row, meter: Meter | None) -> str:
    """A row as a screen reader says it: name, progress, time left, state."""
    parts = [row.name]
    parts += [
        text
        for column in COLUMNS
        if column.key in ("progress", "left") and (text := column.text(row, meter))
    ]
    return texts.listed([*parts, texts.state_word(row)])


def foreground(row: Row, column: str) -> QBrush | None:
    """Status words that want attention stand out, the rest keeps quiet."""
    colours = theme.current()
    if column == "status" and row.state is State.FAILED:
        return QBrush(QColor(colours.bad))
    if column != "name" and not row.state.running:
        return QBrush(QColor(colours.muted))
    return None


def tooltip(row: Row) -> str:
    """What hovering tells: the link, and for an error what to do."""
    if row.error is not None:
        return f"{texts.error_text(row.error)}\n{texts.error_remedy(row.error)}\n{row.url}"
    return row.url
