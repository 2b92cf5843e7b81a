"""The speeds to choose from, as actions for toolbar and tray."""

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from core.model.rate import read_presets
from gui.figures import coming, speed
from gui.preferences import Preferences
from gui.speed_schedule import SpeedSchedule
from gui.texts import translate


class SpeedPresets(QObject):
    """One action a speed, the present one checked; `changed` tells of other actions."""

    changed = Signal()

    def __init__(self, preferences: Preferences, schedule: SpeedSchedule, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._schedule = schedule
        self._group: QActionGroup | None = None
        self._note = QAction(self, enabled=False)  # above the speeds: until when one counts
        self._shown: tuple[int, ...] = ()
        preferences.changed.connect(self._follow)
        schedule.changed.connect(self._follow)
        self._follow()

    @property
    def actions(self) -> list[QAction]:
        return self._group.actions() if self._group is not None else []

    @property
    def current(self) -> str:
        """The present limit in words, and while the schedule rules, until when."""
        now = _title(self._schedule.limit)
        if not self._schedule.rules:
            return now
        if self._schedule.until is None:
            return translate("SpeedPresets", "{speed} by the schedule").format(speed=now)
        when = coming(self._schedule.until, self._schedule.now())
        return translate("SpeedPresets", "{speed} until {time}").format(speed=now, time=when)

    def fill(self, menu: QMenu) -> None:
        """Have a menu offer the speeds, now and after they changed."""

        def fill() -> None:
            for action in menu.actions():  # clear() would delete them for the other menus too
                menu.removeAction(action)
            if self._schedule.rules:
                menu.addAction(self._note)
            menu.addActions(self.actions)

        fill()
        self.changed.connect(fill)

    @Slot()
    def _follow(self) -> None:
        limit = self._schedule.limit
        rates = (0, *reversed(read_presets(self._preferences.settings.speed_presets)))
        if limit not in rates:  # one that was typed in the settings
            rates = (0, *sorted({*rates, limit} - {0}, reverse=True))
        if rates != self._shown:
            self._shown = rates
            self._make(rates)
        for action in self.actions:
            action.setChecked(action.data() == limit)
        self._note.setText(self.current)
        self.changed.emit()

    def _make(self, rates: tuple[int, ...]) -> None:
        if self._group is not None:
            self._group.deleteLater()
        self._group = QActionGroup(self)
        self._group.triggered.connect(self._choose)
        for rate in rates:
            action = QAction(_title(rate), self._group)
            action.setData(rate)
            action.setCheckable(True)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._schedule.pick(action.data())


def _title(rate: int) -> str:
    return speed(rate) if rate else translate("SpeedPresets", "Full speed")
