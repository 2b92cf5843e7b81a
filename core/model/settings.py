"""What can be set, with its default, its bounds and its words."""

from dataclasses import dataclass, field, fields
from typing import Any

from core.model.download import Conflict
from core.model.errors import BadOptionError
from core.model.folder_rules import read_rules
from core.model.proxy import parse_proxy
from core.model.rate import read_presets
from core.model.site_rules import read_site_rules
from core.model.speed_rules import read_speed_rules

MAX_CONNECTIONS = 64
THEMES = {"system": "As the system says", "light": "Light", "dark": "Dark"}
LANGUAGES = {
    "en": "English",
    "de": "Deutsch",
    "fr": "Français",
    "es": "Español",
    "fa": "فارسی",
    "zh_CN": "简体中文",
}  # as those call them who speak them
_LOOK_OVER = {
    "unclear": "If something is unclear",
    "always": "Always, before it is added",
    "never": "Never",
}


def _number(default: int, low: int, high: int, label: str) -> Any:
    return field(default=default, metadata={"low": low, "high": high, "label": label})


def _text(default: str, label: str) -> Any:
    return field(default=default, metadata={"label": label})


def _choice(default: str, choices: dict[str, str], label: str) -> Any:
    return field(default=default, metadata={"label": label, "choices": choices})


def _switch(default: bool, label: str) -> Any:
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
    folder_rules: str = _text(
        "", "Other folders for sites and types: the first rule that fits counts"
    )
    last_folder: bool = _switch(False, "Offer the folder that was chosen last")
    conflict: str = _choice("rename", _CONFLICTS, "If a file of that name is there")
    verify_siblings: bool = field(
        default=False, metadata={"label": "Look for checksum files beside each download"}
    )
    look_over: str = _choice("unclear", _LOOK_OVER, "Look over what is dropped or pasted")
    look_up: bool = _switch(True, "Ask servers for names and sizes before adding")
    watch_clipboard: bool = _switch(False, "Offer to add links that are copied")
    watch_folder: str = _text("", "Take in link files from this folder (empty: none)")
    concurrent: int = _number(3, 1, MAX_CONNECTIONS, "Downloads at a time")
    connections: int = _number(8, 1, MAX_CONNECTIONS, "Connections per download")
    limit_rate: int = _number(0, 0, 2**50, "Speed limit")
    speed_presets: str = _text("250k 1M 5M", "Speeds to choose from, as 250k 1M 5M")
    speed_schedule: str = _text("", "Speeds by day and hour: the first rule that fits counts")
    retries: int = _number(5, 0, 1000, "Further attempts after a fault")
    timeout: int = _number(30, 1, 3600, "Seconds to wait for an answer")
    proxy: str = _text("", "Proxy (empty: as the system says)")
    user_agent: str = _text("", "User agent (empty: Headgate's own)")
    site_rules: str = _text("", "Other ways for single sites: the first rule that fits counts")
    ca_file: str = _text("", "Certificates to trust (empty: the usual ones)")
    insecure: bool = field(default=False, metadata={"label": "Accept any certificate"})
    theme: str = _choice("system", THEMES, "Colours")
    language: str = _choice(
        "", {"": "As the system says"} | LANGUAGES, "Language (from the next start on)"
    )
    ask_before_leaving: bool = field(
        default=True, metadata={"label": "Ask before quitting while downloads run"}
    )
    tray: bool = _switch(True, "Show an icon in the tray")
    stay_in_tray: bool = _switch(False, "Keep running in the tray when the window is closed")
    notify: bool = _switch(True, "Tell when everything is done, if the window is not in front")
    keep_awake: bool = _switch(True, "Keep the computer awake while downloads run")
    autostart: bool = _switch(False, "Start with the session, hidden in the tray")
    shortcuts: str = _text("", "Keys")


def check(settings: Settings) -> Settings:
    """The settings, if every value can be used; raises `BadOptionError`."""
    for one in fields(settings):
        value = getattr(settings, one.name)
        if "low" in one.metadata and not one.metadata["low"] <= value <= one.metadata["high"]:
            reason = f"must lie between {one.metadata['low']} and {one.metadata['high']}"
            raise BadOptionError(option=one.name.replace("_", "-"), reason=reason)
        if value not in one.metadata.get("choices", (value,)):
            raise BadOptionError(option=one.name.replace("_", "-"), reason="is none of the choices")
    for option in ("folder", "watch-folder"):
        if "\0" in getattr(settings, option.replace("-", "_")):
            raise BadOptionError(option=option, reason="no folder has a zero byte in its name")
    if settings.proxy:
        parse_proxy(settings.proxy)
    read_rules(settings.folder_rules)
    read_presets(settings.speed_presets)
    read_site_rules(settings.site_rules)
    read_speed_rules(settings.speed_schedule)
    return settings
