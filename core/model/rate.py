"""Speeds as people type them."""

import re

from core.model.errors import BadOptionError

MAX_PRESETS = 12
_RATE = re.compile(r"(\d+(?:\.\d+)?)([kmgt]?)(i?)b?(?:/s)?", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}


def read_rate(text: str, option: str) -> int:
    """Bytes per second behind `500k`, `2M` or `1.5G`; raises `BadOptionError`."""
    found = _RATE.fullmatch(text.strip())
    if not found:
        raise BadOptionError(option=option, reason=f"“{text}” is not a rate like 500k")
    base = 1024.0 if found[3] else 1000.0
    rate = float(found[1]) * base ** _POWERS[found[2].lower()]
    if rate > 2**50 or 0 < rate < 1:
        reason = f"“{text[:20]}” is nothing to limit by; it must lie between 1 and {2**50}"
        raise BadOptionError(option=option, reason=reason)
    return int(rate)


def read_presets(text: str) -> tuple[int, ...]:
    """Speeds in a text, each once and the slowest first; raises `BadOptionError`."""
    words = text.split()
    if len(words) > MAX_PRESETS:
        raise BadOptionError(option="speed-presets", reason=f"more than {MAX_PRESETS} speeds")
    return tuple(sorted({read_rate(word, "speed-presets") for word in words} - {0}))


def write_rate(rate: int) -> str:
    """The shortest text that `read_rate` reads as so many bytes per second."""
    for letter in "tgmk":
        number, rest = divmod(rate, 1000 ** _POWERS[letter])
        if number and not rest:
            return f"{number}{letter if letter == 'k' else letter.upper()}"
    return str(rate)
