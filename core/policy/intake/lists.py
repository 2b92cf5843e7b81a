"""Lists with one link a line: our own, those of drags, and input files of aria2."""

import re
from dataclasses import dataclass, field
from itertools import pairwise

from core.model.checksum import Checksum, parse_checksum
from core.model.download import Credentials, Options
from core.model.errors import InputError
from core.policy.headers import taken_over
from core.policy.intake import commands
from core.policy.intake.collector import Collector
from core.policy.intake.entry import PLAIN, Entry, Why
from core.policy.intake.places import Lines
from core.policy.links import parse_link

_LINK_ALONE = re.compile(r"(?i)https?://\S+")
_OPTION = re.compile(r"[ \t]+([a-z][a-z0-9-]+)=(.*)")


def all_links(text: str) -> bool:
    """Whether every line is a link and nothing else."""
    lines = (line.strip().lstrip("\ufeff") for line in text.split("\n"))
    return all(not line or line[0] == "#" or _LINK_ALONE.fullmatch(line) for line in lines)


def is_aria2(lines: list[str]) -> bool:
    """Whether a link is followed by an indented `option=value`."""
    return any(_LINK_ALONE.match(one) and _OPTION.match(two) for one, two in pairwise(lines))


def read_list(text: str, into: Collector) -> bool:
    """One link a line; blank lines and `#` comments are skipped, all else must be a link.

    The command lines of curl and wget are understood as well.
    """
    lines = Lines(text)
    done = 0
    for command in commands.find(text, into.breathe):
        _read_lines(text[done : command.start], lines.at(done), into)
        command.give(into, lines.at(command.start))
        done = command.end
        if not text.startswith("\n", done):  # what the shell does next is not ours
            done = max(done, text.find("\n", done))
    _read_lines(text[done:], lines.at(done), into)
    return True


def _read_lines(text: str, first: int, into: Collector) -> None:
    for number, line in enumerate(text.split("\n"), first):
        link = line.strip().lstrip("\ufeff")
        if link and not link.startswith("#"):
            into.link(link, number)


def read_uri_list(text: str, into: Collector) -> bool:
    """What a drag carries as text/uri-list (RFC 2483, section 5)."""
    for number, line in enumerate(text.split("\n"), 1):
        link = line.strip(" \t\0")
        if link and not link.startswith("#"):
            into.link(link, number)
    return True


def read_moz_url(text: str, into: Collector) -> bool:
    """What a drag from Firefox carries: links and their titles in turn."""
    lines = text.strip("\0").split("\n")
    for number in range(0, len(lines), 2):
        title = lines[number + 1].strip() if number + 1 < len(lines) else ""
        if lines[number].strip():
            into.link(lines[number].strip(), number + 1, Entry("", title=title))
    return True


def read_aria2(text: str, into: Collector) -> bool:
    """Lines of links to one file, with tabs between, and indented options below."""
    wish = _Wish()
    for number, line in enumerate(text.split("\n"), 1):
        option = _OPTION.match(line)
        if option is not None:
            wish.option(option[1], option[2].strip())
        elif line.strip() and not line.startswith("#"):
            wish.give(into)
            wish = _Wish(number, [part.strip() for part in line.split("\t") if part.strip()])
    wish.give(into)
    return True


@dataclass(slots=True)
class _Wish:
    """One file of an input file."""

    line: int = 0
    links: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    headers: list[tuple[str, str]] = field(default_factory=list)

    def option(self, name: str, value: str) -> None:
        if name == "user-agent":
            name, value = "header", f"User-Agent: {value}"
        if name != "header":
            self.values[name] = value
            return
        kept = taken_over(*value.partition(":")[::2])
        if kept is not None:
            self.headers.append(kept)

    def give(self, into: Collector) -> None:
        if not self.links:
            return
        checksum = None
        if text := self.values.get("checksum"):
            checksum = read_checksum(text)
            if checksum is None:
                into.reject(self.links[0], self.line, Why.CHECKSUM)
                return
        good = [one for one in map(_address, self.links) if one]
        first = next((one for one in self.links if _address(one)), self.links[0])
        like = Entry(
            "",
            name=self.values.get("out") or None,
            checksum=checksum,
            options=self._options(),
            mirrors=tuple(dict.fromkeys(good[1:])),
            folder=self.values.get("dir", ""),
        )
        into.link(first, self.line, like)

    def _options(self) -> Options:
        user = self.values.get("http-user")
        known = None if user is None else Credentials(user, self.values.get("http-passwd", ""))
        options = Options(tuple(self.headers), self.values.get("referer", ""), known)
        return PLAIN if options == PLAIN else options


def read_checksum(text: str) -> Checksum | None:
    """A checksum in any spelling; None if it is none we know."""
    try:
        return parse_checksum(text)
    except InputError:
        return None


def _address(text: str) -> str | None:
    try:
        return parse_link(text).url
    except InputError:
        return None
