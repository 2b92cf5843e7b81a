"""The bar at the top has room for everything, however long its words are."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QStyle, QStyleOptionFrame, QToolButton
from pytestqt.qtbot import QtBot

from core.model.snapshot import Counts
from core.model.states import State
from gui.actions import ACTIONS, words_of_stop
from gui.search_edit import SearchEdit
from gui.status_bar import StatusBar
from gui.toolbar import MAIN, Toolbar
from gui.window import MainWindow


def buttons(window: MainWindow) -> list[QToolButton]:
    bar = window.findChild(Toolbar)
    shown = [window.actions_by_name[entry.name] for entry in ACTIONS if entry.toolbar]
    found = [bar.widgetForAction(action) for action in shown]
    assert all(isinstance(one, QToolButton) for one in found)
    return found  # type: ignore[return-value]


def worded(window: MainWindow) -> int:
    """How many buttons show their words; they stand at the front."""
    beside = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    shown = [one.toolButtonStyle() is beside for one in buttons(window)]
    assert shown == sorted(shown, reverse=True)
    return sum(shown)


@pytest.mark.parametrize("widths", [(1600, 700), (700, 1600)])
def test_words_go_before_buttons_do(
    window: MainWindow, qtbot: QtBot, widths: tuple[int, int]
) -> None:
    for width in widths:
        window.resize(width, 600)
        many = len(buttons(window)) if width == 1600 else 0
        qtbot.waitUntil(lambda many=many: worded(window) == many)  # type: ignore[misc]
        qtbot.waitUntil(lambda: all(one.isVisible() for one in buttons(window)))
        qtbot.waitUntil(window.search.isVisible)


def test_the_first_ones_keep_their_words_for_longest(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1600, 600)
    qtbot.waitUntil(lambda: worded(window) == len(buttons(window)))
    seen = set()
    for width in range(1600, 600, -20):
        window.resize(width, 600)
        qtbot.waitUntil(lambda width=width: window.width() == width)  # type: ignore[misc]
        seen.add(worded(window))
    assert seen == {len(buttons(window)), MAIN, 0}


def test_the_menus_are_in_reach_however_narrow_it_is(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(600, 600)
    menus = [window.findChild(QToolButton, name) for name in ("speedButton", "moreButton")]
    qtbot.waitUntil(lambda: worded(window) == 0)
    qtbot.waitUntil(lambda: all(one.isVisible() for one in menus))
    assert window.width() == 600


def test_long_words_in_the_status_bar_do_not_widen_the_window(window: MainWindow) -> None:
    before = window.minimumSizeHint().width()
    window.say("a long sentence " * 50)
    assert window.minimumSizeHint().width() == before


@pytest.mark.parametrize("code", ["en", "de", "fr", "es", "fa", "zh_CN"])
def test_the_search_always_has_room_for_its_word(
    qtbot: QtBot, speaking: Callable[[str], None], code: str
) -> None:
    speaking(code)
    search = SearchEdit()
    qtbot.addWidget(search)
    search.resize(search.minimumSizeHint())
    with qtbot.waitExposed(search):
        search.show()
    option = QStyleOptionFrame()
    search.initStyleOption(option)
    room = (
        search.style().subElementRect(QStyle.SubElement.SE_LineEditContents, option, search).width()
    )
    icons = sum(one.width() for one in search.findChildren(QToolButton) if one.parent() is search)
    assert room - icons >= search.fontMetrics().horizontalAdvance(search.placeholderText())


def room(label: QLabel) -> int:
    QApplication.processEvents()
    return label.width()


def test_the_speed_has_a_place_while_something_runs(qtbot: QtBot) -> None:
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.show()
    speed = bar.findChild(QLabel, "statusSpeed")
    assert not room(speed)
    bar.show_counts(Counts({State.DOWNLOADING: 1}))
    assert room(speed) > speed.fontMetrics().horizontalAdvance("↓ 888.8 MB/s")
    bar.showMessage("What a button does")
    bar.show_counts(Counts({State.DOWNLOADING: 2}))
    assert not speed.isVisible()  # or it would stand on the message
    bar.clearMessage()
    assert speed.isVisible()
    bar.show_counts(Counts({State.QUEUED: 10_000}))
    assert not room(speed)


def test_nothing_moves_when_stop_all_says_that_it_stops(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1600, 600)
    qtbot.waitUntil(lambda: worded(window) == len(buttons(window)))
    before = window.toolbar.sizeHint()
    window.actions_by_name["stopAllAction"].setText(words_of_stop()[1])
    assert window.toolbar.sizeHint() == before


def test_a_longer_word_of_one_takes_those_of_others(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1600, 600)
    qtbot.waitUntil(lambda: worded(window) == len(buttons(window)))
    narrowest = window.toolbar.sizeHint().width()
    search = window.search
    spare = search.sizeHint().width() - search.minimumSizeHint().width()
    window.resize(narrowest - spare + 8, 600)
    qtbot.waitUntil(lambda: window.width() == narrowest - spare + 8)
    assert worded(window) == len(buttons(window))
    preferences = window.preferences
    rule = "* 00:00-24:00 1M\n"
    preferences.change(replace(preferences.settings, speed_schedule=rule))
    assert worded(window) == MAIN
    qtbot.waitUntil(lambda: all(one.isVisible() for one in buttons(window)))
    preferences.change(replace(preferences.settings, speed_schedule=""))
    assert worded(window) == len(buttons(window))


def test_where_nothing_else_helps_the_speed_is_an_icon_too(
    window: MainWindow, qtbot: QtBot
) -> None:
    preferences = window.preferences
    rule = "* 00:00-24:00 1M\n"
    preferences.change(replace(preferences.settings, speed_schedule=rule))
    speed = window.findChild(QToolButton, "speedButton")
    window.resize(1600, 600)
    qtbot.waitUntil(lambda: worded(window) == len(buttons(window)))
    assert speed.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    for width in range(1600, window.minimumSizeHint().width(), -40):
        window.resize(width, 600)
        qtbot.waitUntil(lambda width=width: window.width() == width)  # type: ignore[misc]
    assert speed.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    assert speed.accessibleName() == "Speed limit: 1.00 MB/s by the schedule"
