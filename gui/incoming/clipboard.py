"""Links that are copied somewhere else are offered in a quiet line; off by default."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QGuiApplication

from gui.banner import Banner, Notice, Topic
from gui.bridge import Bridge
from gui.drops import Offer, accepts, offer_in, read_offer
from gui.preferences import Preferences
from gui.texts import translate


class ClipboardWatch(QObject):
    """Looks when something was copied, never in between. What we copied ourselves is no news."""

    def __init__(
        self,
        bridge: Bridge,
        banner: Banner,
        preferences: Preferences,
        add: Callable[[Offer], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._banner = banner
        self._preferences = preferences
        self._add = add
        self._last: Offer | None = None
        self._clipboard = QGuiApplication.clipboard()
        self._clipboard.dataChanged.connect(self._on_copied)

    @Slot()
    def _on_copied(self) -> None:
        if not self._preferences.settings.watch_clipboard or self.ours():
            return
        mime = self._clipboard.mimeData()
        views = offer_in(mime).views if accepts(mime) else ()
        offer = Offer("", (), views)  # files that are copied are not for us
        if offer == self._last:
            return  # some programs say everything twice
        self._last = offer
        self._bridge.in_background(
            lambda: len(read_offer(offer).links), lambda count: self._tell(offer, count)
        )

    def ours(self) -> bool:
        """Whether this program copied what is there."""
        return self._clipboard.ownsClipboard()

    def _tell(self, offer: Offer, count: int) -> None:
        if offer is not self._last:
            return
        if not count:
            self._banner.withdraw(Topic.COPIED)
            return
        text = translate("Clipboard", "%n link(s) copied", "", count)
        add = translate("Clipboard", "Add")
        self._banner.tell(Notice(Topic.COPIED, text, add, lambda: self._add(offer)))
