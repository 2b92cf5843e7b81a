"""Headers of a user's own: which we set ourselves, and which belong to another request."""

import re

# What decides where a body begins and ends is ours alone.
OWN = frozenset(
    {"range", "accept-encoding", "content-length", "transfer-encoding", "connection", "if-range"}
)
# A browser's copy of a request also has what was true for that one request.
_OF_ONE_REQUEST = OWN | {
    "if-match",
    "if-none-match",
    "if-modified-since",
    "if-unmodified-since",
    "te",
    "trailer",
    "upgrade",
    "expect",
    "keep-alive",
    "proxy-connection",
    "content-type",
    "priority",
}
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[^\r\n\0]*")


def is_name(text: str) -> bool:
    """Whether a header may be called so (RFC 9110, section 5.1)."""
    return _NAME.fullmatch(text) is not None


def is_value(text: str) -> bool:
    """Whether it stays on its line."""
    return _VALUE.fullmatch(text) is not None


def taken_over(name: str, value: str) -> tuple[str, str] | None:
    """A header somebody else's tool sent, as one of ours; None if it must not go along."""
    name, value = name.strip(), value.strip()
    kept = is_name(name) and is_value(value) and value and name.lower() not in _OF_ONE_REQUEST
    return (name, value) if kept and name.lower() != "host" else None
