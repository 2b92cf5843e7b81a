"""Does what the button beside an error offers."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from core.model.download import Credentials
from core.model.errors import CertificateError, HeadgateError
from core.model.snapshot import Row
from core.model.states import State
from gui.bridge import Bridge
from gui.downloads_view import DownloadsView
from gui.edits import Edits
from gui.remedies import REMEDIES, Mend

if TYPE_CHECKING:
    from gui.certificate_question import CertificateQuestion


class Asker(NamedTuple):
    """Who wants a name and a password: a "server" or a "proxy", and its address."""

    kind: str
    place: str  # scheme://host:port


def asker_of(error: HeadgateError | None) -> Asker | None:
    """Who asked, if that is what is wrong; an old list does not tell."""
    if error is None or REMEDIES[error.code].mend is not Mend.SIGN_IN:
        return None
    told = error.details
    return next((Asker(kind, told[kind]) for kind in ("server", "proxy") if kind in told), None)


class Mending(QObject):
    """`wanted` asks for an action of the window, by its object name.

    `asking` brings the dialog that asks for a password, before it is shown.
    """

    wanted = Signal(str)
    asking = Signal(object, object)  # gui.sign_in.SignIn, Asker

    def __init__(self, bridge: Bridge, edits: Edits, view: DownloadsView) -> None:
        super().__init__(view)
        self._bridge = bridge
        self._view = view
        self._question: CertificateQuestion | None = None
        self.ways: dict[Mend, Callable[[Sequence[Row]], object]] = {
            Mend.RETRY: self._retry,
            Mend.ANEW: self._start_again,
            Mend.START: lambda _rows: bridge.engine.start(),
            Mend.FOLDER: edits.choose_folder,
            Mend.NAME: edits.choose_name,
            Mend.LINK: self._use_link,
            Mend.SIGN_IN: self._sign_in,
            Mend.BROWSER: self._browse,
            Mend.SETTINGS: lambda _rows: self.wanted.emit("settingsAction"),
            Mend.CERTIFICATE: self._explain,
            Mend.OPEN_FOLDER: self._open_folder,
            Mend.ADD_LINKS: lambda _rows: self.wanted.emit("addLinksAction"),
            Mend.QUIT: lambda _rows: self.wanted.emit("quitAction"),
        }

    @Slot(object)
    def mend(self, rows: Sequence[Row]) -> None:
        """Mend what the first of the rows suffers from, and all that suffer from the same."""
        error = rows[0].error
        if error is not None:
            same = [row for row in rows if row.error is not None and row.error.code == error.code]
            self.ways[REMEDIES[error.code].mend](same)

    @Slot(object, object)
    def mend_fault(self, error: HeadgateError, met: list[int]) -> None:
        """Mend what ended a batch, for those that met it and all that would have come after."""
        rows = self._view.downloads.rows()
        concerned = [row for row in rows if row.id in met or row.state is State.QUEUED]
        if concerned:
            self.ways[REMEDIES[error.code].mend](concerned)

    def _retry(self, rows: Sequence[Row]) -> None:
        ids = [row.id for row in rows]
        self._bridge.engine.retry(ids)
        self._bridge.engine.start(only=ids)
        self._bridge.refresh()

    def _use_link(self, rows: Sequence[Row]) -> None:
        """A link is for one download: the first."""
        place = self._view.downloads.place_of(rows[0].id)
        if place is not None:
            self._view.setCurrentIndex(self._view.downloads.index(place, 0))
        self.wanted.emit("useLinkAction")

    def _start_again(self, rows: Sequence[Row]) -> None:
        ids = [row.id for row in rows]
        self._bridge.engine.offers.start_again(ids)
        self._bridge.engine.start(only=ids)
        self._bridge.refresh()

    def _sign_in(self, rows: Sequence[Row]) -> None:
        """Ask for a name and a password, for all that the same server or proxy turned down."""
        asker = asker_of(rows[0].error)
        if asker is None:
            self._retry(rows)
            return
        same = [row for row in rows if asker_of(row.error) == asker]

        from gui.sign_in import SignIn

        def sign_in(credentials: Credentials) -> None:
            self.sign_in(asker, [row.id for row in same], credentials)
            self._retry(same)

        dialog = SignIn(asker.place, self._view.window())
        dialog.given.connect(sign_in)
        self.asking.emit(dialog, asker)
        dialog.open()

    def sign_in(self, asker: Asker, ids: Iterable[int], credentials: Credentials) -> None:
        """Give these to who asked for them, for these downloads and all to come."""
        signing_in = self._bridge.engine.signing_in
        if asker.kind == "proxy":
            signing_in.to_proxy(asker.place, credentials)
        else:
            signing_in.to_server(ids, asker.place, credentials)

    def _browse(self, rows: Sequence[Row]) -> None:
        QDesktopServices.openUrl(QUrl(rows[0].url))

    def _open_folder(self, rows: Sequence[Row]) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(rows[0].folder)))

    def _explain(self, rows: Sequence[Row]) -> None:
        """Show the certificate that nobody vouches for, and say what it means to trust it."""
        from gui.certificate_question import CertificateQuestion

        error = rows[0].error or CertificateError()
        dialog = CertificateQuestion(error, self._view.window())
        dialog.retry.connect(lambda: self._retry(rows))
        dialog.settings.connect(lambda: self.wanted.emit("settingsAction"))
        dialog.finished.connect(self._forget_question)
        dialog.open()
        self._question = dialog
        server = error.details.get("server")
        if server is None:  # an old list does not tell who showed it
            server = f"https://{error.details.get('host', '')}:443"
        engine = self._bridge.engine

        def ask() -> bytes | HeadgateError:
            try:
                return engine.certificate(server)
            except HeadgateError as trouble:
                return trouble

        def tell(answer: bytes | HeadgateError) -> None:
            if self._question is dialog:  # else it is closed, and perhaps gone
                dialog.show_answer(answer)

        self._bridge.in_background(ask, tell)

    @Slot()
    def _forget_question(self) -> None:
        self._question = None
