"""Dates as HTTP writes them, in any of three forms (RFC 9110, section 5.6.7)."""

from datetime import UTC


def seconds_since_epoch(text: str) -> float | None:
    """The moment a header names; None when it names none."""
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(text)
        if moment.tzinfo is None:  # the oldest form names no zone, and means UTC
            moment = moment.replace(tzinfo=UTC)
        return moment.timestamp()
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
