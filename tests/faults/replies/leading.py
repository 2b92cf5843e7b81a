"""Redirects: odd, endless, and to where nobody should be led."""

from tests.faults.replies.answer import Answer, End
from tests.faults.replies.behaviour import At, Behaviour, Bend, File, first, later, unbent
from tests.faults.replies.bends import PAGE, add, broken, each, ending, led

_REAL = "{plain}/real/data.bin"


def _hops(count: int) -> Bend:
    """So many redirects, then the file."""

    def bend(answer: Answer, at: At) -> Answer:
        if at.number > count:
            return answer
        return led(302, f"/{at.links['run']}/hop/{at.number}/data.bin")(answer, at)

    return bend


def _cookie(answer: Answer, at: At) -> Answer:
    """Back to the same address with a cookie, as logins do."""
    if "pass=yes" in at.asked.headers.get("cookie", ""):
        return answer
    return led(302, "", "Set-Cookie: pass=yes; Path=/")(answer, at)


STATUSES = (
    *(
        Behaviour(f"{code} to the file", led(code, _REAL), "whole")
        for code in (301, 302, 303, 307, 308)
    ),
    Behaviour("300 with a Location", led(300, _REAL), "bad_reply whole"),
    Behaviour("300 with a page", led(300, None, "Content-Type: text/html", body=PAGE), "bad_reply"),
    Behaviour(
        "302 without Location",
        led(302, None, "Content-Type: text/html", body=PAGE),
        "bad_reply redirect",
    ),
    Behaviour("302 without Location, later", led(302, None), "bad_reply redirect whole", later),
    Behaviour("304 with a Location", led(304, _REAL), "bad_reply"),
    Behaviour("305 use a proxy", led(305, _REAL), "bad_reply"),
    Behaviour("306", led(306, _REAL), "bad_reply"),
    Behaviour("200 with a Location", add("Location: http://127.0.0.1:1/"), "whole"),
    Behaviour("201 with a Location", led(201, _REAL), "bad_reply"),
)

LOCATIONS = (
    Behaviour("absolute path", led(302, "/{run}/real/data.bin"), "whole"),
    Behaviour("relative path", led(302, "real/data.bin"), "whole"),
    Behaviour("relative with dots", led(302, "./x/../real/data.bin"), "whole"),
    Behaviour("without a scheme", led(302, "//{host}/{run}/real/data.bin"), "whole"),
    Behaviour("query alone", led(302, "?again"), "redirect_loop redirect"),
    Behaviour("empty", led(302, ""), "redirect_loop redirect"),
    Behaviour("with a fragment", led(302, _REAL + "#part"), "whole"),
    Behaviour("in blanks", led(302, "  " + _REAL + " \t"), "whole"),
    Behaviour("raw UTF-8 in the query", led(302, _REAL + "?\xc3\xa4"), "whole"),
    Behaviour("raw Latin-1 in the query", led(302, _REAL + "?\xe4"), "whole"),
    Behaviour("a blank in the middle", led(302, _REAL + "?a b"), "whole redirect"),
    Behaviour(
        "Location twice, the same",
        led(302, _REAL, f"Location: {_REAL}"),
        "redirect whole not_found",
    ),
    Behaviour(
        "Location twice, different", led(302, _REAL, "Location: /elsewhere"), "redirect not_found"
    ),
    Behaviour("no address", led(302, "http://[/"), "redirect"),
    Behaviour("no host", led(302, "http:///x"), "not_found"),
    Behaviour("port out of range", led(302, "http://127.0.0.1:99999/"), "redirect"),
    Behaviour("port 0", led(302, "http://127.0.0.1:0/"), "redirect connection_refused unreachable"),
    Behaviour("nobody listens there", led(302, "http://127.0.0.1:1/"), "connection_refused"),
    *(
        Behaviour(f"to {scheme}:", led(302, rest), "redirect")
        for scheme, rest in (
            ("ftp", "ftp://127.0.0.1/x"),
            ("file", "file:///etc/passwd"),
            ("data", "data:,x"),
            ("javascript", "javascript:alert(1)"),
            ("ws", "ws://127.0.0.1/"),
        )
    ),
    Behaviour("https to http", led(302, _REAL), "insecure_redirect", secure=True),
    Behaviour("http to https", led(302, "{secure}/real/data.bin"), "whole"),
    Behaviour("another port", led(302, "{other}/real/data.bin"), "whole"),
    Behaviour(
        "another port from the second reply on", led(302, "{other}/real/data.bin"), "whole", later
    ),
)

CHAINS = (
    Behaviour("20 hops", _hops(20), "whole"),
    Behaviour("21 hops", _hops(21), "redirect_loop redirect whole"),
    Behaviour("hops without end", _hops(10**9), "redirect redirect_loop"),
    Behaviour("to itself", led(302, "/{run}/data.bin"), "redirect_loop"),
    Behaviour(
        "two in a circle",
        lambda answer, at: led(302, f"/{at.links['run']}/{'b' if at.number % 2 else 'a'}/data.bin")(
            answer, at
        ),
        "redirect_loop",
    ),
    Behaviour("to itself with a cookie", _cookie, "whole"),
    Behaviour("once to itself", led(302, "/{run}/data.bin"), "whole", first),
)

BODIES = (
    Behaviour("with a page", led(302, _REAL, "Content-Type: text/html", body=PAGE), "whole"),
    Behaviour(
        "with a page that never comes",
        each(led(302, _REAL, body=b"x" * 1000), broken(lambda _: 10, End.STALL)),
        "whole",
    ),
    Behaviour("with a megabyte", led(302, _REAL, body=b"x" * 1_000_000), "whole"),
    Behaviour("with the file as its body", led(302, _REAL, body=b"wrong" * 600), "whole"),
    Behaviour(
        "with a length that is none",
        each(led(302, _REAL), lambda answer, _: answer.having("Content-Length", "abc")),
        "bad_reply whole",
    ),
    Behaviour("closed at once", each(led(302, _REAL), ending(End.FIN)), "whole"),
    Behaviour("reset at once", each(led(302, _REAL), ending(End.RESET)), "whole connection_lost"),
    Behaviour("with a Content-Range", led(302, _REAL, "Content-Range: bytes 0-9/10"), "whole"),
    Behaviour(
        "to a file that was replaced",
        led(302, _REAL),
        "whole changed",
        then=File(etag='"two"', change=lambda data: data[::-1]),
    ),
    Behaviour("over TLS", unbent, "whole", secure=True),
)

ALL = (*STATUSES, *LOCATIONS, *CHAINS, *BODIES)
