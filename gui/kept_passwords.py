"""Passwords that the user wants kept: found again where somebody asks, and forgotten on demand."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from core.model import events
from core.model.download import Credentials
from core.model.events import Event
from gui.bridge import Bridge
from gui.memory import Memory
from gui.mending import Asker, Mending, asker_of
from gui.outside import keyring
from gui.texts import translate

if TYPE_CHECKING:
    from gui.sign_in import SignIn

PLACES = "kept passwords"


class KeptPasswords(QObject):
    """The keyring has the passwords, the window remembers their places, as `scheme://host:port`.

    Who never had one kept is so never asked to unlock a keyring. `changed` tells that the places
    are others now, `said` what was done.
    """

    changed = Signal()
    said = Signal(str)

    def __init__(
        self, bridge: Bridge, mending: Mending, memory: Memory | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._mending = mending
        self._memory = memory
        self.places = [] if memory is None else memory.texts(PLACES)
        self._dialog: SignIn | None = None
        self._looking: dict[Asker, set[int]] = {}  # downloads that wait for the keyring's answer
        self._helped: dict[Asker, set[int]] = {}  # those that went on with it, none in vain so far
        self._tried: set[Asker] = set()
        self._stopped = False  # the last batch, before its end
        bridge.happened.connect(self._on_event)
        mending.asking.connect(self._offer)

    # --- keeping ---------------------------------------------------------------------------

    @Slot(object, object)
    def _offer(self, dialog: "SignIn", asker: Asker) -> None:
        """Offer to keep what is typed, once it is known that there is a keyring."""
        self._dialog = dialog
        dialog.finished.connect(self._forget_dialog)
        dialog.given.connect(lambda typed: self._given(asker, typed, keep=dialog.keep.isChecked()))

        def tell(usable: bool) -> None:
            if usable and self._dialog is dialog:  # else it is closed, and perhaps gone
                dialog.offer_to_keep()

        self._bridge.in_background(keyring.usable, tell)

    @Slot()
    def _forget_dialog(self) -> None:
        self._dialog = None

    def _given(self, asker: Asker, typed: Credentials, *, keep: bool) -> None:
        self._tried.add(asker)  # what is typed now counts for more than what was kept
        self._looking.pop(asker, None)
        self._helped.pop(asker, None)
        if not keep:
            return
        place, before = asker.place, asker.place in self.places
        self._remember({*self.places, place})  # first: nothing is kept that cannot be forgotten

        def tell(kept: bool) -> None:
            if kept:
                self._remember({*self.places, place})  # it may have been forgotten meanwhile
                return
            if not before:
                self._remember({*self.places} - {place})
            self.said.emit(translate("KeptPasswords", "The keyring did not take the password"))

        self._bridge.in_background(lambda: keyring.keep(place, typed), tell)

    # --- finding ---------------------------------------------------------------------------

    @Slot(object)
    def _on_event(self, event: Event) -> None:
        match event:
            case events.BatchStarted():
                self._stopped = False
            case events.BatchEnded(cause):
                self._stopped = cause is not None
            case events.DownloadFailed(number, error=error):
                asker = asker_of(error)
                if asker is not None:
                    self._asked(number, asker)
            case _:
                pass

    def _asked(self, number: int, asker: Asker) -> None:
        """Look once for each that asks; who asks again was not satisfied."""
        if asker in self._looking:
            self._looking[asker].add(number)
        elif asker in self._helped:
            if number in self._helped[asker]:
                del self._helped[asker]
            else:  # it had been asked before we signed in
                self._helped[asker].add(number)
                self._go_on({number})
        elif asker not in self._tried and asker.place in self.places:
            self._tried.add(asker)
            self._looking[asker] = {number}
            self._bridge.in_background(
                lambda: keyring.find(asker.place), lambda found: self._found(asker, found)
            )

    def _found(self, asker: Asker, found: Credentials | None) -> None:
        ids = self._looking.pop(asker, None)
        if ids is None or found is None:
            return
        self._helped[asker] = ids
        self._mending.sign_in(asker, ids, found)
        self._go_on(ids)

    def _go_on(self, ids: set[int]) -> None:
        """Once stopped they only wait for the next start."""
        engine = self._bridge.engine
        engine.retry(ids)
        if not self._stopped:
            engine.start(only=ids)
        self._bridge.refresh()

    @Slot()
    def rest(self) -> None:
        """The window goes: no download goes on any more."""
        self._looking.clear()
        self._helped.clear()

    # --- forgetting ------------------------------------------------------------------------

    @Slot()
    def forget(self) -> None:
        """Delete all that is kept, and say so once it is done."""
        places = list(self.places)
        self._bridge.in_background(lambda: keyring.forget(places), self._forgotten)

    def _forgotten(self, gone: list[str]) -> None:
        self._remember({*self.places} - {*gone})
        if self.places:
            text = translate("KeptPasswords", "The keyring did not forget every password")
        else:
            text = translate("KeptPasswords", "%n kept password(s) forgotten", "", len(gone))
        self.said.emit(text)

    def _remember(self, places: set[str]) -> None:
        self.places = sorted(places)
        if self._memory is not None:
            self._memory.remember_all(PLACES, self.places)
        self.changed.emit()
