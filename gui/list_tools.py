"""What belongs to the list beside the list itself, put together in one place."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from gui.banner import Banner
from gui.bridge import Bridge
from gui.closing import Closing
from gui.commands import Commands
from gui.downloads_model import DownloadsModel
from gui.downloads_view import DownloadsView
from gui.notices import Notices
from gui.removing import Removing


class ListTools(QObject):
    """Makes the parts and connects them with each other; the window needs to know `slots`."""

    def __init__(
        self,
        bridge: Bridge,
        model: DownloadsModel,
        view: DownloadsView,
        banner: Banner,
        notices: Notices,
        closing: Closing,
    ) -> None:
        super().__init__(view)
        self.commands = Commands(bridge, view.selected_rows, model.rows, self)
        self.removing = Removing(bridge, banner, view.selected_rows, self)
        self.removing.failed.connect(notices.trouble)
        closing.began.connect(self.removing.settle)

    def slots(self) -> dict[str, Callable[[], None]]:
        """What to call by the action's object name."""
        return {**self.commands.slots(), **self.removing.slots()}
