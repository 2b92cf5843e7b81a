"""Which folder a download goes to, by the user's rules for sites and types."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from core.model.folder_rules import FolderRule
from core.policy.filenames import from_url
from core.policy.kinds import group_of
from core.policy.safe_names import split_ending
from core.policy.sites import is_at


def folder_for(rules: Iterable[FolderRule], url: str, name: str | None = None) -> str | None:
    """The folder of the first rule that fits, as typed there; None if none does.

    `name` is what the user calls the file, if he does. What a server will call it, or what
    type it will say the file has, is not known when a link is added.
    """
    host = urlsplit(url).hostname or ""
    ending = split_ending(name or from_url(url))[1].lower().removeprefix(".")
    for rule in rules:
        if is_at(host, rule.host) and any(_is_of(ending, one) for one in rule.types):
            return rule.folder
    return None


def _is_of(ending: str, wanted: str) -> bool:
    if wanted == "*":
        return True
    return bool(ending) and (wanted in (ending, group_of(ending)) or ending.endswith(f".{wanted}"))
