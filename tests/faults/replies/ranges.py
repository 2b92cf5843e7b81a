"""Ranges that are not what was asked for, and how their totals lie."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import (
    At,
    Behaviour,
    Bend,
    File,
    asked_range,
    first,
    later,
    parts,
)
from tests.faults.replies.bends import (
    add,
    each,
    ending,
    having,
    page,
    parted,
    refused,
    shown,
    the_page,
    until_close,
    whole_file,
    without,
)

_NO_RANGES = File(ranges=False)
_WEAK = File(etag='W/"one"')
_BARE = File(etag="")


def _moved(by: int) -> Bend:
    """Another part than was asked for, and it says so."""

    def bend(answer: Answer, at: At) -> Answer:
        if answer.code != 206:
            return answer
        start = max(0, at.start + by)
        part = at.data[start : start + len(answer.body)]
        told = f"bytes {start}-{start + len(part) - 1}/{len(at.data)}"
        return answer.with_body(part).having("Content-Range", told)

    return bend


def _less(count: int, total: str = "{size}") -> Bend:
    """At most so many bytes of what was asked for, and it says so."""

    def bend(answer: Answer, at: At) -> Answer:
        if answer.code != 206:
            return answer
        part = answer.body[:count]
        size = total.format(size=len(at.data))
        told = f"bytes {at.start}-{at.start + len(part) - 1}/{size}"
        return answer.with_body(part).having("Content-Range", told)

    return bend


def _more(answer: Answer, at: At) -> Answer:
    """Up to the end of the file, whatever end was asked for."""
    if answer.code != 206:
        return answer
    told = f"bytes {at.start}-{len(at.data) - 1}/{len(at.data)}"
    return answer.with_body(at.data[at.start :]).having("Content-Range", told)


def _several(kind: str, *, shows: bool) -> Bend:
    """A multipart body with one part in it."""

    def bend(answer: Answer, _: At) -> Answer:
        told = f"Content-Range: {answer.get('Content-Range')}"
        inner = f"--b\r\nContent-Type: text/plain\r\n{told}\r\n\r\n".encode()
        many = answer.having("Content-Type", f"multipart/{kind}; boundary=b")
        coded = replace(many, body=inner + answer.body + b"\r\n--b--\r\n")
        announced = coded.having("Content-Length", str(len(coded.body)))
        if shows:  # as if it were one part: the length fits
            return replace(announced, body=coded.body[: len(answer.body)]).having(
                "Content-Length", str(len(answer.body))
            )
        return announced.without("Content-Range")

    return bend


def _status_200(answer: Answer, _: At) -> Answer:
    """A part under status 200."""
    return replace(answer, code=200)


PARTS = (
    Behaviour("no Content-Range", without("Content-Range"), "bad_reply"),
    Behaviour(
        "no Content-Range in later parts", without("Content-Range"), "bad_reply whole", parts
    ),
    Behaviour("starts one byte later", _moved(1), "bad_reply"),
    Behaviour("starts one byte earlier", _moved(-1), "bad_reply whole", parts),
    Behaviour("starts at 0 whatever was asked", _moved(-(10**9)), "bad_reply whole", parts),
    Behaviour("sends half a megabyte at most", _less(500_000), "whole"),
    Behaviour("sends 2000 bytes at most", _less(2000), "whole", lambda at: at.number < 20),
    Behaviour("sends less, without validator", _less(500_000), "whole changed", file=_BARE),
    Behaviour("sends one byte", _less(1), "whole", first),
    Behaviour("sends more than asked", _more, "bad_reply whole"),
    Behaviour("range and length disagree", shown("bytes {first}-{short}/{size}"), "bad_reply"),
    Behaviour(
        "range longer than its length",
        shown("bytes {first}-{beyond}/{bigger}"),
        "bad_reply changed",
    ),
    Behaviour("ends before it begins", shown("bytes {last}-{first}/{size}"), "bad_reply"),
    Behaviour("total below its end", shown("bytes {first}-{last}/{half}"), "bad_reply changed"),
    Behaviour("no total at all", shown("bytes {first}-{last}"), "bad_reply"),
    Behaviour("no end", shown("bytes {first}-/{size}"), "bad_reply"),
    Behaviour("unsatisfied range in a 206", shown("bytes */{size}"), "bad_reply"),
    Behaviour("an equals sign in the range", shown("bytes={first}-{last}/{size}"), "bad_reply"),
    Behaviour("unit in capitals", shown("Bytes {first}-{last}/{size}"), "whole bad_reply"),
    Behaviour("another unit", shown("items {first}-{last}/{size}"), "bad_reply"),
    Behaviour("no unit", shown("{first}-{last}/{size}"), "bad_reply"),
    Behaviour("negative start", shown("bytes -{first}-{last}/{size}"), "bad_reply"),
    Behaviour("blanks in the range", shown("bytes {first} - {last} / {size}"), "whole bad_reply"),
    Behaviour(
        "two ranges in one field", shown("bytes {first}-{last}/{size}, 5-9/{size}"), "bad_reply"
    ),
    Behaviour("two Content-Range fields", add("Content-Range: bytes 0-9/{size}"), "bad_reply"),
    Behaviour("numbers of 30 digits", shown("bytes {first}-{last}/" + "9" * 30), "bad_reply"),
    Behaviour("multipart/byteranges", parted(_several("byteranges", shows=False)), "bad_reply"),
    Behaviour(
        "multipart with Content-Range", parted(_several("byteranges", shows=True)), "bad_reply"
    ),
    Behaviour(
        "a range of a web page",
        each(page(206), add("Content-Range: bytes 0-63/64")),
        "web_page changed bad_reply whole",
        extra=the_page,
    ),
)

TOTALS = (
    Behaviour("total unknown", shown("bytes {first}-{last}/*"), "whole unconfirmed bad_reply"),
    Behaviour(
        "total unknown, less than asked", _less(400_000, "*"), "whole bad_reply", extra=lambda _: []
    ),
    Behaviour("total unknown, 2000 bytes once", _less(2000, "*"), "whole bad_reply", first),
    Behaviour(
        "total unknown, without validator",
        shown("bytes {first}-{last}/*"),
        "whole unconfirmed bad_reply changed",
        file=_BARE,
    ),
    Behaviour(
        "total unknown, close",
        each(shown("bytes {first}-{last}/*"), until_close),
        "whole unconfirmed bad_reply connection_lost",
    ),
    Behaviour(
        "total larger in later parts",
        shown("bytes {first}-{last}/{bigger}"),
        "changed whole",
        parts,
    ),
    Behaviour(
        "total larger from the start",
        shown("bytes {first}-{last}/{bigger}"),
        "changed bad_reply range_refused",
    ),
    Behaviour(
        "total larger only at first",
        shown("bytes {first}-{last}/{bigger}"),
        "changed whole range_refused bad_reply",
        first,
    ),
    Behaviour(
        "total unknown in later parts", shown("bytes {first}-{last}/*"), "whole changed", parts
    ),
    Behaviour("total of 0", shown("bytes {first}-{last}/0"), "bad_reply changed"),
)

STATUSES = (
    Behaviour("200 to every range", whole_file, "whole"),
    Behaviour("200 to every range, weak ETag", whole_file, "whole", file=_WEAK),
    Behaviour("200 to every range, no validator", whole_file, "whole", file=_BARE),
    Behaviour("200 to later ranges", whole_file, "whole bad_reply", parts),
    Behaviour(
        "200 to every second range", whole_file, "whole bad_reply", lambda at: at.number % 2 == 0
    ),
    Behaviour("200 with a part and its range", _status_200, "bad_reply changed whole", asked_range),
    Behaviour("200 with a later part and its range", _status_200, "bad_reply changed whole", parts),
    Behaviour(
        "200 with a later part, no range",
        each(_status_200, without("Content-Range")),
        "bad_reply changed whole",
        parts,
    ),
    Behaviour(
        "206 although nobody asked",
        each(
            having("Content-Range", "bytes 0-9/{size}"), lambda answer, _: replace(answer, code=206)
        ),
        "bad_reply",
        file=_NO_RANGES,
    ),
    Behaviour("416 to everything", refused(416), "refused range_refused"),
    Behaviour("416 to every range", refused(416), "whole", asked_range),
    Behaviour("416 to later ranges", refused(416), "whole range_refused", parts),
    Behaviour(
        "416 with the right total",
        refused(416, "Content-Range: bytes */{size}"),
        "whole range_refused",
        asked_range,
    ),
    Behaviour(
        "416 with another total",
        refused(416, "Content-Range: bytes */{half}"),
        "whole changed range_refused",
        asked_range,
    ),
    Behaviour(
        "416 with a total of 0 and a page",
        refused(416, "Content-Range: bytes */0", body=b"<html>no such range</html>"),
        "changed range_refused whole",
        asked_range,
        extra=lambda _: [b""],
    ),
    Behaviour("416 once", refused(416), "whole", first),
    Behaviour("400 to every range", refused(400), "whole refused", asked_range),
    Behaviour("406 to later ranges", refused(406), "whole refused", parts),
    Behaviour("412 to later ranges", refused(412), "whole refused", parts),
    Behaviour("501 to every range", refused(501), "whole refused", asked_range),
    Behaviour("503 to later ranges", refused(503), "whole unavailable", parts),
    Behaviour("403 to later ranges", refused(403), "whole forbidden", later),
    Behaviour("Accept-Ranges: none, and ranges all the same", add("Accept-Ranges: none"), "whole"),
    Behaviour("206 that is closed early", each(ending(End.FIN)), "whole"),
)

ALL = (*PARTS, *TOTALS, *STATUSES)
