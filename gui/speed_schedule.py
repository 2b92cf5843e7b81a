"""The speed limit that counts now: the usual one, the schedule's, or one picked for a while."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from core.model.settings import Settings
from core.model.speed_rules import SpeedRule, read_speed_rules
from core.policy.schedule import Ruling, ruling
from gui.preferences import Preferences

LOOK_SECONDS = 60.0  # at most: clocks are set, and a computer that sleeps does not count time


class SpeedSchedule(QObject):
    """`changed` tells that another limit counts, or until another moment."""

    changed = Signal()

    def __init__(
        self,
        preferences: Preferences,
        parent: QObject,
        now: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.now = now
        self._rules: tuple[SpeedRule, ...] = ()
        self._text = ""
        self._ruling = Ruling(None, None)
        self._picked: int | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.look)
        preferences.changed.connect(self._follow)
        self._follow(preferences.settings)

    @property
    def rules(self) -> bool:
        """Whether it says what counts now, or what is picked until it changes."""
        return self._ruling.rate is not None

    @property
    def until(self) -> float | None:
        """When it says something else (seconds since the epoch); None: never."""
        return self._ruling.until

    @property
    def limit(self) -> int:
        """Bytes per second that count now; 0: no limit."""
        usual = self._preferences.settings.limit_rate
        return next(one for one in (self._override(), usual) if one is not None)

    def pick(self, rate: int) -> None:
        """Go on with this limit, while the schedule rules until it says something else."""
        if self.rules:
            self._picked = rate
            self._apply()
        else:
            self._preferences.change(replace(self._preferences.settings, limit_rate=rate))

    @Slot()
    def look(self) -> None:
        """See what the schedule says now."""
        now = self.now()
        found = ruling(self._rules, now, _on_the_wall)
        over = self.until is not None and now >= self.until
        if over or found.rate != self._ruling.rate:
            self._picked = None
        self._ruling = found
        if self._rules:
            wait = LOOK_SECONDS if found.until is None else min(LOOK_SECONDS, found.until - now)
            self._timer.start(max(1, round(wait * 1000)))
        else:
            self._timer.stop()
        self._apply()

    @Slot(object)
    def _follow(self, settings: Settings) -> None:
        if settings.speed_schedule != self._text:
            self._text, self._picked = settings.speed_schedule, None
            self._rules = read_speed_rules(settings.speed_schedule)
            self.look()

    def _override(self) -> int | None:
        return self._ruling.rate if self._picked is None else self._picked

    def _apply(self) -> None:
        self._preferences.limit(self._override())
        self.changed.emit()


def _on_the_wall(at: float) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone()
