"""The settings that are lists of rules: the columns of each, and how its text is read and written.

What cannot be used is written as it was typed, so that the setting's own reader refuses it.
"""

import shlex
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from core.model.folder_rules import read_rules
from core.model.rate import write_rate
from core.model.site_rules import SiteRule, read_site_rules
from core.model.speed_rules import hour_text, read_speed_rules, write_days
from gui.day_names import days_from, days_text
from gui.texts import QT_TRANSLATE_NOOP

Cells = list[str]


@dataclass(frozen=True, slots=True)
class RuleKind:
    """Rows that are not filled in yet are no rules and are left out by `write`."""

    name: str  # what a screen reader calls the table
    hint: str  # what its rules do, and how to make the first
    tip: str
    columns: tuple[str, ...]
    blank: tuple[str, ...]
    read: Callable[[str], list[Cells]]
    write: Callable[[Sequence[Cells]], str]


def _read_folders(text: str) -> list[Cells]:
    return [[rule.host, ",".join(rule.types), rule.folder] for rule in read_rules(text)]


def _write_folders(rows: Sequence[Cells]) -> str:
    whole = filter(all, rows)
    return "".join(f"{host} {_bare(types)} {folder}\n" for host, types, folder in whole)


def _read_speeds(text: str) -> list[Cells]:
    return [
        [days_text(rule.days), hour_text(rule.start), hour_text(rule.end), write_rate(rule.rate)]
        for rule in read_speed_rules(text)
    ]


def _write_speeds(rows: Sequence[Cells]) -> str:
    lines = []
    for days, start, end, rate in filter(all, rows):
        found = days_from(days)
        known = _bare(days) if found is None else write_days(found)
        lines.append(f"{known} {_bare(start)}-{_bare(end)} {_bare(rate)}\n")
    return "".join(lines)


def _read_sites(text: str) -> list[Cells]:
    return [[str(cell or "") for cell in rule] for rule in read_site_rules(text)]


def _write_sites(rows: Sequence[Cells]) -> str:
    lines = []
    for host, *cells in rows:
        keys = zip(SiteRule._fields[1:], cells, strict=True)
        given = [f"{key.replace('_', '-')}={cell}" for key, cell in keys if cell]
        if host and given:
            lines.append(f"{shlex.join([host, *given])}\n")
    return "".join(lines)


def _bare(text: str) -> str:
    """Without the spaces people put between words."""
    return "".join(text.split())


RULE_KINDS = {
    "folder_rules": RuleKind(
        QT_TRANSLATE_NOOP("Rules", "Folders for sites and types"),
        QT_TRANSLATE_NOOP(
            "Rules",
            "A rule saves files of a site, or of a type, in a folder of their own. Press Add to "
            "make the first.",
        ),
        QT_TRANSLATE_NOOP(
            "Rules", "Site as *.example.org or *; type as video, pdf,epub or *; folder as ~/Videos"
        ),
        (
            QT_TRANSLATE_NOOP("Rules", "Site"),
            QT_TRANSLATE_NOOP("Rules", "Type"),
            QT_TRANSLATE_NOOP("Rules", "Folder"),
        ),
        ("*", "*", ""),
        _read_folders,
        _write_folders,
    ),
    "site_rules": RuleKind(
        QT_TRANSLATE_NOOP("Rules", "Ways for single sites"),
        QT_TRANSLATE_NOOP(
            "Rules",
            "A rule gives a site its own number of connections, proxy or headers. Press Add to "
            "make the first.",
        ),
        QT_TRANSLATE_NOOP(
            "Rules",
            "Site as *.example.org; connections of a download and downloads at a time, at most; "
            "proxy as http://host:port, or none; one header more as Name: value",
        ),
        (
            QT_TRANSLATE_NOOP("Rules", "Site"),
            QT_TRANSLATE_NOOP("Rules", "Connections"),
            QT_TRANSLATE_NOOP("Rules", "Downloads"),
            QT_TRANSLATE_NOOP("Rules", "User agent"),
            QT_TRANSLATE_NOOP("Rules", "Referer"),
            QT_TRANSLATE_NOOP("Rules", "Proxy"),
            QT_TRANSLATE_NOOP("Rules", "Header"),
        ),
        ("", "", "", "", "", "", ""),
        _read_sites,
        _write_sites,
    ),
    "speed_schedule": RuleKind(
        QT_TRANSLATE_NOOP("Rules", "Speeds by day and hour"),
        QT_TRANSLATE_NOOP(
            "Rules",
            "A rule sets the speed limit for certain days and hours. Press Add to make the first.",
        ),
        QT_TRANSLATE_NOOP(
            "Rules",
            "Days as mon-fri, or sat,sun, or *; hours as 22:00, past midnight too; "
            "speed as 500k or 2M, 0 for full speed",
        ),
        (
            QT_TRANSLATE_NOOP("Rules", "Days"),
            QT_TRANSLATE_NOOP("Rules", "From"),
            QT_TRANSLATE_NOOP("Rules", "Until"),
            QT_TRANSLATE_NOOP("Rules", "Speed"),
        ),
        ("*", "08:00", "17:00", ""),
        _read_speeds,
        _write_speeds,
    ),
}
