"""Settings: defaults that hold, bounds that are kept."""

from dataclasses import FrozenInstanceError, fields, replace

import pytest

from core.model.errors import BadOptionError
from core.model.settings import Settings, check

NUMBERS = [one for one in fields(Settings) if "low" in one.metadata]
every_number = pytest.mark.parametrize("one", NUMBERS, ids=lambda one: one.name)


def test_the_defaults_are_within_their_bounds() -> None:
    assert check(Settings()) == Settings()


def test_every_setting_has_words_for_the_dialog() -> None:
    assert all(one.metadata["label"] for one in fields(Settings))


def test_every_whole_number_has_bounds() -> None:
    assert {one.name for one in NUMBERS} == {
        one.name for one in fields(Settings) if type(one.default) is int
    }


@every_number
@pytest.mark.parametrize("bound", ["low", "high"])
def test_a_bound_itself_is_allowed(one, bound: str) -> None:
    settings = replace(Settings(), **{one.name: one.metadata[bound]})
    assert check(settings) is settings


@every_number
@pytest.mark.parametrize(("bound", "step"), [("low", -1), ("high", 1)])
def test_beyond_a_bound_is_refused_by_name(one, bound: str, step: int) -> None:
    settings = replace(Settings(), **{one.name: one.metadata[bound] + step})
    with pytest.raises(BadOptionError) as caught:
        check(settings)
    assert caught.value.details["option"] == one.name.replace("_", "-")
    assert str(one.metadata[bound]) in str(caught.value)


def test_a_choice_is_one_of_those_there_are() -> None:
    with pytest.raises(BadOptionError, match="none of the choices"):
        check(replace(Settings(), conflict="guess"))


@pytest.mark.parametrize("name", ["folder", "watch_folder"])
def test_no_folder_has_a_zero_byte(name: str) -> None:
    with pytest.raises(BadOptionError, match="zero byte"):
        check(replace(Settings(), **{name: "/a\0b"}))


def test_settings_are_replaced_and_never_edited() -> None:
    settings = Settings()
    with pytest.raises(FrozenInstanceError):
        settings.folder = "/elsewhere"  # type: ignore[misc]


def test_a_choice_is_one_of_those_offered() -> None:
    choice = replace(Settings(), language="de")
    assert check(choice) is choice
    with pytest.raises(BadOptionError):
        check(replace(Settings(), language="de; x"))


@pytest.mark.parametrize(
    ("settings", "option"),
    [
        (Settings(proxy="ftp://x"), "proxy"),
        (Settings(site_rules="* connections=1\na proxy=ftp://x"), "site-rules"),
    ],
)
def test_a_proxy_that_cannot_be_is_refused(settings: Settings, option: str) -> None:
    with pytest.raises(BadOptionError, match="“ftp” is not one of") as caught:
        check(settings)
    assert caught.value.details["option"] == option
