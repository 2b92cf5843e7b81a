"""Validators: what proves that two answers are one version of a file."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.model.resource import Validator

NOON = "Mon, 01 Jan 2024 12:00:00 GMT"
NOON_AND_59 = "Mon, 01 Jan 2024 12:00:59 GMT"
NOON_AND_60 = "Mon, 01 Jan 2024 12:01:00 GMT"
STRONG, WEAK = Validator('"a"'), Validator('W/"a"')
DATED = Validator(last_modified=NOON, date=NOON_AND_60)


@pytest.mark.parametrize(
    ("validator", "strong"),
    [
        (STRONG, True),
        (WEAK, False),
        (Validator(), False),
        (DATED, True),
        (Validator(last_modified=NOON, date=NOON_AND_59), False),
        (Validator(last_modified=NOON, date=NOON), False),
        (Validator(last_modified=NOON_AND_60, date=NOON), False),
        (Validator(last_modified=NOON), False),
        (Validator(date=NOON), False),
        (Validator(last_modified="yesterday", date=NOON), False),
        (Validator(last_modified=NOON, date="now"), False),
        (Validator('W/"a"', last_modified=NOON, date=NOON_AND_60), False),
        (Validator('"\xe9!"'), True),
        (Validator('""'), False),
        (Validator("a"), False),
        (Validator('w/"a"'), False),
        (Validator('"a" b"'), False),
        (Validator('"a", "b"'), False),
    ],
)
def test_what_counts_as_strong(validator: Validator, *, strong: bool) -> None:
    assert validator.strong is strong


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        (STRONG, STRONG, False),
        (STRONG, Validator('"b"'), True),
        (STRONG, WEAK, False),
        (WEAK, Validator('W/"b"'), True),
        (STRONG, Validator(), False),
        (STRONG, DATED, False),
        (DATED, DATED, False),
        (DATED, Validator(last_modified=NOON_AND_59), True),
        (DATED, Validator(last_modified=NOON), False),
        (Validator(), Validator(), False),
        (Validator('"a"', NOON), Validator('"a"', NOON_AND_59), False),
        (Validator('"a"', NOON), Validator('"b"', NOON), True),
    ],
)
def test_what_cannot_be_one_version(one: Validator, other: Validator, *, contradicts: bool) -> None:
    assert one.contradicts(other) is contradicts
    assert other.contradicts(one) is contradicts


@pytest.mark.parametrize(
    ("one", "other", "proves"),
    [
        (STRONG, STRONG, True),
        (STRONG, Validator('"b"'), False),
        (STRONG, WEAK, False),
        (WEAK, WEAK, False),
        (STRONG, DATED, False),
        (DATED, DATED, True),
        (DATED, Validator(last_modified=NOON), False),
        (DATED, Validator(last_modified=NOON_AND_59, date="Tue, 02 Jan 2024 12:00:00 GMT"), False),
        (Validator(), Validator(), False),
    ],
)
def test_what_certainly_is_one_version(one: Validator, other: Validator, *, proves: bool) -> None:
    assert one.proves(other) is proves
    assert other.proves(one) is proves


@settings(deadline=None, max_examples=100)
@given(
    st.text(max_size=30) | st.from_regex(r"(Mon, )?\d{1,4} Jan \d{1,5}( [\d:]{1,9})?( [+-]\d+)?")
)
def test_no_date_a_server_sends_breaks_anything(date: str) -> None:
    assert Validator(last_modified=date, date=NOON).strong in (True, False)


validators = st.builds(
    Validator,
    st.sampled_from(["", '"a"', '"b"', 'W/"a"']),
    st.sampled_from(["", NOON, NOON_AND_59]),
    st.sampled_from(["", NOON_AND_60, "Tue, 02 Jan 2024 12:00:00 GMT"]),
)


@settings(deadline=None, max_examples=100)
@given(validators, validators)
def test_nothing_both_proves_and_contradicts(one: Validator, other: Validator) -> None:
    assert not (one.proves(other) and one.contradicts(other))
