"""When to try again: exponential back-off with full jitter, never before the server says."""

from collections.abc import Callable
from dataclasses import dataclass

from core.model.errors import HeadgateError

BASE_SECONDS = 1.0
CAP_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """`further` attempts after the first; an attempt that brought bytes starts the count anew."""

    further: int = 5

    def delay(
        self,
        error: HeadgateError,
        attempts: int,
        uniform: Callable[[float, float], float],
        *,
        progress: bool = False,
    ) -> float | None:
        """Seconds until the next attempt, or None to give up.

        `attempts` counts the failures in a row, this one included. Full jitter spreads the
        clients of a server that comes back; what the server asked for is the least. After
        `progress` the first attempt follows at once: the server was there a moment ago.
        """
        if not error.retryable or attempts > self.further:
            return None
        most = 0.0 if progress else min(CAP_SECONDS, BASE_SECONDS * 2.0 ** (attempts - 1))
        jitter = uniform(0.0, most)
        return max(jitter, error.retry_after or 0.0)
