"""The bar at the top: the actions that are used most, and the search."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolBar, QToolButton, QWidget, QWidgetAction

from gui.actions import ACTIONS, words_of_stop
from gui.search_edit import SearchEdit
from gui.texts import translate

MAIN = 3  # buttons that keep their words for longest: Add links, Start, Stop all
NOBODY = -1  # has words
_WORDS = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
_ICON = Qt.ToolButtonStyle.ToolButtonIconOnly


class Toolbar(QToolBar):
    """Where its words do not fit, icons stand alone, the last ones first."""

    def __init__(self, title: str, search: SearchEdit) -> None:
        super().__init__(title)
        self._search = search

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Give words to as many buttons as have room for them now."""
        ours: list[QToolButton] = []
        menus: list[QToolButton] = []  # their words tell more than their icons: they go last
        for action in self.actions():
            button = self.widgetForAction(action)
            if isinstance(button, QToolButton) and button.text():
                (menus if isinstance(action, QWidgetAction) else ours).append(button)
        spare = self._search.sizeHint().width() - self._search.minimumSizeHint().width()
        for worded in (len(ours), MAIN, 0, NOBODY):
            for place, button in enumerate(ours):
                button.setToolButtonStyle(_WORDS if place < worded else _ICON)
                button.setMinimumWidth(_widest(button) if place < worded else 0)
            for button in menus:
                button.setToolButtonStyle(_ICON if worded is NOBODY else _WORDS)
            if self.sizeHint().width() - spare <= self.width():
                return


def _widest(button: QToolButton) -> int:
    """Room for all it may say, so that its neighbours stay where they are."""
    words = words_of_stop()
    if button.text() not in words:
        return 0
    now, *all_of_them = map(button.fontMetrics().horizontalAdvance, (button.text(), *words))
    return button.sizeHint().width() - now + max(all_of_them)


def make_toolbar(actions: dict[str, QAction], search: SearchEdit) -> Toolbar:
    """A bar that stays where it is, every button of it reachable with the Tab key."""
    bar = Toolbar(translate("MainWindow", "Main toolbar"), search)
    bar.setObjectName("mainToolBar")
    bar.setMovable(False)
    bar.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
    for entry in ACTIONS:
        if not entry.toolbar:
            continue
        if entry.gap:
            bar.addSeparator()
        bar.addAction(actions[entry.name])
        bar.widgetForAction(actions[entry.name]).setFocusPolicy(Qt.FocusPolicy.TabFocus)
    space = QWidget()
    space.setObjectName("toolbarSpace")
    space.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    bar.addWidget(space)
    bar.addWidget(search)
    return bar


def add_menu_button(bar: QToolBar, button: QToolButton, menu: QMenu, *, last: bool) -> None:
    """A button that opens a menu, after the actions or at the end."""
    button.setMenu(menu)
    button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if last:
        bar.addWidget(button)
        return
    for action in bar.actions():
        if bar.widgetForAction(action).objectName() == "toolbarSpace":
            bar.insertWidget(action, button)
            return
