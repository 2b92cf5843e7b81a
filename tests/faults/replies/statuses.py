"""Status lines odd, split and wrong; interim replies; statuses that bring no file."""

from tests.faults.replies.behaviour import Behaviour, first, later
from tests.faults.replies.bends import (
    PAGE,
    add,
    after,
    before,
    code,
    dripping,
    each,
    line,
    page,
    refused,
    the_page,
    without,
)

_INTERIM = b"HTTP/1.1 100 Continue\r\n\r\n"
_HINTS = b"HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\nContent-Length: 3\r\n\r\n"

LINES = (
    Behaviour("no reason phrase", line("HTTP/1.1 {code} "), "whole"),
    Behaviour("nothing behind the status", line("HTTP/1.1 {code}"), "whole"),
    Behaviour("reason in Latin-1", line("HTTP/1.1 {code} Gef\xe4llt"), "whole"),
    Behaviour("HTTP/1.7", line("HTTP/1.7 {code} OK"), "whole"),
    Behaviour("HTTP/2.0 in text", line("HTTP/2.0 {code} OK"), "bad_reply"),
    Behaviour("http in lower case", line("http/1.1 {code} OK"), "bad_reply"),
    Behaviour("two blanks before the status", line("HTTP/1.1  {code} OK"), "bad_reply"),
    Behaviour("a tab before the status", line("HTTP/1.1\t{code} OK"), "bad_reply"),
    Behaviour("status and reason in one word", line("HTTP/1.1 {code}OK"), "bad_reply"),
    Behaviour("status of four digits", line("HTTP/1.1 {code}0 OK"), "bad_reply"),
    Behaviour("status of two digits", line("HTTP/1.1 20 OK"), "bad_reply"),
    Behaviour("status 000", line("HTTP/1.1 000 OK"), "bad_reply"),
    Behaviour("negative status", line("HTTP/1.1 -{code} OK"), "bad_reply"),
    Behaviour("status in words", line("HTTP/1.1 OK"), "bad_reply"),
    Behaviour("ICY", line("ICY 200 OK"), "bad_reply"),
    Behaviour("an empty line first", before(b"\r\n"), "bad_reply"),
    Behaviour("a line of prose first", before(b"Hello there\r\n"), "bad_reply"),
    Behaviour("a zero byte first", before(b"\0"), "bad_reply"),
    Behaviour("zero byte in the reason", line("HTTP/1.1 {code} O\0K"), "bad_reply"),
    Behaviour("header dripping byte by byte", dripping(0.0005), "whole"),
)

INTERIM = (
    Behaviour("100 first", before(_INTERIM), "whole"),
    Behaviour("102 and 103 first", before(b"HTTP/1.1 102 Processing\r\n\r\n" + _HINTS), "whole"),
    Behaviour("103 with a length first", before(_HINTS), "whole"),
    Behaviour("twenty 100s first", before(_INTERIM * 20), "whole"),
    Behaviour("a thousand 100s first", before(_INTERIM * 1000), "bad_reply"),
    Behaviour("101 first", before(b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n"), "bad_reply"),
    Behaviour(
        "100 with a body first",
        before(b"HTTP/1.1 100 Continue\r\nContent-Length: 5\r\n\r\nhello"),
        "bad_reply",
    ),
    Behaviour("199 first", before(b"HTTP/1.1 199 So\r\nContent-Length: 9\r\n\r\n"), "whole"),
)

STATUSES = (
    Behaviour("201 with the file", each(code(201), without("Content-Range")), "bad_reply"),
    Behaviour("202 with the file", each(code(202), without("Content-Range")), "bad_reply"),
    Behaviour("202 once", refused(202, body=b"wait"), "bad_reply whole", first),
    Behaviour("203 with a page", page(203), "web_page bad_reply", extra=the_page),
    Behaviour("204", refused(204), "bad_reply"),
    Behaviour("204 with a body", each(code(204)), "bad_reply"),
    Behaviour("204 once, with garbage", each(refused(204), after(PAGE)), "bad_reply whole", first),
    Behaviour("205 with a body", code(205), "bad_reply"),
    Behaviour("207 with the file", code(207), "bad_reply"),
    Behaviour("226 with the file", code(226), "bad_reply"),
    Behaviour("299 with a page", page(299), "bad_reply", extra=the_page),
    Behaviour("304", refused(304), "bad_reply"),
    Behaviour("304 with a body", code(304), "bad_reply"),
    Behaviour("400 with a page", page(400), "refused"),
    Behaviour("400 to ranges", refused(400), "refused whole", first),
    Behaviour("401", page(401, 'WWW-Authenticate: Basic realm="x"'), "login_required"),
    Behaviour("403", page(403), "forbidden"),
    Behaviour("404", page(404), "not_found"),
    Behaviour("404 from the second reply on", page(404), "not_found whole", later),
    Behaviour("407 from a server", page(407), "login_required"),
    Behaviour("408 once", refused(408), "whole", first),
    Behaviour("410", page(410), "gone"),
    Behaviour("412", page(412), "refused"),
    Behaviour("418", page(418), "refused"),
    Behaviour("421", page(421), "refused"),
    Behaviour("429 once", refused(429, "Retry-After: 0"), "whole", first),
    Behaviour("429 for ever", refused(429), "rate_limited"),
    Behaviour("451", page(451), "refused"),
    Behaviour("500 once", page(500), "whole", first),
    Behaviour("500 for ever", page(500), "unavailable"),
    Behaviour("503 and an odd Retry-After", page(503, "Retry-After: soon"), "unavailable"),
    Behaviour("503 from the second reply on", refused(503), "unavailable whole", later),
    Behaviour("511", page(511), "refused"),
    Behaviour("999", page(999), "refused"),
    Behaviour("404 with the file", code(404), "not_found"),
    Behaviour("500 with the file", code(500), "unavailable"),
    Behaviour("200 and a status field", add("Status: 404 Not Found"), "whole"),
)

ALL = (*LINES, *INTERIM, *STATUSES)
