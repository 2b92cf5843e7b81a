"""Which folder each link's file goes to, as the settings have it."""

from dataclasses import dataclass
from pathlib import Path

from core.disk.paths import expand
from core.model.folder_rules import FolderRule, read_rules
from core.policy.folders import folder_for


@dataclass(frozen=True, slots=True)
class Folders:
    """The folder for everything, and the rules that say otherwise."""

    usual: Path
    rules: tuple[FolderRule, ...] = ()

    def by_rule(self, url: str, name: str | None = None) -> Path | None:
        """The folder of the first rule that fits, `~` and variables filled in; None without one."""
        found = folder_for(self.rules, url, name) if self.rules else None
        return None if found is None else expand(found)

    def of(self, url: str, name: str | None = None) -> Path:
        """Where the file of a link goes."""
        return self.by_rule(url, name) or self.usual

    def with_rules(self, text: str) -> "Folders":
        """The same, by the rules in a text; raises `BadOptionError`."""
        return Folders(self.usual, read_rules(text))
