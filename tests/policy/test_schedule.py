"""Which speed counts when, on days when the clocks are changed too."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.model.speed_rules import read_speed_rules
from core.policy.schedule import Ruling, ruling

EPOCH = datetime(2026, 3, 23)  # noqa: DTZ001 - what a clock on the wall shows; a Monday
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
JUMP = 6 * DAY + 2 * HOUR  # in the night to Sunday


def wall(at: float) -> datetime:
    return EPOCH + timedelta(seconds=at)


def jumping(by: int, at: int = JUMP) -> Callable[[float], datetime]:
    """A clock that is put forward (or back) by so many seconds."""
    return lambda now: wall(now + by if now >= at else now)


def moment(day: int, hour: int, minute: int = 0) -> int:
    return day * DAY + hour * HOUR + minute * MINUTE


def says(text: str, now: float, local: Callable[[float], datetime] = wall) -> Ruling:
    return ruling(read_speed_rules(text), now, local)


WORK = "mon-fri 08:00-17:00 1M"
NIGHT = "fri 22:00-06:00 2M"


@pytest.mark.parametrize(
    ("text", "now", "rate", "until"),
    [
        (WORK, moment(0, 7), None, moment(0, 8)),
        (WORK, moment(0, 8), 10**6, moment(0, 17)),
        (WORK, moment(0, 16, 59) + 59.9, 10**6, moment(0, 17)),
        (WORK, moment(0, 17), None, moment(1, 8)),
        (WORK, moment(4, 17), None, moment(7, 8)),
        (NIGHT, moment(4, 21, 59), None, moment(4, 22)),
        (NIGHT, moment(4, 22), 2 * 10**6, moment(5, 6)),
        (NIGHT, moment(5, 5), 2 * 10**6, moment(5, 6)),
        (NIGHT, moment(6, 5), None, moment(11, 22)),
        (NIGHT, moment(4, 5), None, moment(4, 22)),
        ("sun 22:00-06:00 1", moment(7, 5), 1, moment(7, 6)),  # the night to Monday
        ("mon 10:00-10:00 1", moment(1, 9, 59), 1, moment(1, 10)),
        ("* 00:00-24:00 0", moment(2, 3), 0, None),
        ("* 00:00-12:00 5\n* 12:00-24:00 5", moment(2, 3), 5, None),
        ("mon 08:00-12:00 5\nmon 10:00-14:00 9", moment(0, 11), 5, moment(0, 12)),
        ("mon 08:00-12:00 5\nmon 10:00-14:00 9", moment(0, 12), 9, moment(0, 14)),
        ("mon 10:07-10:08 1", moment(0, 10, 7) + 30, 1, moment(0, 10, 8)),
        ("", moment(0, 8), None, None),
    ],
)
def test_the_first_rule_that_fits_decides_until_another_does(
    text: str, now: float, rate: int | None, until: int | None
) -> None:
    assert says(text, now) == Ruling(rate, until)


def test_an_hour_that_is_left_out_ends_what_would_have_ended_in_it() -> None:
    clock = jumping(HOUR)
    assert says("* 01:00-02:30 1", JUMP - HOUR, clock) == Ruling(1, JUMP)
    assert says("* 02:10-02:20 1", JUMP - HOUR, clock).until == JUMP + DAY - 50 * MINUTE


def test_after_the_hour_that_is_left_out_rules_end_by_the_wall() -> None:
    assert says("* 01:00-04:00 1", JUMP - HOUR, jumping(HOUR)).until == JUMP + HOUR


def test_an_hour_that_comes_twice_is_ruled_twice() -> None:
    clock = jumping(-HOUR, JUMP + HOUR)  # at three it is two again
    rule = "* 02:30-02:45 1"
    assert says(rule, JUMP, clock) == Ruling(None, JUMP + 30 * MINUTE)
    assert says(rule, JUMP + 50 * MINUTE, clock) == Ruling(None, JUMP + 90 * MINUTE)
    assert says("* 01:00-02:59 1", JUMP + 59 * MINUTE, clock).until == JUMP + HOUR


_LINES = st.lists(
    st.sampled_from([WORK, NIGHT, "* 23:30-01:15 3", "sat-mon 02:05-02:50 7", "* 02:30-02:30 4"]),
    max_size=3,
)


@given(_LINES, st.integers(0, 9 * DAY), st.sampled_from([0, HOUR, -HOUR, 1800]))
def test_nothing_changes_before_it_was_said_to(lines: list[str], now: int, by: int) -> None:
    local, text = jumping(by), "\n".join(lines)
    told = says(text, now, local)
    end = now + 2 * DAY if told.until is None else int(told.until)
    between = range(now, end, 15 * MINUTE)
    assert {says(text, at, local).rate for at in between} <= {told.rate}
    if told.until is not None:
        assert says(text, told.until, local).rate != told.rate
        assert says(text, told.until - 1, local).rate == told.rate
