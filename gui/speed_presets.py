"""The speeds to choose from, as actions for toolbar and tray."""

from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from core.model.rate import read_presets
from core.model.settings import Settings
from gui.figures import speed
from gui.preferences import Preferences
from gui.texts import translate


class SpeedPresets(QObject):
    """One action a speed, the present one checked; `changed` tells of other actions."""

    changed = Signal()

    def __init__(self, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._group: QActionGroup | None = None
        self._shown: tuple[int, ...] = ()
        preferences.changed.connect(self._follow)
        self._follow(preferences.settings)

    @property
    def actions(self) -> list[QAction]:
        return self._group.actions() if self._group is not None else []

    @property
    def current(self) -> str:
        """The present limit in words."""
        return _title(self._preferences.settings.limit_rate)

    def fill(self, menu: QMenu) -> None:
        """Have a menu offer the speeds, now and after they changed."""

        def fill() -> None:
            for action in menu.actions():  # clear() would delete them for the other menus too
                menu.removeAction(action)
            menu.addActions(self.actions)

        fill()
        self.changed.connect(fill)

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        rates = (0, *reversed(read_presets(settings.speed_presets)))
        if settings.limit_rate not in rates:  # one that was typed in the settings
            rates = (0, *sorted({*rates, settings.limit_rate} - {0}, reverse=True))
        if rates != self._shown:
            self._shown = rates
            self._make(rates)
        for action in self.actions:
            action.setChecked(action.data() == settings.limit_rate)
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
        settings = self._preferences.settings
        self._preferences.change(replace(settings, limit_rate=action.data()))


def _title(rate: int) -> str:
    return speed(rate) if rate else translate("SpeedPresets", "Full speed")
