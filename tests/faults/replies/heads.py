"""Header fields that are broken, folded, repeated or far too many."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Behaviour, Bend, File
from tests.faults.replies.bends import add, ahead, each, ending, having, until_close, without

_WHOLE = File(ranges=False)


def _newline(text: str) -> Bend:
    return lambda answer, _: replace(answer, newline=text)


def _http10(answer: Answer, _: At) -> Answer:
    return replace(answer, version="HTTP/1.0")


FIELDS = (
    Behaviour("line ends of LF alone", _newline("\n"), "whole"),
    Behaviour("line ends of CR alone", _newline("\r"), "bad_reply connection_lost stalled"),
    Behaviour("line ends of LF CR", _newline("\n\r"), "bad_reply stalled"),
    Behaviour(
        "names in capitals",
        lambda answer, _: replace(
            answer,
            fields=tuple(
                f"{name.upper()}:{value}"
                for name, _, value in (one.partition(":") for one in answer.fields)
            ),
        ),
        "whole",
    ),
    Behaviour(
        "no blank behind the colon",
        lambda answer, _: replace(
            answer, fields=tuple(one.replace(": ", ":", 1) for one in answer.fields)
        ),
        "whole",
    ),
    Behaviour("a line without a colon", ahead("nonsense"), "whole"),
    Behaviour("a line without a colon that could matter", ahead("Content-Length 5"), "bad_reply"),
    Behaviour("an empty name", ahead(": value"), "whole bad_reply"),
    Behaviour("a blank in a name", ahead("X Y: value"), "whole"),
    Behaviour("a blank before the colon", ahead("X-Y : value"), "whole"),
    Behaviour("a blank before the colon of ETag", ahead('ETag : "two"'), "bad_reply"),
    Behaviour("an umlaut in a name", ahead("X-\xe4: value"), "whole"),
    Behaviour("a folded value", ahead("X-Long: one\r\n two\r\n\tthree"), "whole"),
    Behaviour("a folded length behind it", ahead("X-Long: one\r\n Content-Length: 5"), "whole"),
    Behaviour("folded at the very start", ahead(" folded: 1"), "bad_reply"),
    Behaviour("a folded ETag", having("ETag", '"one\r\n two"'), "whole changed"),
    Behaviour(
        "a folded Content-Range",
        each(
            having("Content-Length", "{length}"),
            having("X-Range", "none\r\n Content-Range: bytes 5-9/10"),
        ),
        "whole",
    ),
    Behaviour("zero byte in a value", add("X-Zero: a\0b"), "bad_reply"),
    Behaviour("zero byte in a name", add("X-Ze\0ro: ab"), "bad_reply"),
    Behaviour("CR in a value", add("X-CR: a\rb"), "bad_reply"),
    Behaviour("CR and a length in a value", ahead("X-CR: a\rContent-Length: 5"), "bad_reply"),
    Behaviour("other control letters", add("X-Bell: \x07\x1b[31m\x7f"), "whole"),
    Behaviour("bytes above 127", add("X-Bytes: \xff\xfe\xe4"), "whole"),
    Behaviour("an empty value", add("X-Empty:"), "whole"),
    Behaviour("a second status line inside", add("HTTP/1.1 404 Not Found"), "whole bad_reply"),
)

FLOODS = (
    Behaviour("a line of 100 KB", add("X-Long: " + "x" * 100_000), "whole"),
    Behaviour("a line of 1 MB", add("X-Long: " + "x" * 1_000_000), "bad_reply"),
    Behaviour("2000 lines", add(*(f"X-{number}: {number}" for number in range(2000))), "whole"),
    Behaviour("20 000 lines of one name", add("X-A: 1\r\n" * 20_000 + "X-B: 2"), "whole"),
    Behaviour("100 000 lines", add("X-Flood: 12345\r\n" * 100_000 + "X-End: 1"), "bad_reply"),
    Behaviour("500 cookies", add(*(f"Set-Cookie: a{n}=b" for n in range(500))), "whole"),
)

CONNECTIONS = (
    Behaviour("HTTP/1.0", _http10, "whole"),
    Behaviour("HTTP/1.0, close", each(_http10, ending(End.FIN)), "whole"),
    Behaviour("HTTP/1.0, keep-alive", each(_http10, add("Connection: keep-alive")), "whole"),
    Behaviour(
        "HTTP/1.0 without ranges or length",
        each(_http10, until_close),
        "unconfirmed whole",
        file=replace(_WHOLE, etag=""),
    ),
    Behaviour("close announced and done", each(add("Connection: close"), ending(End.FIN)), "whole"),
    Behaviour("close announced and not done", add("Connection: close"), "whole"),
    Behaviour(
        "keep-alive announced, closed",
        each(add("Connection: keep-alive", "Keep-Alive: timeout=5, max=100"), ending(End.FIN)),
        "whole",
    ),
    Behaviour("close and keep-alive", add("Connection: close, keep-alive"), "whole"),
    Behaviour("an upgrade is offered", add("Upgrade: h2c", "Connection: Upgrade"), "whole"),
    Behaviour(
        "no fields but the length",
        lambda answer, _: replace(
            answer, fields=tuple(one for one in answer.fields if one.startswith("Content-"))
        ),
        "whole",
    ),
    Behaviour(
        "no fields at all",
        each(without("Content-Length", "ETag", "Date", "Content-Range"), ending(End.FIN)),
        "unconfirmed whole",
        file=_WHOLE,
    ),
)

ALL = (*FIELDS, *FLOODS, *CONNECTIONS)
