"""The schedule rules over the speed, and what is picked by hand holds until it changes."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale, QTime
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from core.disk.settings_file import load_settings
from gui.day_names import days_from, days_text
from gui.figures import use_locale
from gui.furnishing import furnishing_of
from gui.rules_table import RulesTable
from gui.settings_dialog import SettingsDialog
from gui.speed_schedule import SpeedSchedule, _on_the_wall
from gui.window import MainWindow

DAY = 24 * 3600


class Clock:
    def __init__(self) -> None:
        self.now = 0.0


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def schedule(window: MainWindow, clock: Clock) -> SpeedSchedule:
    found = furnishing_of(window).schedule
    found.now = lambda: clock.now
    return found


def at(schedule: SpeedSchedule, clock: Clock, minutes: int) -> None:
    """It is so many minutes after midnight of some day."""
    midnight = 1_770_000_000.0
    shown = _on_the_wall(midnight)
    midnight -= shown.hour * 3600 + shown.minute * 60 + shown.second
    clock.now = midnight + minutes * 60
    schedule.look()


def follow(window: MainWindow, rules: str) -> None:
    preferences = window.preferences
    preferences.change(replace(preferences.settings, speed_schedule=rules))


def limit(window: MainWindow) -> int:
    return window.bridge.engine._throttle.rate


def button(window: MainWindow) -> QToolButton:
    found = window.findChild(QToolButton, "speedButton")
    assert found is not None
    return found


def test_hours_have_their_speed_and_the_usual_one_comes_back(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock
) -> None:
    preferences = window.preferences
    preferences.change(replace(preferences.settings, limit_rate=5_000_000))
    at(schedule, clock, 7 * 60)
    follow(window, "* 08:00-17:00 1M")
    assert limit(window) == 5_000_000
    assert button(window).text() == "5.00 MB/s"
    at(schedule, clock, 8 * 60)
    assert limit(window) == 1_000_000
    assert preferences.settings.limit_rate == 5_000_000
    assert button(window).text() == f"1.00 MB/s until {until(17)}"
    assert button(window).accessibleName() == f"Speed limit: 1.00 MB/s until {until(17)}"
    assert button(window).menu().actions()[0].text() == button(window).text()
    at(schedule, clock, 17 * 60)
    assert limit(window) == 5_000_000
    assert button(window).text() == "5.00 MB/s"


def until(hour: int) -> str:
    return QLocale().toString(QTime(hour, 0), QLocale.FormatType.ShortFormat)


def test_what_is_picked_holds_until_the_next_change(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock
) -> None:
    at(schedule, clock, 9 * 60)
    follow(window, "* 08:00-12:00 1M\n* 12:00-17:00 250k")
    assert limit(window) == 1_000_000
    pick = {one.text(): one for one in button(window).menu().actions()}
    pick["5.00 MB/s"].trigger()
    assert limit(window) == 5_000_000
    checked = [one.text() for one in button(window).menu().actions() if one.isChecked()]
    assert checked == ["5.00 MB/s"]
    at(schedule, clock, 11 * 60)
    assert limit(window) == 5_000_000
    at(schedule, clock, 12 * 60)
    assert limit(window) == 250_000
    at(schedule, clock, 18 * 60)
    assert limit(window) == 0, "the usual one was never touched"


def test_a_pick_is_forgotten_when_its_hours_were_slept_through(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock
) -> None:
    at(schedule, clock, 9 * 60)
    follow(window, "* 08:00-12:00 1M")
    schedule.pick(5_000_000)
    at(schedule, clock, 24 * 60 + 9 * 60)
    assert limit(window) == 1_000_000


def test_outside_of_its_hours_a_pick_is_the_usual_speed(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock
) -> None:
    at(schedule, clock, 18 * 60)
    follow(window, "* 08:00-12:00 1M")
    schedule.pick(250_000)
    assert window.preferences.settings.limit_rate == 250_000
    assert limit(window) == 250_000


def test_it_looks_again_by_itself(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock, qtbot: QtBot
) -> None:
    at(schedule, clock, 8 * 60)
    follow(window, "* 09:00-17:00 1M")
    assert schedule._timer.isActive()
    at(schedule, clock, 9 * 60 - 1)
    clock.now += 59.9
    schedule.look()
    clock.now += 1
    qtbot.waitUntil(lambda: limit(window) == 1_000_000)
    follow(window, "")
    assert limit(window) == 0
    assert not schedule._timer.isActive()


def test_a_speed_for_ever_says_who_asked_for_it(
    window: MainWindow, schedule: SpeedSchedule, clock: Clock
) -> None:
    follow(window, "* 00:00-24:00 1M")
    assert button(window).text() == "1.00 MB/s by the schedule"


def test_the_schedule_is_a_table(window: MainWindow, qtbot: QtBot) -> None:
    window.actions_by_name["settingsAction"].trigger()
    dialog = window.findChild(SettingsDialog)
    table = dialog.editor("speed_schedule")
    assert isinstance(table, RulesTable)
    table.add()
    assert window.preferences.settings.speed_schedule == ""
    for column, text in enumerate(("Monday - fri, sun", "8:00", "17:30", "1 M")):
        item = table.table.item(0, column)
        assert item is not None
        item.setText(text)
    wanted = "mon,tue,wed,thu,fri,sun 8:00-17:30 1M\n"
    assert window.preferences.settings.speed_schedule == wanted
    assert not dialog.findChild(type(dialog._problem), "settingsProblem").isVisibleTo(dialog)
    again = RulesTable(table._kind, wanted)
    qtbot.addWidget(again)
    shown = [again.table.item(0, column) for column in range(4)]
    assert [one.text() for one in shown if one] == ["Mon-Fri, Sun", "08:00", "17:30", "1M"]
    first = table.table.item(0, 0)
    assert first is not None
    first.setText("doomsday")
    assert dialog.findChild(type(dialog._problem), "settingsProblem").isVisibleTo(dialog)
    assert window.preferences.settings.speed_schedule == wanted
    state = window.preferences._folder
    qtbot.waitUntil(lambda: load_settings(state).speed_schedule == wanted)


@pytest.fixture
def _locale() -> Iterator[None]:
    before = QLocale()
    yield
    use_locale(before)


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "fa", "zh_CN"])
@pytest.mark.parametrize(
    "days", [(0,), (0, 1), (0, 1, 2), (5, 6), (0, 2, 3, 4, 6), tuple(range(7))]
)
def test_days_are_read_as_they_are_shown(
    speaking: Callable[[str], None], code: str, days: tuple[int, ...]
) -> None:
    speaking(code)
    assert days_from(days_text(days)) == days
    names = [QLocale().standaloneDayName(day + 1, QLocale.FormatType.LongFormat) for day in days]
    assert days_from("، ".join(names)) == days


@pytest.mark.usefixtures("_locale")
@pytest.mark.parametrize("text", ["", "x", "s", "mon-tue-wed", "mon,x", "-", "mon-"])
def test_what_are_no_days(text: str) -> None:
    use_locale(QLocale("en"))
    assert days_from(text) is None
