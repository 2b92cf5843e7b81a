"""Chunked bodies that are framed wrongly, and those that only look so."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Behaviour, Bend, File, first, parts
from tests.faults.replies.bends import add, chunked, each, ending, framed, having, nothing, parted

_WHOLE = File(ranges=False)


def _sized(size: str) -> Bend:
    """One chunk whose size is written like this; `{hex}` is the right one."""
    return framed(
        lambda body: (
            size.format(hex=f"{len(body):x}", huge=f"{len(body) + 2**32:x}").encode("latin-1")
            + b"\r\n"
            + body
            + b"\r\n0\r\n\r\n"
        )
    )


def _ended(last: bytes, end: End = End.FIN) -> Bend:
    """Something else in place of the last chunk."""
    return each(chunked(50_000, last=last), ending(end))


def _both(wrong_by: int) -> Bend:
    """Chunked with a Content-Length that is wrong by so many bytes."""

    def bend(answer: Answer, _: At) -> Answer:
        told = f"Content-Length: {len(answer.body) + wrong_by}"
        return answer.chunked(50_000).with_lines(told)

    return bend


def _version(text: str) -> Bend:
    return lambda answer, _: replace(answer, version=text)


def _short(answer: Answer, at: At) -> Answer:
    """Properly ended, but a thousand bytes too early."""
    return chunked(50_000)(replace(answer, body=answer.body[:-1000]), at)


def _long(answer: Answer, at: At) -> Answer:
    return chunked(50_000)(replace(answer, body=answer.body + b"x" * 1000), at)


RIGHT = (
    Behaviour("chunked 200", chunked(50_000), "whole", file=_WHOLE),
    Behaviour("chunked 206", chunked(50_000), "whole"),
    Behaviour("chunks of 1 byte at first", chunked(1, 1, 1, 1, 7, 20_000), "whole"),
    Behaviour("sizes with zeros ahead", _sized("0000{hex}"), "whole"),
    Behaviour(
        "sizes in capitals",
        framed(lambda body: b"%X\r\n%b\r\n0\r\n\r\n" % (len(body), body)),
        "whole",
    ),
    Behaviour("chunk extensions", _sized('{hex};name="a;b";c'), "whole"),
    Behaviour("a blank behind the size", _sized("{hex} "), "whole"),
    Behaviour(
        "a trailer", chunked(50_000, last=b"0\r\nX-Sum: 1\r\nContent-Length: 3\r\n\r\n"), "whole"
    ),
    Behaviour(
        "Chunked with a capital", each(chunked(), having("Transfer-Encoding", "Chunked")), "whole"
    ),
)

SIZES = (
    Behaviour("negative size", _sized("-{hex}"), "bad_reply"),
    Behaviour("size with a plus", _sized("+{hex}"), "bad_reply"),
    Behaviour("size with 0x", _sized("0x{hex}"), "bad_reply"),
    Behaviour("size with an underscore", _sized("0_{hex}"), "bad_reply"),
    Behaviour("size with a blank ahead", _sized(" {hex}"), "bad_reply"),
    Behaviour("size in words", _sized("many"), "bad_reply"),
    Behaviour("empty size", _sized(""), "bad_reply"),
    Behaviour("size beyond 32 bits", _sized("{huge}"), "stalled bad_reply"),
    Behaviour("size of 40 digits", _sized("f" * 40), "bad_reply"),
    Behaviour(
        "size 0 ahead of the data",
        framed(lambda body: b"0\r\n\r\n" + body),
        "changed length bad_reply whole",
        extra=nothing,
    ),
    Behaviour(
        "size too small by one",
        framed(lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(body) - 1, body)),
        "bad_reply",
    ),
    Behaviour(
        "size too large by one",
        framed(lambda body: b"%x\r\n%b\r\n0\r\n\r\n" % (len(body) + 1, body)),
        "bad_reply",
    ),
    Behaviour(
        "line ends of LF alone",
        framed(lambda body: b"%x\n%b\n0\n\n" % (len(body), body)),
        "bad_reply",
    ),
    Behaviour("CR in an extension", _sized("{hex};a\rb"), "bad_reply"),
    Behaviour("an extension of 100 KB", _sized("{hex};" + "x" * 100_000), "bad_reply"),
)

ENDS = (
    Behaviour("no last chunk, close", _ended(b""), "connection_lost", file=_WHOLE),
    Behaviour("no last chunk in a 206, close", _ended(b""), "connection_lost whole"),
    Behaviour("no last chunk, stall", _ended(b"", End.STALL), "stalled", file=_WHOLE),
    Behaviour("no last chunk once", _ended(b""), "whole", first, file=_WHOLE),
    Behaviour(
        "last chunk without its empty line", _ended(b"0\r\n"), "connection_lost", file=_WHOLE
    ),
    Behaviour("last chunk cut", _ended(b"0"), "connection_lost", file=_WHOLE),
    Behaviour("garbage for a last chunk", _ended(b"garbage\r\n"), "bad_reply", file=_WHOLE),
    Behaviour(
        "a trailer without an end",
        _ended(b"0\r\n" + b"X-A: b\r\n" * 20_000),
        "bad_reply",
        file=_WHOLE,
    ),
    Behaviour(
        "cut inside a chunk",
        framed(lambda body: b"%x\r\n%b" % (len(body), body[: len(body) // 2])),
        "stalled",
        file=_WHOLE,
    ),
    Behaviour("chunked 206 too short", parted(_short), "whole bad_reply length"),
    Behaviour("chunked 206 too long", parted(_long), "bad_reply length"),
    Behaviour("chunked part too long", parted(_long), "bad_reply length whole", parts),
)

MIXED = (
    Behaviour("chunked and the right length", _both(0), "whole", file=_WHOLE),
    Behaviour(
        "chunked and a length too small", _both(-1000), "length bad_reply changed", file=_WHOLE
    ),
    Behaviour(
        "chunked and a length too large", _both(1000), "length bad_reply changed", file=_WHOLE
    ),
    Behaviour("chunked 206 and a length too small", _both(-1000), "bad_reply"),
    Behaviour("chunked and an empty length", each(chunked(), add("Content-Length: ")), "bad_reply"),
    Behaviour("not chunked though it says so", add("Transfer-Encoding: chunked"), "bad_reply"),
    Behaviour(
        "chunked without saying so",
        each(
            chunked(50_000), lambda answer, at: answer.without("Transfer-Encoding"), ending(End.FIN)
        ),
        "unconfirmed changed bad_reply",
        file=_WHOLE,
        knowable=False,
    ),
    Behaviour("chunked in HTTP/1.0", each(chunked(50_000), _version("HTTP/1.0")), "bad_reply"),
    Behaviour("xchunked", each(chunked(), having("Transfer-Encoding", "xchunked")), "bad_reply"),
    Behaviour("chunked twice", each(chunked(), add("Transfer-Encoding: chunked")), "bad_reply"),
    Behaviour(
        "chunked, identity",
        each(chunked(), having("Transfer-Encoding", "chunked, identity")),
        "bad_reply",
    ),
    Behaviour(
        "identity, without a length",
        each(having("Transfer-Encoding", "identity"), ending(End.FIN)),
        "bad_reply",
    ),
    Behaviour("an empty transfer coding", add("Transfer-Encoding:"), "bad_reply whole"),
)

ALL = (*RIGHT, *SIZES, *ENDS, *MIXED)
