"""Drags over a window: counted while they are held, taken in when they are dropped."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from core.model.snapshot import Row
from core.policy.links import normal_form
from gui import drops
from gui.bridge import Bridge
from gui.sheet.overlay import Overlay
from gui.texts import translate

PAINTED_MS = 20  # until the window shows or takes off the veil: what follows may take its time
_OVER = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


class Dragging(QObject):
    """Watches one window. Whatever another program drags over it can do no more than give links."""

    def __init__(
        self,
        window: QWidget,
        bridge: Bridge,
        rows: Callable[[], list[Row]],
        receive: Callable[[drops.Offer], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._rows = rows
        self._receive = receive
        self._held: drops.Offer | None = None  # what is dragged, as it was read
        self._turn = 0  # counts drags; the last of them is the one that is shown
        self.overlay = Overlay(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, _window: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.DragLeave:
            self._end()
        elif kind in _OVER or kind == QEvent.Type.Drop:
            return self._on_drag(cast("QDropEvent", event), kind)
        return False

    def _on_drag(self, event: QDropEvent, kind: QEvent.Type) -> bool:
        if not drops.accepts(event.mimeData()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if kind == QEvent.Type.DragEnter:
            self._held = drops.offer_in(event.mimeData())
            self._count(self._held)
        elif kind == QEvent.Type.Drop:
            # To have ten megabytes come from another program a second time takes 60 ms.
            held = self._held
            offer = held if held is not None and held.some else drops.offer_in(event.mimeData())
            self._end()
            QTimer.singleShot(PAINTED_MS, self, lambda: self._hand_on(offer))
        return True

    def _hand_on(self, offer: drops.Offer) -> None:
        if self._window.isVisible():  # else it was closed meanwhile
            self._receive(offer)

    def _end(self) -> None:
        self._turn += 1
        self._held = None
        self.overlay.hide()

    def _count(self, offer: drops.Offer) -> None:
        self._turn += 1
        turn, rows = self._turn, self._rows()
        self.overlay.say(translate("Dragging", "Drop to add links"))

        def work() -> tuple[int, int]:
            links = drops.read_offer(offer, lambda: turn != self._turn).links
            listed = {normal_form(row.url) for row in rows}
            return len(links), sum(normal_form(link.url) in listed for link in links)

        def then(found: tuple[int, int]) -> None:
            if turn == self._turn:
                self.overlay.say(_count_text(*found))

        QTimer.singleShot(PAINTED_MS, self, lambda: self._bridge.in_background(work, then))


def _count_text(links: int, here: int) -> str:
    if not links:
        return translate("Dragging", "No links in this")
    text = translate("Dragging", "%n link(s)", "", links)
    if not here:
        return text
    already = translate("Dragging", "%n already here", "", here)
    return translate("Dragging", "{links}, {already}").format(links=text, already=already)
