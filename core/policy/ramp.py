"""How many connections a file may have: twice as many for as long as that adds speed."""

from dataclasses import dataclass, replace

WINDOW_SECONDS = 0.03  # how long a number of connections is watched before the next step
TELLING_BYTES = 4_000_000  # a window with fewer says too little to hold anything against it
GROWTH = 1.15  # what doubling must add to be worth it
FIRST_PAUSE_SECONDS = 0.5  # until a number that did not help is tried again; doubles
LAST_PAUSE_SECONDS = 8.0


@dataclass(frozen=True, slots=True)
class Ramp:
    """1, 2, 4, 8 … connections. `look` returns the next ramp.

    Being wrong upwards costs a few requests, being wrong downwards costs most of the speed:
    so a step up needs little, and a refusal to step is looked at again soon. Servers that
    begin with a burst would else be taken for ones that more connections do not help.
    """

    level: int = 1
    top: int = 8
    since: float | None = None  # when all of the level were seen delivering
    received: int = 0  # bytes at that moment
    previous: float = 0.0  # bytes per second with fewer
    pause: float = 0.0  # seconds to stay; 0 while climbing
    next_pause: float = FIRST_PAUSE_SECONDS

    def look(self, now: float, received: int, delivering: int) -> "Ramp":
        """Take note of `received` bytes with so many connections delivering."""
        if self.pause:
            return self._after_pause(now, received, delivering)
        if self.level >= self.top:
            return self
        if delivering < self.level:
            return replace(self, since=None)
        if self.since is None:
            return replace(self, since=now, received=received)
        seconds, count = now - self.since, received - self.received
        if seconds < WINDOW_SECONDS:
            return self
        rate = count / seconds
        if rate > self.previous * GROWTH or count < TELLING_BYTES:
            level = min(self.top, self.level * 2)
            return replace(self, level=level, since=None, previous=rate)
        return replace(
            self,
            level=max(1, self.level // 2),
            since=now,
            received=received,
            pause=self.next_pause,
            next_pause=min(LAST_PAUSE_SECONDS, self.next_pause * 2),
        )

    def _after_pause(self, now: float, received: int, delivering: int) -> "Ramp":
        assert self.since is not None, "a pause has a beginning"
        if now - self.since < self.pause:
            return self
        rate = (received - self.received) / (now - self.since)
        level = min(self.top, max(self.level, delivering) * 2)
        return replace(self, level=level, since=None, previous=rate, pause=0.0)

    def due(self, now: float) -> float | None:
        """Seconds until looking again makes sense; None while nothing is being watched."""
        if self.since is None or (self.level >= self.top and not self.pause):
            return None
        return max(0.0, self.since + (self.pause or WINDOW_SECONDS) - now)

    def topped(self, top: int) -> "Ramp":
        """The user wants another limit."""
        return replace(self, top=top, level=min(self.level, top), pause=0.0, since=None)

    def capped(self, top: int) -> "Ramp":
        """The same with another limit."""
        return replace(self, top=top, level=min(self.level, top))
