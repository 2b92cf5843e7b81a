"""The reasons in the core's errors, word for word, so that they can be translated.

An error brings its reason as an English text that is filled in already. Here it is found again,
with what was filled in. What a server or a foreign library says stays as it came.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from gui.translation import QT_TRANSLATE_NOOP, translate

REASONS: tuple[str, ...] = (
    # What was typed
    QT_TRANSLATE_NOOP("Reason", "must lie between {low} and {high}"),
    QT_TRANSLATE_NOOP("Reason", "is none of the choices"),
    QT_TRANSLATE_NOOP("Reason", "write it as http://host:port"),
    QT_TRANSLATE_NOOP("Reason", "“{name}” is not one of {known}"),
    QT_TRANSLATE_NOOP("Reason", "a {name} value has {count} hexadecimal digits, or is base64"),
    QT_TRANSLATE_NOOP("Reason", "{file} holds no certificates ({why})"),
    QT_TRANSLATE_NOOP("Reason", "only {known} stand for something"),
    QT_TRANSLATE_NOOP("Reason", "folders are chosen apart from the name"),
    QT_TRANSLATE_NOOP("Reason", "it is empty"),
    QT_TRANSLATE_NOOP("Reason", "more than {count} rules"),
    QT_TRANSLATE_NOOP("Reason", "more than {count} speeds"),
    QT_TRANSLATE_NOOP("Reason", "“{rate}” is not a rate like 500k"),
    QT_TRANSLATE_NOOP(
        "Reason", "“{rate}” is nothing to limit by; it must lie between 1 and {high}"
    ),
    QT_TRANSLATE_NOOP("Reason", "line {number}: {reason}"),
    QT_TRANSLATE_NOOP("Reason", "it takes a site, a type and a folder"),
    QT_TRANSLATE_NOOP("Reason", "“{host}” is no site; write it as in a link, or *"),
    QT_TRANSLATE_NOOP("Reason", "“{types}” is no type; write video, or pdf,epub, or *"),
    QT_TRANSLATE_NOOP(
        "Reason", "“{folder}” depends on where Headgate was started; write all of it"
    ),
    QT_TRANSLATE_NOOP("Reason", "a quotation mark is missing"),
    QT_TRANSLATE_NOOP("Reason", "“{number}” must lie between 1 and 99"),
    QT_TRANSLATE_NOOP("Reason", "it holds a character that stands for nothing"),
    QT_TRANSLATE_NOOP("Reason", "it takes days, hours and a speed"),
    QT_TRANSLATE_NOOP("Reason", "“{days}” is no day; write mon-fri, or sat,sun, or *"),
    QT_TRANSLATE_NOOP("Reason", "“{hours}” are no hours; write them as 08:00-17:30"),
    QT_TRANSLATE_NOOP("Reason", "no folder has a zero byte in its name"),
    QT_TRANSLATE_NOOP("Reason", "“{line}” is no header"),
    # What was dropped
    QT_TRANSLATE_NOOP("Reason", "{link} (line {number})"),
    QT_TRANSLATE_NOOP("Reason", "it is not a link"),
    QT_TRANSLATE_NOOP("Reason", "only http and https links can be downloaded"),
    QT_TRANSLATE_NOOP("Reason", "it names no host, and where it stood is not known"),
    QT_TRANSLATE_NOOP("Reason", "some of its letters are lost"),
    QT_TRANSLATE_NOOP("Reason", "a part of it is still to be filled in"),
    QT_TRANSLATE_NOOP("Reason", "it sends data instead of fetching a file"),
    QT_TRANSLATE_NOOP("Reason", "its checksum cannot be understood"),
    QT_TRANSLATE_NOOP("Reason", "it has no address on a web server"),
    QT_TRANSLATE_NOOP("Reason", "it is not text"),
    QT_TRANSLATE_NOOP("Reason", "line {number} is not a cookie in Netscape format"),
    QT_TRANSLATE_NOOP("Reason", "it is too large"),
    QT_TRANSLATE_NOOP("Reason", "it is written in letters nobody knows"),
    QT_TRANSLATE_NOOP("Reason", "it is something else"),
    QT_TRANSLATE_NOOP("Reason", "it declares a document type"),
    QT_TRANSLATE_NOOP("Reason", "it is too deep"),
    QT_TRANSLATE_NOOP("Reason", "it has more than {count} files"),
    QT_TRANSLATE_NOOP("Reason", "{why} in line {number}"),
    # What a proxy says
    QT_TRANSLATE_NOOP("Reason", "it sent data nobody asked for"),
    QT_TRANSLATE_NOOP("Reason", "it wants another way to log in"),
    QT_TRANSLATE_NOOP("Reason", "user name or password is wrong"),
    QT_TRANSLATE_NOOP("Reason", "it closed the connection"),
    QT_TRANSLATE_NOOP("Reason", "general failure"),
    QT_TRANSLATE_NOOP("Reason", "its rules do not allow this connection"),
    QT_TRANSLATE_NOOP("Reason", "the network is unreachable"),
    QT_TRANSLATE_NOOP("Reason", "the host is unreachable"),
    QT_TRANSLATE_NOOP("Reason", "the connection was refused"),
    QT_TRANSLATE_NOOP("Reason", "the connection took too long"),
    QT_TRANSLATE_NOOP("Reason", "it does not support the command"),
    QT_TRANSLATE_NOOP("Reason", "it does not support this kind of address"),
    QT_TRANSLATE_NOOP("Reason", "reply {number}"),
    # What a server says
    QT_TRANSLATE_NOOP("Reason", "to several addresses at once"),
    QT_TRANSLATE_NOOP("Reason", "to an address that starts with {scheme}:"),
    QT_TRANSLATE_NOOP("Reason", "back to where we came from"),
    QT_TRANSLATE_NOOP("Reason", "more than {count} times"),
    QT_TRANSLATE_NOOP("Reason", "to something that is no address"),
    QT_TRANSLATE_NOOP("Reason", "the encrypted stream is damaged"),
    QT_TRANSLATE_NOOP("Reason", "a chunk is longer than it said"),
    QT_TRANSLATE_NOOP("Reason", "a chunk has no clear size"),
    QT_TRANSLATE_NOOP("Reason", "a chunk ends in the wrong place"),
    QT_TRANSLATE_NOOP("Reason", "its trailer does not end"),
    QT_TRANSLATE_NOOP("Reason", "its header holds a zero byte"),
    QT_TRANSLATE_NOOP("Reason", "it is not HTTP/1.1"),
    QT_TRANSLATE_NOOP("Reason", "its header has a broken line"),
    QT_TRANSLATE_NOOP("Reason", "its header holds a stray line end"),
    QT_TRANSLATE_NOOP("Reason", "its header starts with white space"),
    QT_TRANSLATE_NOOP("Reason", "an unexpected {status}"),
    QT_TRANSLATE_NOOP("Reason", "its header does not end"),
    QT_TRANSLATE_NOOP("Reason", "it breaks off inside the header"),
    QT_TRANSLATE_NOOP("Reason", "transfer coding “{coding}”"),
    QT_TRANSLATE_NOOP("Reason", "it announces no clear length"),
    QT_TRANSLATE_NOOP("Reason", "it sends several parts in one"),
    QT_TRANSLATE_NOOP("Reason", "it sent another part of the file"),
    QT_TRANSLATE_NOOP("Reason", "length and range contradict each other"),
    QT_TRANSLATE_NOOP("Reason", "status {status} brings no file"),
    QT_TRANSLATE_NOOP("Reason", "it does not say which part of the file it sends"),
    QT_TRANSLATE_NOOP("Reason", "it sends a part that ends before it begins"),
    QT_TRANSLATE_NOOP("Reason", "it calls a part of the file the whole"),
    QT_TRANSLATE_NOOP("Reason", "it sends more than it announced"),
    QT_TRANSLATE_NOOP("Reason", "it sends nothing new"),
    # What the system says
    QT_TRANSLATE_NOOP("Reason", "it cannot be created"),
    QT_TRANSLATE_NOOP("Reason", "permission denied"),
    QT_TRANSLATE_NOOP("Reason", "operation not permitted"),
    QT_TRANSLATE_NOOP("Reason", "read-only file system"),
    QT_TRANSLATE_NOOP("Reason", "input/output error"),
    QT_TRANSLATE_NOOP("Reason", "is a directory"),
    QT_TRANSLATE_NOOP("Reason", "network is unreachable"),
    QT_TRANSLATE_NOOP("Reason", "no route to host"),
    QT_TRANSLATE_NOOP("Reason", "network is down"),
    QT_TRANSLATE_NOOP("Reason", "certificate has expired"),
    QT_TRANSLATE_NOOP("Reason", "certificate is not yet valid"),
    QT_TRANSLATE_NOOP("Reason", "self-signed certificate"),
    QT_TRANSLATE_NOOP("Reason", "self-signed certificate in certificate chain"),
    QT_TRANSLATE_NOOP("Reason", "unable to get local issuer certificate"),
    QT_TRANSLATE_NOOP(
        "Reason", "Hostname mismatch, certificate is not valid for '{host}'"
    ),
    QT_TRANSLATE_NOOP(
        "Reason", "IP address mismatch, certificate is not valid for '{address}'"
    ),
)  # fmt: skip


class Found(NamedTuple):
    """A reason taken apart again."""

    template: str
    values: dict[str, str]


def reason_text(reason: str) -> str:
    """A reason in the user's language, as far as it is one of ours."""
    found = _find(reason)
    if found is None:
        return reason
    values = {name: reason_text(value) for name, value in found.values.items()}
    return translate("Reason", found.template).format(**values)


@lru_cache(1024)  # the list asks for it at each painting
def _find(reason: str) -> Found | None:
    for template, pattern in _patterns():
        if match := pattern.fullmatch(reason):
            return Found(template, match.groupdict())
    return None


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Those without places first: they are surely meant."""
    made = []
    for template in sorted(REASONS, key=lambda one: one.count("{")):
        pattern = re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(template))
        made.append((template, re.compile(pattern, re.DOTALL)))
    return made
