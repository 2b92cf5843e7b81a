"""One line above the list, for what concerns everything: why it stopped, what it waits for."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from gui.texts import translate


class Topic(Enum):
    """What a notice is about. What matters more stands further down, and is shown first."""

    COPIED = 0
    RECOVERED = 1
    MOVING = 2
    WAITING = 3
    STOPPED = 4
    REMOVED = 5
    LEAVING = 6


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence or two, and what to do about it: one thing, or another one instead."""

    topic: Topic
    text: str
    button: str = ""
    do: Callable[[], object] | None = None
    instead: str = ""
    do_instead: Callable[[], object] | None = None
    may_go: bool = True  # whether the user may wave it away


class Banner(QFrame):
    """Shows the notice that matters most; each topic has one at a time."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._notices: dict[Topic, Notice] = {}
        self._text = QLabel()
        self._text.setObjectName("bannerText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        # Long sentences must not widen the window.
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton()
        self._button.setObjectName("bannerButton")
        self._button.clicked.connect(self._act)
        self._instead = QPushButton(translate("Banner", "Mend it"))
        self._instead.setObjectName("bannerInstead")
        self._instead.clicked.connect(self._act_instead)
        self._cross = QToolButton()
        self._cross.setObjectName("bannerClose")
        self._cross.setText("✕")
        self._cross.setAutoRaise(True)
        self._cross.setAccessibleName(translate("Banner", "Close this message"))
        self._cross.setToolTip(self._cross.accessibleName())
        self._cross.clicked.connect(self._wave_away)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._instead)
        layout.addWidget(self._cross)
        self.hide()

    @property
    def shown(self) -> Notice | None:
        """What can be read now."""
        return max(self._notices.values(), key=lambda one: one.topic.value, default=None)

    def tell(self, notice: Notice) -> None:
        """Show it, unless something that matters more is there."""
        self._notices[notice.topic] = notice
        self._show()

    def withdraw(self, *topics: Topic) -> None:
        """These are over."""
        for topic in topics:
            self._notices.pop(topic, None)
        self._show()

    def _show(self) -> None:
        notice = self.shown
        if notice is not None:
            self._text.setText(notice.text)
            self._text.setAccessibleName(notice.text)
            self._button.setText(notice.button)
            self._button.setVisible(bool(notice.button))
            self._instead.setVisible(bool(notice.instead))
            if notice.instead:
                self._instead.setText(notice.instead)
            self._cross.setVisible(notice.may_go)
        self.setVisible(notice is not None)

    @Slot()
    def _act(self) -> None:
        notice = self.shown
        if notice is not None and notice.do is not None:
            self.withdraw(notice.topic)
            notice.do()

    @Slot()
    def _act_instead(self) -> None:
        notice = self.shown
        if notice is not None and notice.do_instead is not None:
            self.withdraw(notice.topic)
            notice.do_instead()

    @Slot()
    def _wave_away(self) -> None:
        notice = self.shown
        if notice is not None:
            self.withdraw(notice.topic)


def under(banner: Banner, content: QWidget) -> QWidget:
    """Both in one, the banner above."""
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(0)
    layout.addWidget(banner)
    layout.addWidget(content, 1)
    return both
