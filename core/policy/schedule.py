"""Which speed the user's rules ask for at a moment, and until when."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from core.model.speed_rules import DAY_MINUTES, SpeedRule

_STEP = 1800  # seconds; clocks are put forward and back at full and half hours
_FURTHEST = 8 * 24 * 3600  # seconds; what does not change within a week never does


class Ruling(NamedTuple):
    """What the rules say: a rate, or None if none of them fits the moment."""

    rate: int | None
    until: float | None  # seconds since the epoch; None: for ever


def ruling(rules: Sequence[SpeedRule], now: float, local: Callable[[float], datetime]) -> Ruling:
    """What the rules say at `now` (seconds since the epoch).

    `local` tells what a clock on the wall shows at such a time. Rules go by the wall: an hour
    that is left out or comes twice shortens or lengthens what they rule.
    """
    at = int(now)
    rate = _rate_at(rules, local(at))
    edges = {minutes % DAY_MINUTES * 60 for rule in rules for minutes in (rule.start, rule.end)}
    while edges and at < now + _FURTHEST:
        wall = local(at)
        passed = (wall.hour * 60 + wall.minute) * 60 + wall.second
        to_edge = min((edge - passed - 1) % (DAY_MINUTES * 60) + 1 for edge in edges)
        at = min(at + to_edge, (at // _STEP + 1) * _STEP)
        if _rate_at(rules, local(at)) != rate:
            return Ruling(rate, float(at))
    return Ruling(rate, None)


def _rate_at(rules: Sequence[SpeedRule], wall: datetime) -> int | None:
    """The rate of the first rule that fits; a rule belongs to the day on which it begins."""
    minutes = wall.hour * 60 + wall.minute
    for rule in rules:
        length = (rule.end - rule.start) % DAY_MINUTES or DAY_MINUTES
        days_ago, since = divmod(minutes - rule.start, DAY_MINUTES)  # -1: it began yesterday
        if since < length and (wall.weekday() + days_ago) % 7 in rule.days:
            return rule.rate
    return None
