"""Numbers, sizes, times and dates, as each language writes them."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

import gui
from core.policy import wording
from gui.figures import (
    clock,
    date_and_time,
    duration,
    hour,
    moment,
    number,
    percent,
    size,
    speed,
    use_locale,
)

AT = datetime(2026, 3, 21, 17, 5, 9)  # noqa: DTZ001 - the user's own time
NOW = AT.timestamp()


@pytest.fixture
def locale(request: pytest.FixtureRequest) -> Iterator[None]:
    before = QLocale()
    use_locale(QLocale(request.param))
    yield
    use_locale(before)


def written_in(*codes: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("locale", codes, indirect=True)


@written_in("en")
@pytest.mark.parametrize("count", [0, 999, 999.4, 4_200_000, 99_960, 10**12, 10**17])
def test_english_writes_as_the_terminal_does(locale: None, count: float) -> None:
    assert size(count) == wording.size(count)
    assert speed(count) == wording.speed(count)


@written_in("en")
@pytest.mark.parametrize("seconds", [0, 59, 60, 599, 600, 3599, 3600, 86_399, 86_400, 10**6])
def test_english_counts_time_as_the_terminal_does(locale: None, seconds: float) -> None:
    assert duration(seconds) == wording.duration(seconds)


@pytest.mark.parametrize(
    ("locale", "written"),
    [("en", "12,345"), ("de", "12.345"), ("fr", "12\u202f345"), ("fa", "۱۲٬۳۴۵")],
    indirect=["locale"],
)
def test_numbers_are_grouped(locale: None, written: str) -> None:
    assert number(12_345) == written


@pytest.mark.parametrize(
    ("locale", "written"), [("de", "4,20 MB"), ("fa", "۴٫۲۰ MB")], indirect=["locale"]
)
def test_a_size_has_the_comma_of_its_language(locale: None, written: str) -> None:
    assert size(4_200_000) == written


@written_in("en")
def test_all_but_a_byte_is_not_all(locale: None) -> None:
    assert percent(0.99999) == "99 %"


@written_in("de")
def test_a_moment_is_the_hour_today_and_else_the_day(locale: None) -> None:
    assert moment(NOW, NOW) == hour(NOW) == "17:05"
    assert moment(NOW, NOW + timedelta(days=1).total_seconds()) == "yesterday 17:05"
    assert moment(NOW, NOW + timedelta(days=2).total_seconds()) == "21.03.26"
    assert clock(NOW) == "17:05:09"


@written_in("fa")
def test_persian_dates_are_of_the_persian_calendar(locale: None) -> None:
    assert moment(NOW, NOW + timedelta(days=9).total_seconds()) == "۱۴۰۵/۱/۱"
    assert date_and_time(NOW) == "۱۴۰۵/۱/۱ ۱۷:۰۵"


def test_the_window_writes_no_figure_as_the_terminal_does() -> None:
    """`core.policy.wording` knows no language: its figures come into the window by one room."""
    rooms = [path for path in Path(gui.__file__).parent.rglob("*.py") if path.stem != "figures"]
    wording_used = re.compile(r"wording import .*\b(size|speed|duration|scaled|parted)\b")
    assert len(rooms) > 40
    assert [room.name for room in rooms if wording_used.search(room.read_text("utf-8"))] == []
