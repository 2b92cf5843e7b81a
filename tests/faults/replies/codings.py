"""Content and transfer codings nobody asked for."""

from dataclasses import replace

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Behaviour, Bend, File, parts
from tests.faults.replies.bends import add, chunked, each, ending, framed, having, packed


def _coded(coding: str, *, ranges: bool = False, etag: str = '"one"') -> File:
    """A file that is only there packed."""
    told = (f"Content-Encoding: {coding}",)
    return File(change=packed, ranges=ranges, fields=told, etag=etag)


def _transfer(coding: str) -> Bend:
    """Packed for the way, and then chunked."""
    return each(framed(_packed_chunk), having("Transfer-Encoding", coding))


def _packed_chunk(body: bytes) -> bytes:
    data = packed(body)
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(data), data)


def _packed_part(answer: Answer, _: At) -> Answer:
    """What was asked for, packed on the fly under the same ETag, as some servers do."""
    return replace(answer.with_body(packed(answer.body)).with_lines("Content-Encoding: gzip"))


def _packed_whole(answer: Answer, at: At) -> Answer:
    coded = Answer(200, ('ETag: "one"', "Content-Encoding: gzip"), packed(at.data))
    return coded.chunked(50_000)


PLAIN = File()

ALL = (
    Behaviour("gzip although nobody asked", add(), "whole", file=_coded("gzip")),
    Behaviour("gzip with ranges", add(), "whole", file=_coded("gzip", ranges=True)),
    Behaviour("gzip, chunked", chunked(50_000), "whole", file=_coded("x-gzip")),
    Behaviour("br, though it is not", add("Content-Encoding: br"), "whole changed"),
    Behaviour("two content codings", add(), "whole", file=_coded("gzip, gzip")),
    Behaviour("unknown content coding", add(), "whole", file=_coded("zpaq")),
    Behaviour("content coding identity", add("Content-Encoding: identity"), "whole"),
    Behaviour("empty content coding", add("Content-Encoding:"), "whole"),
    Behaviour(
        "gzip from the second reply on", add(), "whole changed", file=PLAIN, then=_coded("gzip")
    ),
    Behaviour("gzip only at first", add(), "whole changed", file=_coded("gzip"), then=PLAIN),
    Behaviour(
        "gzip only at first, chunked and without ETag",
        chunked(50_000),
        "whole changed",
        file=_coded("gzip", etag=""),
        then=File(etag=""),
    ),
    Behaviour("parts packed on the fly", _packed_part, "bad_reply changed whole", parts),
    Behaviour(
        "packed whole under the same ETag",
        _packed_whole,
        "changed whole bad_reply",
        extra=lambda data: [packed(data)],
    ),
    Behaviour(
        "parts answered with all of it, packed",
        _packed_whole,
        "changed whole bad_reply",
        parts,
        extra=lambda data: [packed(data)],
    ),
    Behaviour("transfer coding gzip, chunked", _transfer("gzip, chunked"), "bad_reply"),
    Behaviour(
        "transfer coding gzip alone",
        each(having("Transfer-Encoding", "gzip"), ending(End.FIN)),
        "bad_reply",
    ),
    Behaviour("transfer coding chunked, gzip", _transfer("chunked, gzip"), "bad_reply"),
    Behaviour("unknown transfer coding", _transfer("zpaq, chunked"), "bad_reply"),
    Behaviour(
        "transfer codings in two fields",
        each(_transfer("gzip"), add("Transfer-Encoding: chunked")),
        "bad_reply",
    ),
)
