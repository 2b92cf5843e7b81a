"""Who waits, and who of them is next."""

from collections.abc import Callable, Iterable

from core.engine.line import Line
from core.engine.roster import Roster
from core.model.download import Download
from core.model.states import Hold, State


class Queue:
    """Queued downloads in their order; called inside the lock of `Work`.

    A batch may be for some downloads alone. All that cannot begin because of the same server or
    folder, which `why_not` tells, are passed over at once: nobody behind them waits for it too.
    """

    def __init__(self, roster: Roster, why_not: Callable[[Download], Hold | None]) -> None:
        self._roster = roster
        self._why_not = why_not
        self._line = Line()
        self._only: Line | None = None  # some of the line
        self._open = False

    @property
    def partial(self) -> bool:
        """Whether the open batch is for some downloads alone."""
        return self._only is not None

    def __bool__(self) -> bool:
        """Whether anybody could be next."""
        return bool(self._line if self._only is None else self._only)

    def open(self, only: Iterable[int] | None) -> None:
        """A batch begins, for all or for `only` these."""
        self._open = True
        self._only = None if only is None else Line()
        self.admit(only or ())

    def admit(self, ids: Iterable[int] | None) -> None:
        """The batch is for these too, or (None) for all."""
        if ids is None:
            self._only = None
        elif self._only is not None:
            for one in self._roster.some(ids):
                if one.id in self._line:
                    self._only.put(one.id, one.rank, _group(one))
        self._touch_first()

    def close(self) -> None:
        """The batch is over; everybody waits for the next one."""
        self._open, self._only = False, None
        self._touch_first()

    def put(self, one: Download, *, admitted: bool = False) -> None:
        """Let a download wait at its rank; `admitted` puts it in a partial batch too."""
        self._line.put(one.id, one.rank, _group(one))
        if admitted and self._only is not None:
            self._only.put(one.id, one.rank, _group(one))

    def moved(self, one: Download) -> None:
        """Its rank has changed."""
        for line in (self._line, self._only):
            if line is not None and one.id in line:
                line.put(one.id, one.rank, _group(one))
        self._touch_first()

    def drop(self, download_id: int) -> None:
        self._line.drop(download_id)
        if self._only is not None:
            self._only.drop(download_id)

    def next(self) -> Download | None:
        """Take out the first that can begin."""
        number = (self._line if self._only is None else self._only).pop(self._closed)
        if number is None:
            return None
        self.drop(number)
        self._touch_first()
        return self._download(number)

    def hold(self, one: Download) -> Hold | None:
        """Why a download waits."""
        if one.state is State.RETRY_WAIT:
            return Hold.RETRY
        if one.state is not State.QUEUED:
            return None
        if not self._open or (self._only is not None and one.id not in self._only):
            return Hold.START
        return self._why_not(one) or Hold.SLOT

    def _closed(self, download_id: int, _group: str) -> bool:
        one = self._download(download_id)
        if self._why_not(one) is None:
            return False
        self._roster.touch(one)
        return True

    def _touch_first(self) -> None:
        """Why the first one waits is shown; those behind it wait for the same reason."""
        first = self._line.first()
        if first is not None:
            self._roster.touch(self._download(first))

    def _download(self, download_id: int) -> Download:
        one = self._roster.get(download_id)
        assert one is not None, "what is in the line is in the list"
        return one


def _group(one: Download) -> str:
    """Those of a group wait for the same server and the same folder."""
    return f"{one.host} {one.request.folder}"
