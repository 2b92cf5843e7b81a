"""The words of `headgate get`, read into requests and settings."""

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from core import __version__
from core.disk.paths import default_state_folder, expand
from core.model.checksum import parse_checksum
from core.model.download import Conflict, Options, Request
from core.model.errors import (
    BadOptionError,
    BinaryDataError,
    NoAddressesError,
    UnreadableListError,
)
from core.model.rate import read_rate
from core.model.settings import Settings, check
from core.policy.filenames import why_not
from core.policy.headers import OWN, is_name, is_value
from core.policy.intake import Entry, Format, Intake, Why
from core.policy.intake.collector import MAX_TEXT
from core.policy.intake.joining import with_sums
from core.policy.intake.take import take_in
from core.policy.links import parse_link


@dataclass(frozen=True, slots=True)
class GetCommand:
    """What `headgate get` was asked to do."""

    requests: list[Request]
    settings: Settings
    state_folder: Path
    cookie_file: Path | None
    start_again: bool
    json: bool
    quiet: bool


def parser() -> argparse.ArgumentParser:
    """All options, with their help."""
    make = argparse.ArgumentParser(
        prog="headgate get",
        description="Download files. Running the same command again continues what is unfinished.",
        epilog="Exit status: 0 all completed, 1 some failed, 2 wrong usage, 130 stopped safely.",
        allow_abbrev=False,
    )
    add = make.add_argument
    add("urls", nargs="*", metavar="URL", help="http or https link")
    add(
        "-i",
        "--input",
        metavar="FILE",
        help="links from a list or a file of another kind; -: stdin",
    )
    add("--base", default="", metavar="URL", help="what relative links in FILE are relative to")
    add("-d", "--dir", default=".", metavar="DIR", help="save here; created if missing")
    add("-o", "--output", metavar="NAME", help="file name, for a single link")
    add("-j", "--jobs", type=int, default=3, metavar="N", help="downloads at a time (3)")
    add("-x", "--connections", type=int, default=8, metavar="N", help="connections a file (8)")
    add("--limit-rate", default="0", metavar="RATE", help="bytes a second, as 500k, 2M or 1G")
    add("--checksum", metavar="ALGO=VALUE", help="what the file must come to, for a single link")
    add("--mirror", action="append", default=[], metavar="URL", help="where it lies too, likewise")
    add("--verify-siblings", action="store_true", help="look for SHA256SUMS and the like beside it")
    add("-H", "--header", action="append", default=[], metavar="'Name: value'")
    add("--user-agent", default="", metavar="TEXT")
    add("--referer", default="", metavar="URL")
    add("--load-cookies", metavar="FILE", help="Netscape format, session cookies too")
    add("--proxy", default="", metavar="URL", help="http, https, socks5 or socks5h")
    add("--cacert", default="", metavar="FILE", help="trust these certificates")
    add("--insecure", action="store_true", help="accept any certificate")
    add("--retries", type=int, default=5, metavar="N", help="further attempts (5)")
    add("--timeout", type=int, default=30, metavar="S", help="connect, stall and idle (30)")
    add("--start-again", action="store_true", help="delete what an earlier run left unfinished")
    add("--conflict", choices=[one.value for one in Conflict], default="rename")
    add("--state-dir", metavar="DIR", help="where unfinished downloads are remembered")
    add("--json", action="store_true", help="one JSON object a line")
    add("-q", "--quiet", action="store_true", help="no progress")
    add("--version", action="version", version=f"headgate {__version__}")
    return make


