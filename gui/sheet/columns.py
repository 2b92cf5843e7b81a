"""The columns of the sheet: one row of this table is one column."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt

from core.policy.sheet import Sheet
from core.policy.sheet_row import SheetRow, Standing
from gui.figures import number, size
from gui.reasons import reason_text
from gui.texts import QT_TRANSLATE_NOOP, error_text, translate

# Asked for each cell that is painted; to put them together takes longer than the rest.
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Column:
    """What a column is called, says and is as wide as (in average letters)."""

    key: str
    title: str
    text: Callable[[Sheet, SheetRow], str]
    letters: int
    right: bool = False
    editable: bool = False

    @property
    def alignment(self) -> Qt.AlignmentFlag:
        return _RIGHT if self.right else _LEFT


def standing_word(standing: Standing) -> str:
    """What a row is, in a few words."""
    match standing:
        case Standing.FOUND:
            return translate("Sheet", "New")
        case Standing.DUPLICATE:
            return translate("Sheet", "Twice in this list")
        case Standing.LISTED:
            return translate("Sheet", "Already in the list")
        case Standing.ON_DISK:
            return translate("Sheet", "Already on disk")
        case Standing.NOT_A_LINK:
            return translate("Sheet", "Not a link")


def _kind(_sheet: Sheet, row: SheetRow) -> str:
    if row.error is not None:
        return translate("Sheet", "Dead: {why}").format(why=error_text(row.error))
    if row.why is not None:
        why = reason_text(row.why.value)
        return translate("Sheet", "Not a link: {why}").format(why=why)
    if row.entry is not None and row.entry.pattern is not None:
        return translate("Sheet", "Stands for %n link(s)", "", row.count)
    return standing_word(row.standing)


def _name(_sheet: Sheet, row: SheetRow) -> str:
    return row.name if row.entry is not None else row.text


def _size(_sheet: Sheet, row: SheetRow) -> str:
    return "" if row.size is None else size(row.size)


def _folder(sheet: Sheet, row: SheetRow) -> str:
    return str(sheet.folder_of(row)) if row.entry is not None else ""


def _checksum(_sheet: Sheet, row: SheetRow) -> str:
    return str(row.entry.checksum or "") if row.entry is not None else ""


COLUMNS: tuple[Column, ...] = (
    Column("name", QT_TRANSLATE_NOOP("SheetColumn", "Name"), _name, 28, editable=True),
    Column("size", QT_TRANSLATE_NOOP("SheetColumn", "Size"), _size, 9, right=True),
    Column("kind", QT_TRANSLATE_NOOP("SheetColumn", "What it is"), _kind, 22),
    Column("folder", QT_TRANSLATE_NOOP("SheetColumn", "Folder"), _folder, 18, editable=True),
    Column("link", QT_TRANSLATE_NOOP("SheetColumn", "Link"), lambda _, row: row.text, 22),
    Column("checksum", QT_TRANSLATE_NOOP("SheetColumn", "Checksum"), _checksum, 13, editable=True),
    Column(
        "line", QT_TRANSLATE_NOOP("SheetColumn", "Line"), lambda _, row: number(row.line), 6,
        right=True,
    ),
)  # fmt: skip
NAME, SIZE, KIND, FOLDER, LINK, CHECKSUM, LINE = range(len(COLUMNS))
