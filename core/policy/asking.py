"""Which links may be asked about before they are downloaded, and what an answer means."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from core.model.download import NameSource
from core.model.errors import (
    GoneError,
    HeadgateError,
    NetworkError,
    NotFoundError,
    RateLimitedError,
    UnavailableError,
    UnknownHostError,
)
from core.policy.intake.entry import Entry

# What stands in addresses that may work once alone, or for one person: they are left in peace.
_ONCE = frozenset(
    [
        "token",
        "sig",
        "signature",
        "expires",
        "expire",
        "expiry",
        "key",
        "auth",
        "hash",
        "ticket",
        "nonce",
        "session",
        "sessionid",
        "sid",
        "policy",
        "otp",
        "code",
        "jwt",
        "access_token",
        "x-amz-signature",
        "x-goog-signature",
        "se",
    ]
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said of a link: how long its file is, what it is called, or what is wrong."""

    url: str
    size: int | None = None  # bytes; None when the server does not say
    name: str = ""
    source: NameSource = NameSource.SERVER
    error: HeadgateError | None = None


def may_be_asked(entry: Entry) -> bool:
    """Whether a question cannot use a link up, and there is something to ask."""
    if entry.pattern is not None or entry.size is not None:
        return False
    query = urlsplit(entry.url).query
    return not any(name.lower() in _ONCE for name, _ in parse_qsl(query, keep_blank_values=True))


def is_dead(error: HeadgateError) -> bool:
    """Whether a download of the link would certainly fail as well."""
    return isinstance(error, (NotFoundError, GoneError, UnknownHostError))


def is_enough(error: HeadgateError) -> bool:
    """Whether a server should not be asked anything more for now."""
    return isinstance(error, (NetworkError, RateLimitedError, UnavailableError))
