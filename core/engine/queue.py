"""Who waits, and who of them is next."""

from collections.abc import Callable, Iterable

from core.engine.line import Line
from core.engine.roster import Roster
from core.model.download import Download
from core.model.states import Hold, State


class Queue:
    """Queued downloads in their order; called inside the lock of `Work`.

    A batch may be for some downloads alone. Those whose server is at its limit step aside,
    so that nobody behind them waits for it too.
    """

    def __init__(self, roster: Roster) -> None:
        self._roster = roster
        self._line = Line()
        self._only: Line | None = None
        self._aside: dict[str, list[Download]] = {}
        self._open = False

    @property
    def partial(self) -> bool:
        """Whether the open batch is for some downloads alone."""
        return self._only is not None

    def __bool__(self) -> bool:
        """Whether anybody could be next."""
        return bool(self._line if self._only is None else self._only)

    @property
    def waiting_for_hosts(self) -> bool:
        """Whether some stepped aside."""
        return bool(self._aside)

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
                    self._only.put(one.id, one.rank)
        self.touch_first()

    def close(self) -> None:
        """The batch is over; everybody waits for the next one."""
        self._open, self._only = False, None
        for host in list(self._aside):
            self.back_in_line(host)
        self.touch_first()

    def put(self, one: Download, *, admitted: bool = False) -> None:
        """Let a download wait at its rank; `admitted` puts it in a partial batch too."""
        self._line.put(one.id, one.rank)
        if admitted and self._only is not None:
            self._only.put(one.id, one.rank)

    def moved(self, one: Download) -> None:
        """Its rank has changed."""
        for line in (self._line, self._only):
            if line is not None and one.id in line:
                line.put(one.id, one.rank)
        self.touch_first()

    def drop(self, download_id: int) -> None:
        self._line.drop(download_id)

    def next(self, at_limit: Callable[[Download], bool]) -> Download | None:
        """Take out the first whose server is not `at_limit`."""
        line = self._line if self._only is None else self._only
        while (first := line.pop()) is not None:
            if line is not self._line and first not in self._line:
                continue
            self._line.drop(first)
            one = self._roster.get(first)
            assert one is not None, "what is in the line is in the list"
            if not at_limit(one):
                self.touch_first()
                return one
            self._aside.setdefault(one.host, []).append(one)
            self._roster.touch(one)
        return None

    def back_in_line(self, host: str) -> None:
        """Those that stepped aside for a host may have their turn."""
        for one in self._aside.pop(host, ()):
            if one.state is State.QUEUED and self._roster.get(one.id) is one:
                self.put(one, admitted=True)

    def touch_first(self) -> None:
        """Why the first one waits is shown; the rest waits for the same reason."""
        first = self._line.first()
        if first is not None and (one := self._roster.get(first)) is not None:
            self._roster.touch(one)

    def hold(self, one: Download) -> Hold | None:
        """Why a download waits."""
        if one.state is State.RETRY_WAIT:
            return Hold.RETRY
        if one.state is not State.QUEUED:
            return None
        if one.host in self._aside and one.id not in self._line:
            return Hold.HOST
        if not self._open or (self._only is not None and one.id not in self._only):
            return Hold.START
        return Hold.SLOT
