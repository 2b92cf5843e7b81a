"""What is gone is looked for by one at a time, and the others wait for its word."""

from pathlib import Path

import pytest

from core.engine.outages import LOOK_SECONDS, Outages
from core.model.download import Download, Request
from core.model.errors import FolderGoneError, OfflineError
from core.model.states import Hold

STICK, HOME = Path("/media/stick"), Path("/home/me")
OFFLINE = OfflineError()
GONE = FolderGoneError(folder=str(STICK))


def download(number: int, folder: Path = HOME) -> Download:
    return Download(number, Request(f"http://a.test/{number}", folder), float(number), 0.0)


@pytest.fixture
def outages() -> Outages:
    return Outages()


def test_at_first_nothing_is_gone(outages: Outages) -> None:
    assert not outages
    assert outages.why_not(download(1), 0) is None
    assert outages.seconds_to_look(0) is None


def test_without_a_network_nobody_begins_until_it_is_time_to_look(outages: Outages) -> None:
    assert outages.lost(download(1), OFFLINE, 10)
    assert outages.why_not(download(2), 11) is Hold.OFFLINE
    assert outages.offline(10 + LOOK_SECONDS - 0.1)
    assert outages.seconds_to_look(10.5) == LOOK_SECONDS - 0.5
    assert not outages.offline(10 + LOOK_SECONDS)


def test_that_it_is_still_gone_is_no_news(outages: Outages) -> None:
    assert outages.lost(download(1), OFFLINE, 10)
    assert not outages.lost(download(2), OFFLINE, 11)
    assert outages.offline(11 + LOOK_SECONDS - 0.1)


def test_one_scout_looks_and_the_others_wait_for_its_word(outages: Outages) -> None:
    scout, other = download(1), download(2)
    outages.lost(other, OFFLINE, 0)
    outages.begun(scout)
    assert outages.offline(100)
    assert outages.seconds_to_look(100) is None
    assert outages.further(other) == []
    assert outages.further(scout) == [OFFLINE]
    assert not outages
    assert not outages.offline(100)


def test_a_scout_that_finds_nothing_leaves_it_to_the_next(outages: Outages) -> None:
    scout = download(1)
    outages.lost(scout, OFFLINE, 0)
    outages.begun(scout)
    assert not outages.lost(scout, OFFLINE, 50)
    assert outages.further(scout) == []
    assert outages.offline(50 + LOOK_SECONDS / 2)
    assert not outages.offline(50 + LOOK_SECONDS)


def test_a_scout_that_was_called_off_lets_the_next_look_at_once(outages: Outages) -> None:
    scout = download(1)
    outages.lost(scout, OFFLINE, 0)
    outages.begun(scout)
    outages.gave_up(scout)
    assert not outages.offline(LOOK_SECONDS)
    assert outages


def test_only_those_of_a_folder_wait_for_it(outages: Outages) -> None:
    outages.lost(download(1, STICK), GONE, 0)
    assert outages.why_not(download(2, STICK), 1) is Hold.FOLDER
    assert outages.why_not(download(3, HOME), 1) is None
    assert not outages.offline(1)
    assert outages.why_not(download(2, STICK), LOOK_SECONDS) is None


def test_who_is_not_the_scout_of_a_folder_says_nothing_of_it(outages: Outages) -> None:
    outages.lost(download(1, STICK), GONE, 0)
    stranger = download(2, HOME)
    outages.begun(stranger)
    outages.gave_up(stranger)
    assert outages.further(stranger) == []
    assert outages.why_not(download(3, STICK), 1) is Hold.FOLDER


def test_a_new_batch_finds_out_for_itself(outages: Outages) -> None:
    outages.lost(download(1), OFFLINE, 0)
    outages.clear()
    assert not outages
