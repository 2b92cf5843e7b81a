"""Foreign exceptions become ours: the most specific first, with a word on what to do."""

import errno
import socket
import ssl

import pytest

from core.model.errors import (
    BadReplyError,
    CertificateError,
    ConnectionLostError,
    ConnectionRefusedByHostError,
    ConnectTimeoutError,
    HeadgateError,
    NameLookupError,
    NotFoundError,
    StalledError,
    TlsError,
    UnknownHostError,
    UnreachableError,
)
from core.net import faults
from core.net.faults import while_connecting, while_reading


def untrusted() -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_message = "certificate has expired."
    return error


def alert(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, "handshake failure")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (TimeoutError(), ConnectTimeoutError(host="h", seconds="2.5")),
        (OSError(errno.ETIMEDOUT, "timed out"), ConnectTimeoutError(host="h", seconds="2.5")),
        (socket.gaierror(socket.EAI_NONAME, "unknown"), UnknownHostError(host="h")),
        (socket.gaierror(socket.EAI_AGAIN, "later"), NameLookupError(host="h")),
        (UnicodeError("label too long"), UnknownHostError(host="h")),
        (ssl.SSLEOFError(8, "EOF"), ConnectionLostError(host="h")),
        (alert("WRONG_VERSION_NUMBER"), TlsError(host="h", reason="wrong version number")),
        (alert(""), TlsError(host="h", reason="unknown")),
        (OSError(errno.ECONNREFUSED, "no"), ConnectionRefusedByHostError(host="h")),
        (
            OSError(errno.EHOSTUNREACH, "No route to host"),
            UnreachableError(host="h", reason="no route to host"),
        ),
        (
            OSError(errno.ENETUNREACH, "Network is unreachable"),
            UnreachableError(host="h", reason="network is unreachable"),
        ),
        (OSError(errno.ENETDOWN, None), UnreachableError(host="h", reason="")),
        (OSError(errno.ECONNRESET, "reset"), ConnectionLostError(host="h")),
        (BrokenPipeError(), ConnectionLostError(host="h")),
    ],
)
def test_what_went_wrong_while_connecting(error: Exception, ours: HeadgateError) -> None:
    assert while_connecting(error, "h", 2.5) == ours


def test_a_certificate_is_told_with_who_showed_it() -> None:
    details = {"host": "::1", "reason": "certificate has expired", "server": "https://[::1]:8443"}
    assert faults.untrusted(untrusted(), "::1", 8443) == CertificateError(**details)


@pytest.mark.parametrize(
    ("error", "ours"),
    [
        (NotFoundError(host="h"), NotFoundError(host="h")),
        (TimeoutError(), StalledError(host="h", seconds="30")),
        (OSError(errno.ETIMEDOUT, "timed out"), StalledError(host="h", seconds="30")),
        (ssl.SSLEOFError(8, "EOF"), ConnectionLostError(host="h")),
        (ssl.SSLZeroReturnError(6, "closed"), ConnectionLostError(host="h")),
        (
            alert("BAD_RECORD_MAC"),
            BadReplyError(host="h", reason="the encrypted stream is damaged"),
        ),
        (ConnectionResetError(), ConnectionLostError(host="h")),
        (OSError(errno.ENETDOWN, "down"), ConnectionLostError(host="h")),
    ],
)
def test_what_went_wrong_while_reading(error: Exception, ours: HeadgateError) -> None:
    assert while_reading(error, "h", 30.0) == ours
