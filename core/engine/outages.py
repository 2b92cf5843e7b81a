"""What is gone that downloads need, and who looks whether it is back."""

from dataclasses import dataclass

from core.model.download import Download
from core.model.errors import HeadgateError, OfflineError
from core.model.states import Hold

LOOK_SECONDS = 2.0
NETWORK = "network"  # no absolute path is called like this


@dataclass(slots=True)
class _Outage:
    error: HeadgateError
    look_at: float  # monotonic seconds
    scout: Download | None = None  # whoever looks right now


class Outages:
    """Called inside the lock of `Work`.

    Whoever needs what is gone waits. Every few seconds one of them is let through as a scout:
    if it gets further than the one before, the thing is back, and the others follow.
    """

    def __init__(self) -> None:
        self._gone: dict[str, _Outage] = {}

    def __bool__(self) -> bool:
        return bool(self._gone)

    def lost(self, one: Download, error: HeadgateError, now: float) -> bool:
        """A download found what it needs gone; whether that is news."""
        resource = _resource(one, error)
        known = resource in self._gone
        self._gone[resource] = _Outage(error, now + LOOK_SECONDS)
        return not known

    def why_not(self, one: Download, now: float) -> Hold | None:
        """What a download has to wait for; None if nothing, or if it may be the scout."""
        if not self._gone:
            return None
        if self.offline(now):
            return Hold.OFFLINE
        folder = self._gone.get(str(one.request.folder))
        return Hold.FOLDER if folder is not None and not _may_look(folder, now) else None

    def offline(self, now: float) -> bool:
        """Whether nobody at all may begin."""
        network = self._gone.get(NETWORK)
        return network is not None and not _may_look(network, now)

    def begun(self, one: Download) -> None:
        """A download was let through: it is the scout of what it needs."""
        for outage in self._needed_by(one):
            outage.scout = one

    def further(self, one: Download) -> list[HeadgateError]:
        """If that was a scout, what was gone is back; as what it was told."""
        back = [name for name, gone in self._gone.items() if gone.scout is one]
        return [self._gone.pop(name).error for name in back]

    def gave_up(self, one: Download) -> None:
        """A scout was called off; the next one may look at once."""
        for outage in self._needed_by(one):
            if outage.scout is one:
                outage.scout = None

    def seconds_to_look(self, now: float) -> float | None:
        """When somebody should look; None if nothing is gone, or somebody looks already."""
        waits = [gone.look_at for gone in self._gone.values() if gone.scout is None]
        return max(0.0, min(waits) - now) if waits else None

    def clear(self) -> None:
        """A new batch finds out for itself."""
        self._gone.clear()

    def _needed_by(self, one: Download) -> list[_Outage]:
        names = (NETWORK, str(one.request.folder)) if self._gone else ()
        return [self._gone[name] for name in names if name in self._gone]


def _may_look(gone: _Outage, now: float) -> bool:
    return gone.scout is None and now >= gone.look_at


def _resource(one: Download, error: HeadgateError) -> str:
    return NETWORK if isinstance(error, OfflineError) else str(one.request.folder)
