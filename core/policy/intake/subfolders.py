"""Where a list may put its files: below the folder that was chosen, and nowhere else."""

import re

from core.policy.safe_names import safe


def folders_in(path: str) -> list[str]:
    """The folders a list wants below ours, each a safe name; none if it would lead outside."""
    parts = [part for part in re.split(r"[\\/]", path) if part not in ("", ".")]
    outside = path[:1] in ("/", "\\", "~") or re.match("[A-Za-z]:", path) or ".." in parts
    return [] if outside else [safe(part) for part in parts]
