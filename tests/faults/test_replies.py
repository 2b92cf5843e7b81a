"""A sample of the scripted replies, and that the rig would notice a wrong file."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import trustme

from tests.faults.replies.behaviour import SHAPES, Behaviour, Shape, unbent
from tests.faults.replies.catalogue import GROUPS, Trial, trials
from tests.faults.replies.ours import Headgate
from tests.faults.replies.outcome import HUNG, Found, Outcome, Verdict, judge, judge_ours
from tests.faults.replies.stage import Stage, memory_folder, stage

SEED = 3
SAMPLE = 30
FRESH, RESUMED = SHAPES[0], SHAPES[1]
WORST_SHAPES = (SHAPES[1], SHAPES[4])  # resumed, and small: both quick
DONE = Outcome(done=True, word="whole")


@pytest.fixture
def here(authority: trustme.CA) -> Iterator[Stage]:
    with memory_folder() as folder, stage(folder, authority) as running:
        yield running


# Behaviours that an engine left wrong files with before it was told of them.
INFAMOUS = {
    "206 without a length, more than its range", "chunked and a length too small",
    "sends 2000 bytes at most", "sends one byte", "multipart with Content-Range",
    "total unknown, less than asked", "416 with a total of 0 and a page",
    "200 with a part and its range", "replaced, ETag in two quotes",
    "replaced, unquoted ETag as before", "replaced, no ETag any more",
    "replaced, ETag weak from now on", "Location twice, different", "parts come from the start",
    "parts are one byte off", "until close, shrunk below the half",
}  # fmt: skip


def sample() -> list[Trial]:
    """The worst, and some of everything, without what has to wait for a silent server."""
    quick = [one for one in trials() if "stall" not in one.name + one.behaviour.accept]
    worst = [one for one in quick if one.behaviour.name in INFAMOUS and one.shape in WORST_SHAPES]
    return worst + random.Random(SEED).sample(quick, SAMPLE)


def test_a_sample_of_replies_leaves_no_wrong_file_and_no_surprise(here: Stage) -> None:
    ours = Headgate(here.ca_file)

    def verdict(trial: Trial) -> tuple[str, str, Verdict]:
        outcome, found = here.perform(trial, ours)
        return trial.name, outcome.word, judge_ours(trial, outcome, found)

    with ThreadPoolExecutor(8) as pool:
        ended = list(pool.map(verdict, sample()))
    bad = (Verdict.WRONG, Verdict.UNHANDLED)
    assert not [one for one in ended if one[2] in bad]
    assert {Verdict.RIGHT, Verdict.ERROR} <= {one[2] for one in ended}


class Careless:
    """Takes whatever bytes there are for the file."""

    name = "careless"
    most_connections = 1

    def __init__(self, data: bytes) -> None:
        self.data = data

    def first_half(self, url: str, folder: Path, connections: int) -> None:
        (folder / "files" / "data.bin").write_bytes(self.data)

    def fetch(self, urls: list[str], folder: Path, connections: int) -> Outcome:
        with (folder / "files" / "data.bin").open("ab") as file:
            file.write(self.data)
        return DONE


@pytest.mark.parametrize(
    ("data", "verdict"), [(b"right", Verdict.RIGHT), (b"wrong", Verdict.WRONG)]
)
def test_a_program_that_is_done_with_something_else_is_wrong(
    here: Stage, data: bytes, verdict: Verdict
) -> None:
    either = Behaviour("any", unbent, "whole", extra=lambda _: [b"right", b"rightright"])
    for shape in (FRESH, RESUMED):
        trial = Trial("none", either, shape)
        assert judge(trial, *here.perform(trial, Careless(data))) is verdict


def trial(shape: Shape = FRESH, **more: object) -> Trial:
    return Trial("none", Behaviour("any", unbent, "whole gone", **more), shape)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("word", "verdict"),
    [("gone", Verdict.ERROR), ("forbidden", Verdict.UNHANDLED), ("unexpected", Verdict.UNHANDLED)],
)
def test_ours_must_fail_as_foreseen(word: str, verdict: Verdict) -> None:
    assert judge_ours(trial(), Outcome(done=False, word=word), Found(None, None)) is verdict


def test_who_hangs_is_not_excused() -> None:
    assert judge(trial(), HUNG, Found(None, None)) is Verdict.UNHANDLED


def test_done_without_a_file_is_wrong() -> None:
    assert judge(trial(), DONE, Found(None, None)) is Verdict.WRONG


def test_a_follower_must_be_right_too() -> None:
    whole = file_of(FRESH)
    assert judge(trial(follower=True), DONE, Found(whole, b"x")) is Verdict.WRONG
    assert judge_ours(trial(follower=True), DONE, Found(whole, None)) is Verdict.UNHANDLED


def file_of(shape: Shape) -> bytes:
    return trial(shape).behaviour.versions(shape.size)[0]


def test_the_infamous_are_all_there() -> None:
    assert {one.behaviour.name for one in trials()} >= INFAMOUS


def test_there_are_enough_behaviours_and_each_has_a_name_of_its_own() -> None:
    names = [(group, one.name) for group, all_of in GROUPS.items() for one in all_of]
    assert len(names) >= 120
    assert len(set(names)) == len(names)
