"""The speed of the last minutes, for every download that ran in them and for all together."""

from collections import deque
from collections.abc import Iterable

SECONDS = 300  # how far back the plot goes
STEP_SECONDS = 1.0
Sample = tuple[float, float]  # monotonic seconds, bytes per second


class SpeedHistory:
    """Fed with every snapshot; keeps one sample a second."""

    def __init__(self) -> None:
        self._samples: dict[int, deque[Sample]] = {}
        self._due = 0.0

    def feed(self, rates: Iterable[tuple[int, float]], now: float) -> None:
        """Take note of what runs: ids with bytes per second."""
        if now < self._due:
            return
        self._due = now + STEP_SECONDS
        running = dict(rates)
        for number, rate in running.items():
            kept = self._samples.setdefault(number, deque(maxlen=int(SECONDS / STEP_SECONDS)))
            kept.append((now, rate))
        for number in [one for one, kept in self._samples.items() if kept[-1][0] < now - SECONDS]:
            del self._samples[number]

    def of(self, ids: Iterable[int], now: float) -> list[Sample]:
        """The speed of some downloads together, oldest first, as seconds before `now`."""
        total: dict[int, float] = {}
        for number in ids:
            for at, rate in self._samples.get(number, ()):
                age = round(now - at)
                if age <= SECONDS:
                    total[age] = total.get(age, 0.0) + rate
        return [(float(-age), total[age]) for age in sorted(total, reverse=True)]
