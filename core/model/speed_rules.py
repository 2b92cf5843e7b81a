"""Which speed at which days and hours, as the user writes it: one rule a line."""

import re
from typing import NamedTuple

from core.model.errors import BadOptionError
from core.model.rate import read_rate

MAX_RULES = 50
DAY_MINUTES = 24 * 60
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_OPTION = "speed-schedule"
_HOURS = re.compile(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)")


class SpeedRule(NamedTuple):
    """`mon-fri 08:00-17:00 1M`: the first rule that fits a moment decides."""

    days: tuple[int, ...]  # on which it begins; 0 is Monday
    start: int  # minutes after midnight
    end: int  # not after `start`: on the next day
    rate: int  # bytes per second; 0: full speed


def read_speed_rules(text: str) -> tuple[SpeedRule, ...]:
    """The rules in a text; raises `BadOptionError` with the line that cannot be used."""
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split()
        if words and not words[0].startswith("#"):
            if len(words) != 3:
                raise _bad(number, "it takes days, hours and a speed")
            start, end = _hours(number, words[1])
            rate = read_rate(words[2], _OPTION)
            rules.append(SpeedRule(_days(number, words[0]), start, end, rate))
    if len(rules) > MAX_RULES:
        raise BadOptionError(option=_OPTION, reason=f"more than {MAX_RULES} rules")
    return tuple(rules)


def write_days(days: tuple[int, ...]) -> str:
    """`mon,sat,sun`; all of them are `*`."""
    return "*" if len(days) == len(DAYS) else ",".join(DAYS[day] for day in days)


def hour_text(minutes: int) -> str:
    """`08:00`."""
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _days(number: int, text: str) -> tuple[int, ...]:
    if text == "*":
        return tuple(range(len(DAYS)))
    found: set[int] = set()
    for part in text.lower().split(","):
        first, dash, last = part.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise _bad(number, f"“{text}” is no day; write mon-fri, or sat,sun, or *")
        begin = DAYS.index(first)
        length = (DAYS.index(last or first) - begin) % len(DAYS)
        found |= {(begin + more) % len(DAYS) for more in range(length + 1)}
    return tuple(sorted(found))


def _hours(number: int, text: str) -> tuple[int, int]:
    found = _HOURS.fullmatch(text)
    if found is not None:
        start_hour, start, end_hour, end = map(int, found.groups())
        first, last = start_hour * 60 + start, end_hour * 60 + end
        if max(start, end) < 60 and first < DAY_MINUTES and last <= DAY_MINUTES:
            return first, last
    raise _bad(number, f"“{text}” are no hours; write them as 08:00-17:30")


def _bad(number: int, reason: str) -> BadOptionError:
    return BadOptionError(option=_OPTION, reason=f"line {number}: {reason}")
