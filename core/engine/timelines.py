"""What happened to the downloads that ran last."""

from collections import OrderedDict, deque
from collections.abc import Callable

from core.model.errors import HeadgateError
from core.model.timeline import Kind, Moment

KEPT = 500  # downloads with a log; the one that was quiet for longest is forgotten first
MOMENTS = 200  # the oldest of one download are forgotten first


class Timelines:
    """Called inside the lock of `Work`."""

    def __init__(self, wall: Callable[[], float]) -> None:
        self._wall = wall
        self._moments: OrderedDict[int, deque[Moment]] = OrderedDict()

    def note(
        self, download_id: int, kind: Kind, error: HeadgateError | None = None, **values: object
    ) -> None:
        """Remember that it happened just now."""
        moments = self._moments.get(download_id)
        if moments is None:
            moments = self._moments[download_id] = deque(maxlen=MOMENTS)
            if len(self._moments) > KEPT:
                self._moments.popitem(last=False)
        else:
            self._moments.move_to_end(download_id)
        told = {name: str(value) for name, value in values.items()}
        moments.append(Moment(self._wall(), kind, told, error))

    def of(self, download_id: int) -> tuple[Moment, ...]:
        """What is remembered of a download, oldest first."""
        return tuple(self._moments.get(download_id, ()))

    def forget(self, download_id: int) -> None:
        self._moments.pop(download_id, None)
