"""Where one more connection helps a file most: which rest to take, and from where."""

from collections.abc import Sequence
from typing import NamedTuple

MIN_PIECE_BYTES = 256 * 1024
MIN_GAIN_SECONDS = 0.1
FAR_SLOWER = 8  # times slower than it was: a connection that stalls


class Rest(NamedTuple):
    """What one connection still has to fetch: bytes `start` to `end`, at `rate` a second."""

    start: int
    end: int
    rate: float | None  # None: too young to tell
    best: float = 0.0  # the highest rate it had


class Cut(NamedTuple):
    """Begin a further connection at byte `start` of the rest with this number."""

    number: int
    start: int


def best_cut(rests: Sequence[Rest], latency: float) -> Cut | None:
    """The rest that ends soonest with help, compared with going on alone; None if none gains.

    The helper is expected to be as fast as the others usually are, and to need `latency`
    seconds for its first byte. It gets the share of the rest that lets both end together. A
    rest too small to share is raced: the helper begins where the owner stands, and whoever
    comes first has it. So a connection far slower than the others loses its rest.
    """
    best: Cut | None = None
    most = MIN_GAIN_SECONDS
    for number, rest in enumerate(rests):
        fresh = _expected(rests, number)
        if not fresh:
            continue
        rate = fresh if rest.rate is None else max(rest.rate, 1.0)
        size = rest.end - rest.start
        left = size - rate * latency  # what is there when the helper comes
        if left <= 0:
            continue
        share = int(left * fresh / (fresh + rate))
        if share >= MIN_PIECE_BYTES:
            start, together = rest.end - share, latency + left / (fresh + rate)
        else:
            start, together = rest.start, latency + size / fresh
        gain = size / rate - together
        if gain > most:
            best, most = Cut(number, start), gain
    return best


def _expected(rests: Sequence[Rest], number: int) -> float:
    """The rate a further connection is likely to have: what the others have."""
    others = [_usual(rest) for place, rest in enumerate(rests) if place != number and rest.rate]
    return _middle(others) if others else _usual(rests[number])


def _middle(rates: list[float]) -> float:
    """Their median; `statistics` would take longer to load than all of policy."""
    rates, half = sorted(rates), len(rates) // 2
    return (rates[half] + rates[~half]) / 2


def _usual(rest: Rest) -> float:
    """What its connection brings when it does not stall; 0 if it is too young to tell."""
    rate = rest.rate or 0.0
    return rest.best if rate * FAR_SLOWER < rest.best else rate
