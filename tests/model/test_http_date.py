"""Dates as servers write them, in three forms and in none."""

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.http_date import seconds_since_epoch

MOMENT = 784111777.0  # the example of RFC 9110


@pytest.mark.parametrize(
    "text",
    [
        "Sun, 06 Nov 1994 08:49:37 GMT",
        "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun, 06 Nov 1994 09:49:37 +0100",
    ],
)
def test_every_form_names_the_same_moment(text: str) -> None:
    assert seconds_since_epoch(text) == MOMENT


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_date_without_a_zone_means_utc_wherever_we_are(
    monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert seconds_since_epoch("Sun Nov  6 08:49:37 1994") == MOMENT
    finally:
        if before is None:
            monkeypatch.delenv("TZ")
        else:
            monkeypatch.setenv("TZ", before)
        time.tzset()


@pytest.mark.parametrize(
    "text", ["", "now", "0", "-1", "1994-11-06T08:49:37Z", "Sun, 99 Nov 1994 08:49:37 GMT"]
)
def test_what_is_no_date_names_no_moment(text: str) -> None:
    assert seconds_since_epoch(text) is None


@settings(deadline=None, max_examples=150)
@given(
    st.text(max_size=30) | st.from_regex(r"(Mon, )?\d{1,4} Jan \d{1,5}( [\d:]{1,9})?( [+-]\d+)?")
)
def test_no_text_breaks_the_reader(text: str) -> None:
    assert isinstance(seconds_since_epoch(text), float | None)
