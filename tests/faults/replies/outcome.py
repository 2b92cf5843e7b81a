"""What came of a run, and what to think of it."""

from enum import Enum
from typing import NamedTuple

from tests.faults.replies.catalogue import Trial
from tests.faults.replies.site import NEXT


class Outcome(NamedTuple):
    """How a program ended: its own word for it, and whether that says it was done."""

    done: bool
    word: str


HUNG = Outcome(done=False, word="hung")


class Verdict(Enum):
    RIGHT = "right"
    ERROR = "error"  # it said that it failed, and did
    WRONG = "wrong file"  # it said that it was done, and the file is not one version
    UNHANDLED = "unhandled"  # it hung, crashed, or failed in a way nobody foresaw


class Found(NamedTuple):
    """The files a run left: the one, and that of the follower; None where there is none."""

    file: bytes | None
    following: bytes | None


def judge(trial: Trial, outcome: Outcome, found: Found) -> Verdict:
    """What any program must keep to: done means one version of the file."""
    behaviour, shape = trial.behaviour, trial.shape
    if outcome.word in ("hung", "crashed", "unexpected"):
        return Verdict.UNHANDLED
    if not outcome.done:
        return Verdict.ERROR
    if behaviour.follower and found.following not in (None, NEXT):
        return Verdict.WRONG
    if found.file in behaviour.versions(shape.size) or not behaviour.knowable:
        return Verdict.RIGHT
    return Verdict.WRONG


def judge_ours(trial: Trial, outcome: Outcome, found: Found) -> Verdict:
    """Besides, ours must end as foreseen, and a follower must be there."""
    verdict = judge(trial, outcome, found)
    if verdict is Verdict.WRONG or found.following not in (None, NEXT):
        return Verdict.WRONG
    if outcome.word not in trial.behaviour.accept.split():
        return Verdict.UNHANDLED
    if trial.behaviour.follower and found.following is None:
        return Verdict.UNHANDLED
    return verdict
