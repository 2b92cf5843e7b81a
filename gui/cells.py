"""What a cell says beside its text: colour, hover text, and the words read aloud."""

from collections.abc import Iterable

from PySide6.QtGui import QBrush, QColor, QIcon

from core.model.snapshot import Row
from core.model.states import State
from core.policy.kinds import group_of
from gui import texts, theme
from gui.figures import percent
from gui.icons import icon


def spoken(row: Row, words: Iterable[str]) -> str:
    """A row as a screen reader says it: name, progress, time left, state."""
    said = [word for word in words if word]
    if row.state is State.COMPLETED:  # that it is all there is said by its state
        said = [word for word in said if word != percent(1.0)]
    return texts.listed(said)


def picture(row: Row) -> QIcon:
    """What kind of file it is, by its ending."""
    return icon(group_of(row.name) or "file")


def missing_word() -> str:
    return texts.translate("State", "Done, but the file is gone")


def foreground(row: Row, column: str, *, missing: bool) -> QBrush | None:
    """Status words that want attention stand out, the rest keeps quiet."""
    colours = theme.current()
    if column == "status" and (row.state is State.FAILED or missing):
        return QBrush(QColor(colours.warning if missing else colours.bad))
    if column != "name" and not row.state.running:
        return QBrush(QColor(colours.muted))
    return None


def tooltip(row: Row) -> str:
    """What hovering tells: the link, and for an error what to do."""
    if row.error is not None:
        return f"{texts.error_text(row.error)}\n{texts.error_remedy(row.error)}\n{row.url}"
    return row.url
