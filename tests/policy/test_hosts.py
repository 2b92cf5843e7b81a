"""What servers were seen to allow, and for how long that counts."""

import pytest

from core.model.errors import (
    BadReplyError,
    ChangedError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    DiskFullError,
    ForbiddenError,
    HeadgateError,
    NotFoundError,
    RateLimitedError,
    StalledError,
    UnavailableError,
)
from core.policy.hosts import REMEMBER_SECONDS, HostLimits, is_refusal

HOST = "example.org"


@pytest.mark.parametrize(
    "error",
    [
        ForbiddenError(),
        RateLimitedError(),
        UnavailableError(),
        ConnectionLostError(),
        ConnectionRefusedByHostError(),
    ],
    ids=repr,
)
def test_these_may_mean_one_connection_too_many(error: HeadgateError) -> None:
    assert is_refusal(error)


@pytest.mark.parametrize(
    "error",
    [
        NotFoundError(),
        BadReplyError(),
        ChangedError(),
        DiskFullError(),
        StalledError(),
        ConnectTimeoutError(),
    ],
    ids=repr,
)
def test_these_mean_something_else(error: HeadgateError) -> None:
    assert not is_refusal(error)


def test_a_server_that_never_refused_has_no_limit() -> None:
    limits = HostLimits()
    assert limits.limit(HOST, 1.0) is None
    assert not limits


def test_a_limit_is_that_of_its_server_alone() -> None:
    limits = HostLimits()
    limits.learn(HOST, 4, 1.0)
    assert limits
    assert limits.limit(HOST, 2.0) == 4
    assert limits.limit("example.com", 2.0) is None


def test_the_last_refusal_counts() -> None:
    limits = HostLimits()
    limits.learn(HOST, 4, 1.0)
    limits.learn(HOST, 2, 500.0)
    assert limits.limit(HOST, 1.0 + REMEMBER_SECONDS + 1) == 2


def test_one_connection_is_always_allowed() -> None:
    limits = HostLimits()
    limits.learn(HOST, 0, 1.0)
    assert limits.limit(HOST, 1.0) == 1


def test_a_limit_goes_with_the_download_that_taught_it() -> None:
    limits = HostLimits()
    limits.learn(HOST, 4, 1.0, teacher=7)
    limits.doubt(HOST, 8)
    limits.doubt("example.com", 7)
    assert limits.limit(HOST, 1.0) == 4
    limits.doubt(HOST, 7)
    assert not limits


def test_a_limit_that_nobody_taught_stays() -> None:
    limits = HostLimits()
    limits.learn(HOST, 4, 1.0, teacher=7)
    limits.learn(HOST, 3, 2.0)
    limits.doubt(HOST, 7)
    assert limits.limit(HOST, 2.0) == 3


def test_a_limit_is_forgotten_in_time() -> None:
    limits = HostLimits()
    limits.learn(HOST, 4, 1.0)
    assert limits.limit(HOST, 1.0 + REMEMBER_SECONDS) == 4
    assert limits
    assert limits.limit(HOST, 1.1 + REMEMBER_SECONDS) is None
    assert not limits
