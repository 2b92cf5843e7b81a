"""What single columns say, and how it is stored."""

from dataclasses import replace

import pytest

from core.disk.columns import (
    described_from,
    options_from,
    options_to,
    resource_from,
    resource_to,
)
from core.model.download import Conflict, Credentials, Options
from core.model.resource import Resource, Validator

HARMLESS = (("Accept-Language", "de"), ("User-Agent", "me"))
SECRETS = (("Authorization", "Bearer hunter2"), ("Cookie", "a=hunter2"), ("X-Api-Key", "hunter2"))


def test_plain_options_take_no_room() -> None:
    assert options_to(Options()) is None
    assert options_from(None) == Options()


def test_options_come_back() -> None:
    options = Options(HARMLESS, "https://a.example/page", None, Conflict.OVERWRITE)
    assert options_from(options_to(options)) == options


def test_secrets_among_the_options_stay_in_memory() -> None:
    options = Options(HARMLESS + SECRETS, "", Credentials("bob", "hunter2"), Conflict.SKIP)
    stored = options_to(options)
    assert stored is not None
    assert "hunter2" not in stored
    assert "bob" not in stored
    assert options_from(stored) == Options(HARMLESS, "", None, Conflict.SKIP)


def test_a_password_in_the_referer_stays_in_memory() -> None:
    stored = options_to(Options(referer="https://bob:hunter2@a.example/page"))
    assert stored is not None
    assert "hunter2" not in stored
    assert "a.example/page" in options_from(stored).referer


@pytest.mark.parametrize("size", [None, 0, 2**40])
def test_what_must_be_known_to_go_on_comes_back(size: int | None) -> None:
    validator = Validator('"a"', "Mon, 01 Jan 2024 12:00:00 GMT", "Tue, 02 Jan 2024 12:00:00 GMT")
    resource = Resource(
        "https://a.example/?token=hunter2", size, validator, ranges=True, coding="gzip"
    )
    stored = resource_to(resource)
    assert stored is not None
    assert "hunter2" not in stored
    assert resource_from(stored) == replace(resource, url="")


def test_a_resource_of_an_older_list_has_no_coding() -> None:
    again = resource_from('[5, true, "x", "", ""]')
    assert again == Resource("", 5, Validator("x"), ranges=True)


def test_no_resource_is_no_resource() -> None:
    assert resource_to(None) is None
    assert resource_from(None) is None


@pytest.mark.parametrize("shares", ['["crc32", 100, "00"]', '["md5", 100, "x"]', '["md5", 100]'])
def test_shares_that_make_no_sense_are_refused(shares: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        described_from(f"[[], {shares}, 5]")
