"""What can be set, with its default, its bounds and its words."""

from dataclasses import dataclass, field, fields
from typing import Any

from core.model.download import Conflict
from core.model.errors import BadOptionError
from core.model.folder_rules import read_rules

MAX_CONNECTIONS = 64


def _number(default: int, low: int, high: int, label: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "label": label})


def _text(default: str, label: str) -> Any:
    return field(default=default, metadata={"label": label})


def _choice(default: str, label: str, choices: dict[str, str]) -> Any:
    return field(default=default, metadata={"label": label, "choices": choices})


def _yes_or_no(label: str, *, default: bool) -> Any:
    return field(default=default, metadata={"label": label})


_CONFLICTS = {
    Conflict.RENAME.value: "Give the new file another name",
    Conflict.SKIP.value: "Keep the old file and skip the new one",
    Conflict.OVERWRITE.value: "Put the old file into the trash",
    Conflict.RESUME.value: "Go on with the old file, if it is the beginning of the new one",
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything a user may change; a new object replaces the old one, nothing is edited."""

    folder: str = _text("", "Save files in")
    folder_rules: str = _text("", "Other folders: site, type and folder, a rule a line")
    last_folder: bool = _yes_or_no("Offer the folder that was chosen last", default=False)
    conflict: str = _choice("rename", "If a file of that name is there", _CONFLICTS)
    look_over: bool = _yes_or_no("Show what is dropped or pasted before adding it", default=True)
    look_up: bool = _yes_or_no("Ask servers for names and sizes before adding", default=True)
    watch_clipboard: bool = _yes_or_no("Offer to add links that are copied", default=False)
    watch_folder: str = _text("", "Take in link files from this folder (empty: none)")
    concurrent: int = _number(3, 1, MAX_CONNECTIONS, "Downloads at a time")
    connections: int = _number(8, 1, MAX_CONNECTIONS, "Connections per download")
    limit_rate: int = _number(0, 0, 2**50, "Speed limit in bytes per second (0: none)")
    retries: int = _number(5, 0, 1000, "Further attempts after a fault")
    timeout: int = _number(30, 1, 3600, "Seconds to wait for an answer")
    proxy: str = _text("", "Proxy (empty: as the system says)")
    user_agent: str = _text("", "User agent (empty: Headgate's own)")
    ca_file: str = _text("", "Certificates to trust (empty: the usual ones)")
    insecure: bool = _yes_or_no("Accept any certificate", default=False)
    ask_before_leaving: bool = _yes_or_no("Ask before quitting while downloads run", default=True)


def check(settings: Settings) -> Settings:
    """The settings, if every value can be used; raises `BadOptionError`."""
    for one in fields(settings):
        value = getattr(settings, one.name)
        if "low" in one.metadata and not one.metadata["low"] <= value <= one.metadata["high"]:
            reason = f"must lie between {one.metadata['low']} and {one.metadata['high']}"
            raise BadOptionError(option=one.name.replace("_", "-"), reason=reason)
        if value not in one.metadata.get("choices", (value,)):
            reason = f"must be one of {', '.join(one.metadata['choices'])}"
            raise BadOptionError(option=one.name.replace("_", "-"), reason=reason)
    for option in ("folder", "watch-folder"):
        if "\0" in getattr(settings, option.replace("-", "_")):
            raise BadOptionError(option=option, reason="no folder has a zero byte in its name")
    read_rules(settings.folder_rules)
    return settings
