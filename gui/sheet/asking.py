"""Fills in names and sizes while the sheet is open, as servers answer."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.policy.asking import Answer
from core.policy.intake import Entry
from gui.bridge import Bridge

GATHER_MS = 200  # answers that come within are shown together


class Asking(QObject):
    """`answered` brings what came lately, by address."""

    answered = Signal(object)  # dict[str, Answer]

    def __init__(self, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._open = True
        self._answers: dict[str, Answer] = {}
        self._soon = QTimer(self, interval=GATHER_MS, singleShot=True)
        self._soon.timeout.connect(self._tell)
        inquiry = self._inquiry = bridge.engine.inquire(bridge.on_qt(self._hear))
        self.destroyed.connect(inquiry.close)  # the program ends with the sheet open

    def ask(self, entries: Iterable[Entry]) -> None:
        """Ask about these links as well, each once."""
        self._inquiry.ask(entries)

    @Slot()
    def close(self) -> None:
        """Nobody waits for answers any more."""
        self._inquiry.close()
        self._soon.stop()
        self._open = False

    def _hear(self, answer: Answer) -> None:
        if not self._open:
            return  # it was on its way when the window went
        self._answers[answer.url] = answer
        if not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _tell(self) -> None:
        answers, self._answers = self._answers, {}
        self.answered.emit(answers)