def read_arguments(words: Sequence[str]) -> GetCommand:
    """The command these words mean; raises `InputError` for what cannot be used.

    Unknown options and the like end the program with status 2, as argparse does.
    """
    given = parser().parse_intermixed_args(words)
    links = [_entry(text) for text in given.urls]
    if given.input is not None:
        links = _with_list(links, given.input, parse_link(given.base).url if given.base else "")
    if not links:
        raise BadOptionError(option="URL", reason="no link was given")
    for option in ("output", "checksum", "mirror"):
        if len(links) > 1 and getattr(given, option) not in (None, []):
            raise BadOptionError(option=f"--{option}", reason="works with a single link")
    if given.output is not None and (reason := why_not(given.output)):
        raise BadOptionError(option="--output", reason=reason)
    for name, text in (("--user-agent", given.user_agent), ("--referer", given.referer)):
        if not is_value(text):
            raise BadOptionError(option=name, reason="a value cannot span several lines")
    settings = Settings(
        concurrent=given.jobs,
        connections=given.connections,
        limit_rate=read_rate(given.limit_rate, "--limit-rate"),
        retries=given.retries,
        timeout=given.timeout,
        proxy=given.proxy,
        user_agent=given.user_agent,
        ca_file=given.cacert,
        verify_siblings=given.verify_siblings,
        insecure=given.insecure,
    )
    state = given.state_dir
    return GetCommand(
        requests=_requests(links, given),
        settings=check(settings),
        state_folder=expand(state) if state else default_state_folder(),
        cookie_file=expand(given.load_cookies) if given.load_cookies else None,
        start_again=given.start_again,
        json=given.json,
        quiet=given.quiet,
    )


def read_header(text: str) -> tuple[str, str]:
    """A header as typed after -H; raises `BadOptionError`."""
    name, colon, value = text.partition(":")
    name, value = name.strip(), value.strip()
    if not colon or not is_name(name):
        raise BadOptionError(option="--header", reason=f"“{text}” is not like 'Name: value'")
    if name.lower() in OWN:
        raise BadOptionError(option="--header", reason=f"{name} is set by Headgate itself")
    if not is_value(value):
        raise BadOptionError(option="--header", reason="a value cannot span several lines")
    return name, value


def _entry(text: str) -> Entry:
    link = parse_link(text)
    return Entry(link.url, options=Options(credentials=link.credentials))


def _requests(links: list[Entry], given: argparse.Namespace) -> list[Request]:
    shared = Options(
        headers=tuple(read_header(text) for text in given.header),
        referer=given.referer,
        conflict=Conflict(given.conflict),
    )
    folder = expand(given.dir)
    if given.output:
        links = [replace(link, name=given.output) for link in links]
    if given.checksum:
        links = [replace(link, checksum=parse_checksum(given.checksum)) for link in links]
    if given.mirror:
        mirrors = tuple(parse_link(text).url for text in given.mirror)
        links = [replace(link, mirrors=mirrors) for link in links]
    return [link.request(folder, shared) for link in links]


def _with_list(links: list[Entry], source: str, base: str) -> list[Entry]:
    """The links, and those of a list; its checksums go to files of the names it has them for."""
    intake = _intake(source, base)
    if any(one.why is Why.DAMAGED for one in intake.rejects):
        raise UnreadableListError(path=source, reason="it is not text")
    listed = intake.in_order() if intake.format is Format.LIST else intake.entries
    done, fitting = with_sums([*links, *listed], intake.sums)
    for error in intake.messages:
        if isinstance(error, BinaryDataError):
            raise UnreadableListError(path=source, reason="it is not text") from error
        if not (fitting and isinstance(error, NoAddressesError)):
            raise error
    if intake.rejects and intake.format is not Format.PAGE:  # pages have links of all kinds
        raise intake.rejects[0].error()
    return done


def _intake(source: str, base: str) -> Intake:
    """What stands in a list; raises `UnreadableListError`."""
    try:
        if source == "-":
            return take_in(sys.stdin.read(), base_url=base, otherwise=Format.LIST)
        with expand(source).open("rb") as file:
            data = file.read(MAX_TEXT + 1)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text"
        raise UnreadableListError(path=source, reason=reason) from error
    return take_in(data, base_url=base, name=source, otherwise=Format.LIST)
