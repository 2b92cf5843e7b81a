"""That files are on their way to another folder, told once it takes longer than a moment."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot

from gui.actions import words_of_stop
from gui.banner import Banner, Notice, Topic
from gui.isolating import isolated
from gui.texts import translate

MOMENT_MS = 700  # to rename takes less, to copy to another disk more


class MoveNotice(QObject):
    """Its button stops everything, and so it can be stopped where no download runs."""

    def __init__(self, banner: Banner, stop: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._banner = banner
        self._stop = stop
        self.under_way: list[Path] = []  # where they go, the last one last
        self._soon = QTimer(self, singleShot=True, interval=MOMENT_MS)
        self._soon.timeout.connect(self._tell)

    @Slot(object)
    def began(self, folder: Path) -> None:
        self.under_way.append(folder)
        self._soon.start()

    @Slot(object)
    def ended(self, folder: Path) -> None:
        self.under_way.remove(folder)
        if not self.under_way:
            self._soon.stop()
            self._banner.withdraw(Topic.MOVING)

    @Slot()
    def _tell(self) -> None:
        text = translate(
            "MoveNotice", "Moving to {folder}. A file stays where it is until all of it is there."
        ).format(folder=isolated(str(self.under_way[-1])))
        self._banner.tell(Notice(Topic.MOVING, text, words_of_stop()[0], self._stop))
