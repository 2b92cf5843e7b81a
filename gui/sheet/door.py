"""The one way in for links: straight into the list, or by way of the sheet."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from core.disk.paths import expand
from core.model.snapshot import Row
from gui import drops
from gui.bridge import Bridge
from gui.intake import Intake
from gui.memory import Memory
from gui.sheet.dragging import Dragging

if TYPE_CHECKING:
    from gui.sheet.dialog import SheetDialog

FOLDERS = "folders"  # what the ones that were chosen are remembered as


class Door(QObject):
    """Opens sheets, one at a time; more links join the one that is open."""

    def __init__(
        self,
        bridge: Bridge,
        intake: Intake,
        rows: Callable[[], list[Row]],
        memory: Memory | None,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._memory = memory
        self._bridge = bridge
        self._intake = intake
        self._rows = rows
        self._window = window
        self._sheet: SheetDialog | None = None
        Dragging(window, bridge, rows, self.receive)

    @Slot()
    def open(self) -> None:
        """Show an empty sheet, to type or paste links in."""
        self.look_over(None)

    def look_over(self, offer: drops.Offer | None) -> None:
        """Show the sheet for an offer; it answers later and blocks nothing."""
        if self._sheet is not None:
            if offer is not None:
                self._sheet.offer(offer)
            self._sheet.activateWindow()
            return
        from gui.sheet.content import Surroundings
        from gui.sheet.dialog import SheetDialog

        folders, settings = self._intake.folders, self._intake.settings
        recent = self._memory.texts(FOLDERS) if self._memory is not None else []
        if settings.last_folder and recent:
            folders = replace(folders, usual=expand(recent[0]))
        rows = self._rows()
        around = Surroundings(folders, lambda: [row.url for row in rows], settings, recent)
        sheet = SheetDialog(self._bridge, around, offer, self._window)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.wanted.connect(self._add)
        sheet.finished.connect(self._on_finished)
        Dragging(sheet, self._bridge, self._rows, sheet.offer)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), sheet, self._paste_into_sheet)
        self._sheet = sheet
        sheet.open()

    @Slot()
    def paste(self) -> None:
        """Take what is on the clipboard."""
        self.receive(drops.offer_in(QGuiApplication.clipboard().mimeData()))

    @Slot()
    def _paste_into_sheet(self) -> None:
        """Where no text field has the focus, which would take it for itself."""
        if self._sheet is not None:
            self._sheet.offer(drops.offer_in(QGuiApplication.clipboard().mimeData()))

    def receive(self, offer: drops.Offer) -> None:
        """Take what was dropped or pasted, as the settings say."""
        wish = self._intake.settings.look_over
        if wish == "always" or self._sheet is not None:
            self.look_over(offer)
        elif wish == "never":
            self.take(offer)
        else:
            self._intake.offer(offer, self._rows(), lambda: self.look_over(offer))

    def take(self, offer: drops.Offer) -> None:
        """Queue the links in an offer without another look."""
        self._intake.offer(offer, self._rows())

    @Slot(bool)
    def _add(self, start: bool) -> None:
        sheet = self._sheet
        assert sheet is not None, "it speaks"
        if self._memory is not None:
            self._memory.remember(FOLDERS, sheet.choices.box.currentText())
        shared = replace(self._intake.shared(), conflict=sheet.choices.conflict())
        self._intake.add(sheet.content.requests(shared), sheet.checked, start=start)

    @Slot()
    def _on_finished(self) -> None:
        self._sheet = None
