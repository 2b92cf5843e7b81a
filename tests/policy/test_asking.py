"""Which links are asked about, and what answers mean."""

import pytest

from core.model.errors import (
    ConnectTimeoutError,
    ForbiddenError,
    GoneError,
    NotFoundError,
    RateLimitedError,
    UnknownHostError,
)
from core.policy.asking import is_dead, is_enough, may_be_asked
from core.policy.intake.take import take_in


@pytest.mark.parametrize(
    ("url", "may"),
    [
        ("https://a.example/x.zip", True),
        ("https://a.example/get.php?id=7&file=x", True),
        ("https://a.example/x.zip?token=abc", False),
        ("https://a.example/x.zip?a=b&X-Amz-Signature=abc", False),
        ("https://a.example/x.zip?Expires=", False),
        ("https://a.example/[1-9].zip", False),
    ],
)
def test_what_may_work_only_once_is_left_in_peace(url: str, *, may: bool) -> None:
    assert may_be_asked(take_in(url).entries[0]) is may


def test_there_is_no_question_when_the_list_says_the_size() -> None:
    assert not may_be_asked(take_in("url,size\nhttps://a.example/x,5\n").entries[0])


def test_dead_is_what_fails_for_certain_and_enough_what_asks_for_rest() -> None:
    gone = [NotFoundError(host="a"), GoneError(host="a"), UnknownHostError(host="a")]
    tired = [RateLimitedError(host="a"), ConnectTimeoutError(host="a", seconds="1")]
    assert all(map(is_dead, gone))
    assert not any(map(is_dead, [*tired, ForbiddenError(host="a")]))
    assert all(map(is_enough, tired))
    assert not any(map(is_enough, [gone[0], ForbiddenError(host="a")]))
