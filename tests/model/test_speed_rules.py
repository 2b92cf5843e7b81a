"""Speeds by day and hour, as they are written."""

import pytest

from core.model.errors import BadOptionError
from core.model.speed_rules import (
    MAX_RULES,
    SpeedRule,
    read_speed_rules,
)

WEEK = (0, 1, 2, 3, 4, 5, 6)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("mon-fri 08:00-17:30 1M", SpeedRule((0, 1, 2, 3, 4), 480, 1050, 1_000_000)),
        ("* 0:00-24:00 0", SpeedRule(WEEK, 0, 1440, 0)),
        ("SAT,sun 22:00-06:00 250k", SpeedRule((5, 6), 1320, 360, 250_000)),
        ("sat-mon,wed 1:05-1:06 1", SpeedRule((0, 2, 5, 6), 65, 66, 1)),
        ("  tue   10:00-10:00  2MiB/s ", SpeedRule((1,), 600, 600, 2 * 1024**2)),
    ],
)
def test_a_line_is_a_rule(line: str, rule: SpeedRule) -> None:
    assert read_speed_rules(f"# by day\n\n{line}\n") == (rule,)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("mon 08:00-17:00", "it takes days, hours and a speed"),
        ("mon 08:00-17:00 1M more", "it takes days, hours and a speed"),
        ("someday 08:00-17:00 1M", "is no day"),
        ("mon- 08:00-17:00 1M", "is no day"),
        ("mon,,tue 08:00-17:00 1M", "is no day"),
        ("mon 8-17 1M", "are no hours"),
        ("mon 24:00-08:00 1M", "are no hours"),
        ("mon 08:60-09:00 1M", "are no hours"),
        ("mon 08:00-24:01 1M", "are no hours"),
        ("mon 08:00-17:00 fast", "is not a rate"),
    ],
)
def test_what_is_no_rule_is_refused_with_its_line(line: str, why: str) -> None:
    with pytest.raises(BadOptionError, match=why) as caught:
        read_speed_rules(f"mon 01:00-02:00 1M\n{line}")
    assert caught.value.details["option"] == "speed-schedule"
    if "rate" not in why:
        assert "line 2" in str(caught.value)


def test_there_is_an_end_to_rules() -> None:
    line = "mon 08:00-17:00 1M\n"
    assert len(read_speed_rules(line * MAX_RULES)) == MAX_RULES
    with pytest.raises(BadOptionError, match="more than"):
        read_speed_rules(line * (MAX_RULES + 1))
