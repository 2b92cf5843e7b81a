"""Reading what a reply means: the resource, or one of our errors (RFC 9110, 14 and 15)."""

import re
import time
from typing import TYPE_CHECKING, NamedTuple

from core.model.errors import (
    BadReplyError,
    ForbiddenError,
    GoneError,
    HeadgateError,
    LoginRequiredError,
    NotFoundError,
    RangeRefusedError,
    RateLimitedError,
    RefusedError,
    UnavailableError,
)
from core.model.http_date import seconds_since_epoch
from core.model.resource import NOTHING, Announced, Resource, Validator
from core.net.body import Body
from core.net.head import Head
from core.net.origins import server_of
from core.policy.digests import announced_digest
from core.policy.link_header import related

if TYPE_CHECKING:
    from core.net.adapter import Reply

MAX_RETRY_AFTER = 3600.0  # seconds; a server that asks for more is asked again after an hour
_TELLING = frozenset({"repr-digest", "content-digest", "digest", "link"})
_CONTENT_RANGE = re.compile(r"bytes ([0-9]{1,19})-([0-9]{1,19})/([0-9]{1,19}|\*)")


class Opened(NamedTuple):
    """A reply whose body is about to be read: bytes `start` to `end` of `resource`."""

    resource: Resource
    start: int
    end: int | None  # exclusive; None when only the body's end will tell
    body: Body

    @property
    def confirmed(self) -> bool:
        """Whether the server says where it ends."""
        return self.end is not None or self.body.confirmed

    @property
    def all_of_it(self) -> bool:
        """Whether these are all bytes of the file, and known to be."""
        return self.start == 0 and self.end is not None and self.end == self.resource.size


def examine(reply: "Reply", first: int | None, last: int | None) -> Opened:
    """What the server offers, having been asked for bytes `first` to `last` (inclusive).

    Raises a `ServerError`; a 206 that is not the range asked for is a `BadReplyError`.
    """
    body, status = reply.body, reply.status_code
    host, validator = body.host, _validator(reply.head)
    if status == 206 and first is not None:
        if reply.head.get("content-type").lower().startswith("multipart/"):
            raise BadReplyError(host=host, reason="it sends several parts in one")
        start, end, size = _content_range(reply.head, host)
        wrong = start != first or (last is not None and end > last + 1)
        if wrong or (size is not None and end > size):
            raise BadReplyError(host=host, reason="it sent another part of the file")
        if body.length is not None and body.length != end - start:
            raise BadReplyError(host=host, reason="length and range contradict each other")
        whole = start == 0 and end == size
        resource = _resource(reply, size, validator, ranges=True, whole=whole)
        return Opened(resource, start, end, body)
    if status == 200 or (status == 203 and first in (None, 0)):
        size = None if body.chunked else body.length
        _refuse_part(reply.head, host, size)
        return Opened(_resource(reply, size, validator, ranges=False), 0, size, body)
    if status == 401:
        raise LoginRequiredError(host=host, status=str(status), server=server_of(reply.url))
    raise refusal(reply.head, host, asked_range=first is not None)


def refusal(head: Head, host: str, *, asked_range: bool) -> HeadgateError:
    """The error behind a status that brings no file."""
    status = head.status
    wait = retry_after(head.get("retry-after"))
    match status:
        case 401 | 407:
            return LoginRequiredError(host=host, status=str(status))
        case 403:
            return ForbiddenError(host=host)
        case 404:
            return NotFoundError(host=host)
        case 410:
            return GoneError(host=host)
        case 416 if asked_range:
            return RangeRefusedError(host=host)
        case 429:
            return RateLimitedError(host=host, retry_after=wait)
        case 408 | 425 | 500 | 502 | 503 | 504 | 507 | 509 | 520 | 521 | 522 | 523 | 524:
            return UnavailableError(host=host, status=str(status), retry_after=wait)
        case _ if status < 400:
            return BadReplyError(host=host, reason=f"status {status} brings no file")
        case _:
            return RefusedError(host=host, status=str(status))


def retry_after(text: str, now: float | None = None) -> float | None:
    """Seconds to wait (RFC 9110, section 10.2.3); None when it says nothing usable."""
    if text.isascii() and text.isdigit():
        return min(float(text[:9]), MAX_RETRY_AFTER)
    moment = seconds_since_epoch(text)
    if moment is None:
        return None
    return min(max(0.0, moment - (time.time() if now is None else now)), MAX_RETRY_AFTER)


def _validator(head: Head) -> Validator:
    return Validator(head.get("etag"), head.get("last-modified"), head.get("date"))


def _content_range(head: Head, host: str) -> tuple[int, int, int | None]:
    found = _CONTENT_RANGE.fullmatch(head.get("content-range"))
    if not found:
        raise BadReplyError(host=host, reason="it does not say which part of the file it sends")
    start, last = int(found[1]), int(found[2])
    size = None if found[3] == "*" else int(found[3])
    if last < start:
        raise BadReplyError(host=host, reason="it sends a part that ends before it begins")
    return start, last + 1, size


def _refuse_part(head: Head, host: str, size: int | None) -> None:
    """A range has no meaning in a 200, but one that is not all of the file raises doubts."""
    found = _CONTENT_RANGE.fullmatch(head.get("content-range"))
    if found and not (found[1] == "0" and found[3] in ("*", str(int(found[2]) + 1))):
        raise BadReplyError(host=host, reason="it calls a part of the file the whole")
    if found and size not in (None, int(found[2]) + 1):
        raise BadReplyError(host=host, reason="length and range contradict each other")


def _announced(reply: "Reply", *, whole: bool) -> Announced:
    fields = reply.head.fields
    if fields.keys().isdisjoint(_TELLING):
        return NOTHING
    others = related(fields.get("link", ()), reply.url)
    return Announced(announced_digest(fields, whole=whole), others.mirrors, others.metalink)


def _resource(
    reply: "Reply", size: int | None, validator: Validator, *, ranges: bool, whole: bool = True
) -> Resource:
    return Resource(
        url=reply.url,
        size=size,
        validator=validator,
        ranges=ranges,
        content_type=reply.head.get("content-type"),
        disposition=reply.head.get("content-disposition"),
        coding=_coding(reply.head),
        announced=_announced(reply, whole=whole),
    )


def _coding(head: Head) -> str:
    """The content codings of a file, in the order they were applied; empty for none."""
    if "content-encoding" not in head.fields:
        return ""
    codings = [coding.strip(" \t").lower() for coding in head.get("content-encoding").split(",")]
    return ", ".join(coding for coding in codings if coding not in ("", "identity"))
