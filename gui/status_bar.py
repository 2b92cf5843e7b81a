"""The line at the bottom: speed, counts, free space, and the last thing that happened."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar

from core.model.snapshot import Counts
from core.model.states import RUNNING, State
from gui.figures import size, speed
from gui.texts import translate

_ANY = 2**24 - 1  # as Qt has it, and does not tell


class _Yielding(QLabel):
    """Words that end in dots where there is no room: they must not make the window wider."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        room = self.contentsRect()
        text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        place = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeading
        QPainter(self).drawText(room, place, text)


class StatusBar(QStatusBar):
    """Figures have fixed places, so that nothing jumps."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._speed = self._label("statusSpeed", translate("StatusBar", "Speed of all downloads"))
        self._counts = self._label("statusCounts", translate("StatusBar", "Downloads by state"))
        self._space = self._label("statusSpace", translate("StatusBar", "Free space"))
        self._message = self._label("statusMessage", translate("StatusBar", "Last event"))
        self._keep_place(running=False)
        self.addWidget(self._speed)
        self.addWidget(self._counts, 1)
        self.addPermanentWidget(self._message)
        self.addPermanentWidget(self._space)

    def _label(self, name: str, description: str) -> QLabel:
        label = _Yielding()
        label.setObjectName(name)
        label.setAccessibleDescription(description)
        label.setContentsMargins(8, 2, 8, 2)
        return label

    def show_rate(self, rate: float) -> None:
        self._speed.setText(f"↓ {speed(rate)}" if rate >= 1 else "")

    def _keep_place(self, *, running: bool) -> None:
        """The speed has a place while there may be one; Qt hides and shows it around its tips."""
        usual = self.fontMetrics().horizontalAdvance("↓ 888.8 MB/s") + 16
        self._speed.setMinimumWidth(usual if running else 0)
        self._speed.setMaximumWidth(_ANY if running else 0)

    def show_counts(self, counts: Counts) -> None:
        waiting = counts.of(State.QUEUED, State.RETRY_WAIT)
        paused, failed = counts.of(State.PAUSED), counts.of(State.FAILED)
        running, done = counts.of(*RUNNING), counts.of(State.COMPLETED)
        parts = [
            (running, translate("StatusBar", "%n active", "", running)),
            (waiting, translate("StatusBar", "%n queued", "", waiting)),
            (paused, translate("StatusBar", "%n paused", "", paused)),
            (failed, translate("StatusBar", "%n failed", "", failed)),
            (done, translate("StatusBar", "%n done", "", done)),
        ]
        self._keep_place(running=running > 0)
        self._counts.setText(" · ".join(text for count, text in parts if count))

    def show_space(self, free: int | None, folder: Path) -> None:
        text = translate("StatusBar", "{size} free")
        self._space.setText("" if free is None else text.format(size=size(free)))
        self._space.setToolTip(str(folder))

    def say(self, text: str) -> None:
        self._message.setText(text)
        self._message.setAccessibleName(text)
