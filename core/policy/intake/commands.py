"""Command lines of curl and wget in a text, as entries."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from core.policy.intake.collector import Collector
from core.policy.intake.entry import Entry, Why
from core.policy.intake.places import pieces, search
from core.policy.intake.shell import bash_words, is_windows, windows_words
from core.policy.intake.wishes import Wish, curl_wishes, wget_wishes

_COMMAND = re.compile(
    r"(?:^|(?<=[;&|]))[ \t]*"
    r"(?:[$#%>][ \t]+|PS [^\n>]{0,200}>[ \t]*|[A-Z]:[^\n>]{0,200}>[ \t]*)?"  # a prompt
    r"(?:sudo[ \t]+)?(curl|wget2?)(?:\.exe)?[ \t]+(?=\S)",
    re.MULTILINE,
)
_LINK = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+")
_BARE = re.compile(r"(?:localhost|[\w-]+(?:\.[\w-]+)++|\[[0-9A-Fa-f:.]+\])(?::\d+)?(?:[/?]\S*)?")


@dataclass(frozen=True, slots=True)
class Command:
    """One command line, from `start` to `end` of its text."""

    start: int
    end: int
    wishes: list[Wish]
    unknown: set[str]  # words that only a shell could complete

    def give(self, into: Collector, line: int) -> None:
        """Hand over what it would fetch."""
        for wish in self.wishes:
            options = wish.options
            for number, link in enumerate(wish.links):
                if wish.sends or link in self.unknown:
                    into.reject(link, line, Why.SENDS if wish.sends else Why.PLACEHOLDER)
                    continue
                folder, name = wish.place_of(number)
                like = Entry("", name=name or None, folder=folder, options=options)
                into.link(_whole(link, wish.query), line, like)


def find(text: str, pause: Callable[[], None]) -> Iterator[Command]:
    """The commands in a text; prose that only begins with the word `curl` is none.

    `pause` is called now and then.
    """
    if not any("curl" in piece or "wget" in piece for piece in pieces(text)):
        return
    place = 0
    while (found := search(_COMMAND, text, place, len(text), pause)) is not None:
        place = found.end()
        command = _command(text, found)
        if command is not None:
            place = command.end
            yield command


def _command(text: str, found: re.Match[str]) -> Command | None:
    line_end = text.find("\n", found.end())
    first_line = text[found.end() : line_end + 1 if line_end >= 0 else len(text)]
    read = windows_words if is_windows(first_line) else bash_words
    words = read(text, found.end())
    if not words.whole:
        return None
    wishes = (curl_wishes if found[1] == "curl" else wget_wishes)(words.words)
    links = [link for wish in wishes for link in wish.links]
    if not links or not all(_LINK.fullmatch(one) or _BARE.fullmatch(one) for one in links):
        return None
    if words.output and len(links) == 1 and not any(wish.names for wish in wishes):
        next(wish for wish in wishes if wish.links).names.append(words.output)
    return Command(found.start(), words.end, wishes, words.unknown)


def _whole(link: str, query: list[str]) -> str:
    """The address with its scheme, and with the data that goes into it."""
    if not _LINK.match(link):
        link = f"http://{link}"  # as both programs read it
    if query:
        head, _, _ = link.partition("#")
        link = f"{head}{'&' if '?' in head else '?'}{'&'.join(query)}"
    return link
