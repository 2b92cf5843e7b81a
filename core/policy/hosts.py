"""What servers allow: how many connections at a time, as learnt from their refusals."""

from core.model.errors import (
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ForbiddenError,
    HeadgateError,
    RateLimitedError,
    UnavailableError,
)

REMEMBER_SECONDS = 600.0
# Errors that may mean “one connection too many” while others of the same host work.
_REFUSALS = (
    ForbiddenError,
    RateLimitedError,
    UnavailableError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
)


def is_refusal(error: HeadgateError) -> bool:
    """Whether an error may mean that a server takes no further connection."""
    return isinstance(error, _REFUSALS)


class HostLimits:
    """Limits by host; a limit is forgotten after ten minutes, or with the one who taught it."""

    def __init__(self) -> None:
        self._limits: dict[str, tuple[int, float, int | None]] = {}

    def __bool__(self) -> bool:
        return bool(self._limits)

    def learn(self, host: str, limit: int, now: float, teacher: int | None = None) -> None:
        """`host` works with `limit` connections and refused one more.

        `teacher` is the download that was refused, if that may as well lie in itself.
        """
        self._limits[host] = (max(1, limit), now, teacher)

    def doubt(self, host: str, teacher: int) -> None:
        """It was refused again, with connections to spare: they were not the reason."""
        if host in self._limits and self._limits[host][2] == teacher:
            del self._limits[host]

    def limit(self, host: str, now: float) -> int | None:
        """What `host` allows as far as we know; None if it never refused."""
        found = self._limits.get(host)
        if found is None:
            return None
        if now - found[1] > REMEMBER_SECONDS:
            del self._limits[host]
            return None
        return found[0]
