"""Changes of downloads that are in the list, as they are asked for in the window."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QWidget

from core.model.edit import Edit
from core.model.errors import HeadgateError
from core.model.snapshot import Row
from core.model.states import State
from core.policy.safe_names import split_ending
from core.stop import Interrupted
from gui.bridge import Bridge


class Edits(QObject):
    """`failed` tells why a download stayed where it was; `began` and `ended` bring the folder."""

    failed = Signal(object)  # core.model.errors.HeadgateError
    began = Signal(object)  # pathlib.Path
    ended = Signal(object)

    def __init__(self, bridge: Bridge, view: QWidget, selected: Callable[[], list[Row]]) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._selected = selected

    @Slot(object)
    def change(self, edit: Edit) -> None:
        """Change what is selected."""
        self._bridge.engine.editing.change([row.id for row in self._selected()], edit)
        self._bridge.refresh()

    @Slot(int)
    def limit(self, rate: int) -> None:
        self._bridge.engine.limit([row.id for row in self._selected()], rate)
        self._bridge.refresh()

    @Slot(object, object)
    def place(self, folder: Path, name: str | None) -> None:
        """Have what is selected go to a folder, under a name of its own or (None) as before."""
        self._move(self._selected(), folder, name)

    def choose_folder(self, rows: Sequence[Row]) -> None:
        """Ask where these are to go, and begin with them there, with those that failed too."""
        dialog = QFileDialog(self._view.window(), self.tr("Save in"), str(rows[0].folder.parent))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self._move(rows, Path(folder), None, begin=True))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot()
    def rename(self) -> None:
        """Ask what the selected download is to be called."""
        for row in self._selected()[:1]:
            self._ask_name(row, begin=False)

    def choose_name(self, rows: Sequence[Row]) -> None:
        """Ask what the first of these is to be called, and try it again so."""
        self._ask_name(rows[0], begin=True)

    def _ask_name(self, row: Row, *, begin: bool) -> None:
        dialog = QInputDialog(self._view.window())
        dialog.setWindowTitle(self.tr("Another name"))
        dialog.setLabelText(self.tr("Name of the file"))
        dialog.setTextValue(row.name)
        dialog.textValueSelected.connect(
            lambda name: self._move([row], row.folder, name, begin=begin) if name else None
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.resize(480, 0)  # names are longer than Qt expects
        dialog.open()
        edit = dialog.findChild(QLineEdit)
        assert edit is not None, "it asks for a line"
        edit.setSelection(0, len(split_ending(row.name)[0]))  # the ending stays, if nothing is said

    def _move(
        self, rows: Sequence[Row], folder: Path, name: str | None, *, begin: bool = False
    ) -> None:
        engine = self._bridge.engine
        failed = [row.id for row in rows if row.state is State.FAILED]

        def work() -> HeadgateError | Interrupted | None:
            try:
                for row in rows:
                    done = row.state is State.COMPLETED
                    (engine.filing if done else engine.editing).move(row.id, folder, name)
            except (HeadgateError, Interrupted) as reason:
                return reason
            return None

        def then(reason: HeadgateError | Interrupted | None) -> None:
            self.ended.emit(folder)
            if isinstance(reason, HeadgateError):
                self.failed.emit(reason)
            elif reason is None and (failed or begin):
                engine.retry(failed)
                engine.start(only=[row.id for row in rows] if begin else failed)
            self._bridge.refresh()

        self.began.emit(folder)
        self._bridge.in_background(work, then)
