"""Lists as files: the window's downloads go out, and links in files come in."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from core.disk.text_file import write_text
from core.model.errors import HeadgateError
from core.model.snapshot import Row
from core.policy.export import Form, export
from gui.bridge import Bridge
from gui.drops import Offer
from gui.texts import QT_TRANSLATE_NOOP, translate

# What is offered when saving: words, and the ending such files have.
FORMS: dict[Form, tuple[str, str]] = {
    Form.TEXT: (QT_TRANSLATE_NOOP("Exchange", "Links, one a line"), "txt"),
    Form.CSV: (QT_TRANSLATE_NOOP("Exchange", "Table"), "csv"),
    Form.JSON: (QT_TRANSLATE_NOOP("Exchange", "JSON"), "json"),
    Form.ARIA2: (QT_TRANSLATE_NOOP("Exchange", "Input file of aria2"), "aria2"),
    Form.METALINK: (QT_TRANSLATE_NOOP("Exchange", "Metalink"), "meta4"),
}


class Exchange(QObject):
    """`done` says in a sentence what was written, `failed` brings what went wrong."""

    done = Signal(str)
    failed = Signal(object)  # HeadgateError

    def __init__(
        self,
        bridge: Bridge,
        selected: Callable[[], list[Row]],
        rows: Callable[[], list[Row]],
        receive: Callable[[Offer], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._selected = selected
        self._rows = rows
        self._receive = receive
        self._window = window

    @Slot()
    def ask_where_to(self) -> None:
        """Ask for a file to write what is selected to, or all if nothing is."""
        rows = self._selected() or sorted(self._rows(), key=lambda row: (row.rank, row.id))
        ids = [row.id for row in rows]
        dialog = self._dialog(translate("Exchange", "Export"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        names = {_filter(form): form for form in FORMS}
        dialog.setNameFilters(list(names))
        dialog.selectFile(translate("Exchange", "downloads"))
        dialog.setDefaultSuffix(FORMS[Form.TEXT][1])
        dialog.filterSelected.connect(lambda name: dialog.setDefaultSuffix(FORMS[names[name]][1]))
        dialog.fileSelected.connect(
            lambda path: self.write(Path(path), names[dialog.selectedNameFilter()], ids)
        )
        dialog.open()

    @Slot()
    def ask_what_to_read(self) -> None:
        """Ask for files to take links from."""
        dialog = self._dialog(translate("Exchange", "Import"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.filesSelected.connect(
            lambda paths: self._receive(Offer("", tuple(map(Path, paths))))
        )
        dialog.open()

    def write(self, path: Path, form: Form, ids: list[int]) -> None:
        """Write downloads to a file, on a thread."""

        def work() -> HeadgateError | None:
            try:
                write_text(path, export(self._bridge.engine.downloads(ids), form))
            except HeadgateError as error:
                return error
            return None

        def then(error: HeadgateError | None) -> None:
            if error is not None:
                self.failed.emit(error)
                return
            count = translate("Exchange", "%n download(s)", "", len(ids))
            text = translate("Exchange", "{downloads} written to {file}")
            self.done.emit(text.format(downloads=count, file=path.name))

        self._bridge.in_background(work, then)

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog


def _filter(form: Form) -> str:
    """What Qt reads an ending from."""
    title, ending = FORMS[form]
    return f"{translate('Exchange', title)} (*.{ending})"
