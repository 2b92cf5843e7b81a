"""Which folder for which site and type, as the user writes it: one rule a line."""

import re
from typing import NamedTuple

from core.model.errors import BadOptionError

MAX_RULES = 1000
_HOST = re.compile(r"[^\s/@]+")
_TYPES = re.compile(r"\*|[\w.+-]{1,20}(?:,[\w.+-]{1,20})*")


class FolderRule(NamedTuple):
    """`*.example.org video,iso ~/Videos`: the first rule that fits a link decides."""

    host: str  # `*` and `?` stand for any letters
    types: tuple[str, ...]  # endings or groups of them; `*` for all
    folder: str  # as typed: `~` and variables are filled in when it is used


def read_rules(text: str) -> tuple[FolderRule, ...]:
    """The rules in a text; blank lines and those that begin with # are passed over.

    Raises `BadOptionError` with the line that cannot be used.
    """
    rules = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split(None, 2)
        if words and not words[0].startswith("#"):
            if len(words) < 3:
                raise _bad(number, "it takes a site, a type and a folder")
            rules.append(_rule(number, *words))
    if len(rules) > MAX_RULES:
        raise BadOptionError(option="folder-rules", reason=f"more than {MAX_RULES} rules")
    return tuple(rules)


def _rule(number: int, host: str, types: str, folder: str) -> FolderRule:
    if not _HOST.fullmatch(host):
        raise _bad(number, f"“{host}” is no site; write it as in a link, or *")
    if not _TYPES.fullmatch(types):
        raise _bad(number, f"“{types}” is no type; write video, or pdf,epub, or *")
    folder = folder.rstrip()
    if not folder.startswith(("/", "~", "$")) and not re.match(r"[A-Za-z]:[\\/]|\\\\|%", folder):
        raise _bad(number, f"“{folder}” depends on where Headgate was started; write all of it")
    if "\0" in folder:
        raise _bad(number, "no folder has a zero byte in its name")
    plain = tuple(one.strip(".").lower() for one in types.split(","))
    return FolderRule(host.lower(), plain if types != "*" else ("*",), folder)


def _bad(number: int, reason: str) -> BadOptionError:
    return BadOptionError(option="folder-rules", reason=f"line {number}: {reason}")
