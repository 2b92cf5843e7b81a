"""Where readers put what they find: checked, counted, each address once."""

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urljoin

from core.model.checksum import Checksum
from core.model.download import Options
from core.model.errors import InputError, NotALinkError, TooManyLinksError, UnsupportedSchemeError
from core.policy.intake.entry import PLAIN, Entry, Format, Intake, Reject, Why
from core.policy.intake.patterns import find_pattern
from core.policy.links import Link, normal_form, parse_link

MAX_TEXT = 64 * 1024 * 1024  # bytes, or characters of a text
MAX_LINKS = 1_000_000
MAX_REJECTS = 10_000  # more are of no use to anyone
_LOST = "\ufffd"
_NOTHING = Entry("")


class EnoughError(Exception):
    """Reading ends here: the limit is reached, or nobody waits for the rest."""


class Collector:
    """An intake in the making. Every method may raise `EnoughError`."""

    def __init__(self, base_url: str, stop: Callable[[], bool]) -> None:
        self.base_url = base_url
        self.patterns = False  # whether links may stand for many here
        self.found = Intake(Format.TEXT)
        self._stop = stop
        self._steps = 0
        self._known: dict[object, int] = {}  # where the entry of an address stands

    def link(self, text: str, line: int, like: Entry = _NOTHING) -> None:
        """Take an absolute link; `like` has what else is known of it."""
        self._step()
        pattern = None
        if self.patterns and ("[" in text or "{" in text):
            pattern = find_pattern(text)
            if any("{" in part for part in (pattern.between if pattern else [text])):
                self.reject(text, line, Why.PLACEHOLDER)
                return
        try:
            if _LOST in text:
                raise NotALinkError(link=text)
            link = parse_link(text)
        except InputError as error:
            first = _first_of(pattern[0]) if pattern is not None else None
            if first is None:
                self.reject(text, line, _why(text, error))
                return
            link = first
        if like is _NOTHING:
            options = PLAIN if link.credentials is None else _with(link, PLAIN)
            self.add(Entry(link.url, line, options=options, pattern=pattern))
        else:
            options = like.options if link.credentials is None else _with(link, like.options)
            self.add(replace(like, url=link.url, line=line, options=options, pattern=pattern))

    def reference(self, text: str, line: int, like: Entry = _NOTHING) -> None:
        """Take a link that may be relative to where the text stood (RFC 3986, section 5)."""
        try:
            text = urljoin(self.base_url, text) if self.base_url else text
        except ValueError:
            self.reject(text, line, Why.NOT_A_LINK)
            return
        if text.startswith("//"):
            text = f"https:{text}"
        if "://" not in text[:40]:
            self.reject(text, line, Why.RELATIVE)
            return
        self.link(text, line, like)

    def add(self, entry: Entry) -> None:
        """Take an entry that was checked already."""
        entries = self.found.entries
        if len(entries) + len(self.found.duplicates) >= MAX_LINKS:
            self.found.messages.append(TooManyLinksError(limit=f"{MAX_LINKS:,}"))
            raise EnoughError
        key: object = normal_form(entry.url)
        place = self._known.get(key)
        if place is not None and not entries[place].wants_the_same(entry):
            key = (key, entry.name, entry.options)
            place = self._known.get(key)
        if place is not None:
            self.found.duplicates.append(entry)
            entries[place] = entries[place].completed_by(entry)
        else:
            self._known[key] = len(entries)
            entries.append(entry)

    def reject(self, text: str, line: int, why: Why) -> None:
        """Note what looked like a link; of very many only the first."""
        self._step()
        rejects = self.found.rejects
        if len(rejects) < MAX_REJECTS:
            text = text if len(text) <= 200 else text[:199] + "…"
            rejects.append(Reject(text, line, why))

    def sum(self, name: str, checksum: Checksum) -> None:
        """Note the checksum of a file whose address is not known here."""
        self.found.sums[name] = checksum

    def _step(self) -> None:
        self._steps += 1
        if self._steps % 512 == 0:
            self.breathe()

    def breathe(self) -> None:
        """Called now and then by whoever reads long texts."""
        if self._stop():
            raise EnoughError


def _with(link: Link, options: Options) -> Options:
    return replace(options, credentials=link.credentials)


def _first_of(text: str) -> Link | None:
    try:
        return parse_link(text)
    except InputError:
        return None


def _why(text: str, error: InputError) -> Why:
    if _LOST in text:
        return Why.DAMAGED
    return Why.SCHEME if isinstance(error, UnsupportedSchemeError) else Why.NOT_A_LINK
