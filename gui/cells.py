"""What a cell says beside its text: colour, hover text, and the words read aloud."""

from PySide6.QtGui import QIcon

from core.model.snapshot import Row
from core.model.states import State
from core.policy.kinds import group_of
from gui import texts, theme
from gui.icons import icon


def picture_of(row: Row) -> str:
    """The icon that tells what kind of file it is, by its ending."""
    return group_of(row.name) or "file"


def picture(row: Row) -> QIcon:
    return icon(picture_of(row))


def missing_word() -> str:
    return texts.translate("State", "Done, but the file is gone")


def colour(row: Row, column: str, *, missing: bool) -> str:
    """Status words that want attention stand out, the rest keeps quiet."""
    colours = theme.current()
    if column == "status" and (row.state is State.FAILED or missing):
        return colours.warning if missing else colours.bad
    if column != "name" and not row.state.running:
        return colours.muted
    return colours.text


def tooltip(row: Row) -> str:
    """What hovering tells: the link, and for an error what to do."""
    if row.error is not None:
        return f"{texts.error_text(row.error)}\n{texts.error_remedy(row.error)}\n{row.url}"
    return row.url
