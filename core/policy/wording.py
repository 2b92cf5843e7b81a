"""Figures and reasons as people read them."""

from core.model.download import NameSource

NAME_REASONS = {
    NameSource.USER: "You chose this name.",
    NameSource.SERVER: "The server calls the file so.",
    NameSource.FINAL_LINK: "It is the last part of the address the link led to.",
    NameSource.LINK: "It is the last part of the link.",
    NameSource.HOST: "Neither the server nor the link names the file; this is the server's name.",
}
DISARMED_REASON = "Files of this kind are run or acted on when seen, so an ending was added."

_UNITS = ("B", "kB", "MB", "GB", "TB", "PB")


def scaled(count: float) -> tuple[float, int, str]:
    """Bytes in powers of ten, three figures: the number, its decimals, the unit."""
    value, unit = float(count), 0
    while value >= 999.5 and unit < len(_UNITS) - 1:
        value, unit = value / 1000, unit + 1
    if unit == 0:
        return value, 0, "B"
    return value, 2 if value < 9.995 else 1 if value < 99.95 else 0, _UNITS[unit]


def size(count: float) -> str:
    """Bytes in powers of ten, three figures: 4.20 MB."""
    value, digits, unit = scaled(count)
    return f"{value:.{digits}f} {unit}"


def speed(rate: float) -> str:
    return f"{size(rate)}/s"


def parted(seconds: float) -> list[tuple[int, str]]:
    """Seconds as one or two numbers with their units, the larger first."""
    whole = max(0, round(seconds))
    if whole < 60:
        return [(whole, "s")]
    if whole < 600:
        return [(whole // 60, "min"), (whole % 60, "s")]
    if whole < 3600:
        return [(whole // 60, "min")]
    if whole < 86400:
        return [(whole // 3600, "h"), (whole % 3600 // 60, "min")]
    return [(whole // 86400, "d"), (whole % 86400 // 3600, "h")]


def duration(seconds: float) -> str:
    """The largest two units that matter: 4 min, 1 h 20 min, 12 s."""
    return " ".join(f"{number} {unit}" for number, unit in parted(seconds))
