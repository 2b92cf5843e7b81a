"""Naming masks: `*num*-*name*.*ext*` for many files at once."""

import re
from datetime import datetime

from core.model.errors import BadOptionError
from core.policy.safe_names import safe, split_ending

WORDS = ("name", "ext", "num", "host", "date", "time")
_WORD = re.compile(r"\*([^*]*)\*")


def check_mask(mask: str) -> str:
    """The mask, if it can be used; raises `BadOptionError` with the reason."""
    rest = _WORD.sub(lambda found: "" if found[1] in WORDS else "*", mask)
    if "*" in rest:
        known = ", ".join(f"*{word}*" for word in WORDS)
        raise BadOptionError(option="mask", reason=f"only {known} stand for something")
    if "/" in mask or "\\" in mask:
        raise BadOptionError(option="mask", reason="folders are chosen apart from the name")
    if not mask.strip():
        raise BadOptionError(option="mask", reason="it is empty")
    return mask


def masked(mask: str, name: str, *, number: int, count: int, host: str, at: datetime) -> str:
    """The name that a mask makes of `name`, safe on every disk.

    `number` counts from 1 to `count` and gets as many digits as that has, `at` is when the
    links were added. An ending the mask does not mention stays. Raises `BadOptionError`.
    """
    stem, ending = split_ending(safe(name))
    values = {
        "name": stem,
        "ext": ending.removeprefix("."),
        "num": f"{number:0{len(str(count))}}",
        "host": host,
        "date": f"{at:%Y-%m-%d}",
        "time": f"{at:%H-%M-%S}",
    }
    pattern = check_mask(mask)
    if "*ext*" not in pattern:
        pattern += ".*ext*"
    if not ending:
        pattern = pattern.replace(".*ext*", "*ext*")
    return safe(_WORD.sub(lambda found: values[found[1]], pattern))
