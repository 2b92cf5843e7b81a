"""What happens when everything is done: nothing, quit, sleep, shut down; once, and cancellable."""

from enum import Enum

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMessageBox

from core.model import events
from core.model.events import Event
from gui.countdown import Countdown
from gui.front import bring_forward
from gui.outside.power import Power
from gui.texts import QT_TRANSLATE_NOOP, translate
from gui.window import MainWindow

RECORDING_SECONDS = 30.0


class After(Enum):
    """What to do, by logind's name for it."""

    NOTHING = ""
    QUIT = "quit"
    SLEEP = "Suspend"
    SHUT_DOWN = "PowerOff"


_TITLES = {
    After.NOTHING: QT_TRANSLATE_NOOP("After", "Do nothing"),
    After.QUIT: QT_TRANSLATE_NOOP("After", "Quit Headgate"),
    After.SLEEP: QT_TRANSLATE_NOOP("After", "Put the computer to sleep"),
    After.SHUT_DOWN: QT_TRANSLATE_NOOP("After", "Shut the computer down"),
}
_QUESTIONS = {
    After.QUIT: QT_TRANSLATE_NOOP("After", "Everything is done. Headgate quits."),
    After.SLEEP: QT_TRANSLATE_NOOP("After", "Everything is done. The computer goes to sleep."),
    After.SHUT_DOWN: QT_TRANSLATE_NOOP("After", "Everything is done. The computer shuts down."),
}


class AfterBatch(QObject):
    """The choice is for the next batch that ends by itself, and is not kept."""

    def __init__(self, window: MainWindow, power: Power) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge
        self._power = power
        self._countdown: Countdown | None = None
        self._group = QActionGroup(self)
        self._actions = {what: self._action(what) for what in After}
        self._reset()
        power.refused.connect(self._say_refused)
        for what in (After.SLEEP, After.SHUT_DOWN):
            self._actions[what].setEnabled(False)
            power.can(what.value, self._actions[what].setEnabled)
        self._bridge.happened.connect(self._on_event)

    @property
    def actions(self) -> list[QAction]:
        return list(self._actions.values())

    @property
    def chosen(self) -> After:
        return next(what for what, action in self._actions.items() if action.isChecked())

    def _action(self, what: After) -> QAction:
        action = QAction(translate("After", _TITLES[what]), self._group)
        action.setObjectName(f"after{what.name.title().replace('_', '')}Action")
        action.setCheckable(True)
        return action

    def _reset(self) -> None:
        self._actions[After.NOTHING].setChecked(True)

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.BatchStarted() if self._countdown is not None:
                self._countdown.reject()
            case events.BatchEnded(cause=None) if self.chosen is not After.NOTHING:
                self._ask(self.chosen)
            case _:
                return

    def _ask(self, what: After) -> None:
        title = translate("After", _QUESTIONS[what])
        self._countdown = Countdown(title, translate("After", "Now"), self._window)
        self._countdown.finished.connect(self._answered)
        bring_forward(self._window)
        self._countdown.open()

    @Slot()
    def _answered(self) -> None:
        countdown, self._countdown = self._countdown, None
        what = self.chosen
        self._reset()
        if countdown is None or not countdown.agreed:
            return
        if what is After.QUIT:
            self._window.closing.begin()
            return
        rest = self._bridge.engine.rest
        self._bridge.in_background(
            lambda: rest(RECORDING_SECONDS), lambda _: self._power.do(what.value)
        )

    @Slot(str)
    def _say_refused(self, why: str) -> None:
        box = QMessageBox(self._window)
        box.setObjectName("powerRefused")
        box.setWindowTitle(translate("After", "Headgate"))
        box.setText(translate("After", "The system refused."))
        box.setInformativeText(why)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.open()
