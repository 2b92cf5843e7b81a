"""Names that can stand on Linux, Windows and macOS at once, and run nothing when opened."""

import re
import unicodedata

MAX_BYTES = 255
ROOM = len(" (9999)") + len(".part")  # what we may have to add
LIMIT = MAX_BYTES - ROOM
FALLBACK = "download"
_LONGEST = 512  # letters; more than this only takes time to shorten

_DEVICE = r"(?:CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|COM[0-9¹²³]|LPT[0-9¹²³])(?= *(?:\.|\Z))"
_RESERVED = re.compile(_DEVICE, re.IGNORECASE)
_NO_DEVICE = rf"(?!(?=[CPANLcpanl])(?i:{_DEVICE}))"
_PLAIN = re.compile(_NO_DEVICE + r"[A-Za-z0-9](?:[A-Za-z0-9._ +-]{0,200}[A-Za-z0-9_+-])?")
_ENDED = re.compile(_NO_DEVICE + r"[A-Za-z0-9][A-Za-z0-9._ +-]{0,200}\.([A-Za-z0-9]{1,16})")
_FORBIDDEN = re.compile(r'[\\/:*?"<>|]')
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]")
_COMPOUND = re.compile(r"\.(?:tar\.[A-Za-z0-9]{1,5}|[A-Za-z0-9]{1,16})\Z")

_SPACES = " \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
_ENDS = "." + _SPACES  # Windows drops dots and spaces at the end by itself

# Letters that show nothing, though Unicode does not count them among the controls.
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
_NEVER = re.compile(
    "[\ufdd0-\ufdef\u2065\ufff0-\ufff8\ufffe\uffff\U000e0000-\U000e0fff"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000)
    )
    + "]"
)
# Joiners change what is read where letters join, as in Persian, Hindi and emoji; elsewhere
# they are only a way to make two names that look the same.
_JOINING = (
    "\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1cff\ua800-\uabff"
    "\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00011fff"
)
_EMOJI = "\u20e3\u2190-\u2bff\ufe0f\U0001f000-\U0001faff"
_PICTURE = re.compile(f"[{_EMOJI}]")
_JOINED = re.compile(
    f"(?<=[{_JOINING}])(?:\u200d(?![\u200c\u200d])|\u200c(?=[{_JOINING}]))"
    f"|(?<=[{_EMOJI}])\u200d(?=[{_EMOJI}])"
)

# What a desktop opens by itself, runs, or asks other machines about when it shows a folder.
_RUN = frozenset(
    [
        "desktop",
        "directory",
        "lnk",
        "pif",
        "scf",
        "url",
        "website",
        "local",
        "library-ms",
        "search-ms",
        "searchconnector-ms",
        "settingcontent-ms",
        "appref-ms",
        "inetloc",
        "fileloc",
        "theme",
        "themepack",
        "deskthemepack",
    ]
)
_RUN_NAMES = frozenset({"desktop.ini", "autorun.inf", "thumbs.db"})
_TOUCHY = _RUN | {name.rpartition(".")[2] for name in _RUN_NAMES}
_NUMBERED = re.compile(r"(.+) \(([0-9]{1,4})\)")
_CLASS_ID = re.compile(r"\.\{[0-9A-Fa-f-]*\}\Z")
DISARMED = ".download"
_LONGEST_LETTER = 16  # code points; what goes on for longer is no letter any more


def is_usual(name: str) -> bool:
    """Whether a name is what nearly all are: plain letters, an ending, and no harm in it."""
    found = _ENDED.fullmatch(name)
    return found is not None and found[1].lower() not in _TOUCHY


def safe(name: str) -> str:
    """The name as it can stand everywhere; a good one is never altered.

    Never raises, and is idempotent.
    """
    return name if _PLAIN.fullmatch(name) else cleaned(name) or FALLBACK


def cleaned(name: str) -> str:
    """As `safe`, but empty where nothing is left of the name."""
    if _PLAIN.fullmatch(name):
        return name
    name = re.split(r"[\\/]", name.rstrip("\\/"))[-1]  # no name may lead into another folder
    if len(name) > _LONGEST:
        stem, ending = split_ending(name)
        name = stem[:_LONGEST] + ending
    name = _FORBIDDEN.sub("_", _composed(name)).lstrip(_SPACES).rstrip(_ENDS)
    if name.startswith("."):
        name = "_" + name.lstrip(_ENDS)
    name = cut(name, LIMIT)
    if _RESERVED.match(name):
        name = cut("_" + name, LIMIT)
    return name if name.strip("_ ") else ""


def cut(name: str, limit: int) -> str:
    """The name shortened to `limit` bytes of UTF-8 between whole letters, ending kept."""
    if len(name) * 4 <= limit or len(name.encode()) <= limit:
        return name
    stem, ending = split_ending(name)
    room = max(1, limit - len(ending.encode()))
    kept = stem.encode()[:room].decode(errors="ignore")
    return _whole(kept, stem[len(kept) :][:1]).rstrip(_ENDS) + ending


def split_ending(name: str) -> tuple[str, str]:
    """`archive` and `.tar.gz`; the ending is empty when there is none."""
    found = _COMPOUND.search(name, 1)
    return (name[: found.start()], found[0]) if found else (name, "")


def numbered(name: str, number: int) -> str:
    """`name (2).tar.gz` for the second file of a name."""
    if number < 2:
        return name
    stem, ending = split_ending(name)
    return f"{stem} ({number}){ending}"


def renumbered(name: str, steps: int) -> str:
    """A name that many numbers on: `name (5).pdf` two after `name (3).pdf`."""
    stem, ending = split_ending(name)
    found = _NUMBERED.fullmatch(stem)
    if steps < 1 or found is None:
        return numbered(name, steps + 1)
    return f"{found[1]} ({int(found[2]) + steps}){ending}"


def harmless(name: str) -> str:
    """The name, with an ending of ours if a desktop would run the file or act on it."""
    if not runs(name):
        return name
    return cut(name, LIMIT - len(DISARMED)) + DISARMED


def is_disarmed(name: str) -> bool:
    """Whether `harmless` made this name, so that the user can be told."""
    return name.endswith(DISARMED) and runs(name.removesuffix(DISARMED))


def runs(name: str) -> bool:
    """Whether desktops act on a file of such a name before anybody asks them to."""
    stem, _, ending = name.lower().rpartition(".")
    if stem and ending in _RUN:
        return True
    return name.lower() in _RUN_NAMES or _CLASS_ID.search(name) is not None


def _composed(name: str) -> str:
    """The name in NFC, with nothing in it that cannot be seen."""
    while True:
        before = name
        if not name.isprintable() or not _BLANK.isdisjoint(name):
            name = _visible(_BREAKS.sub(" ", name))
        name = unicodedata.normalize("NFC", name)
        if name == before:
            return name  # else letters that are neighbours now may compose, or join no longer


def _visible(name: str) -> str:
    """The name without controls, marks that turn the direction, and letters of no width."""
    joined = {found.start() for found in _JOINED.finditer(name)}
    return "".join(letter for place, letter in enumerate(name) if place in joined or _shows(letter))


def _shows(letter: str) -> bool:
    if letter in _BLANK:
        return False
    kind = unicodedata.category(letter)
    if kind == "Cn":  # perhaps of a newer Unicode than ours; some places will always be empty
        return _NEVER.match(letter) is None
    return kind not in ("Cc", "Cf", "Cs", "Co")


def _whole(kept: str, following: str) -> str:
    """`kept` without its last letter if `following` belongs to that: an accent, a joined emoji."""
    end = len(kept)
    while end and following and _belongs(following, kept[end - 1]):
        end, following = end - 1, kept[end - 1]
    return kept[:end] if end > len(kept) - _LONGEST_LETTER else kept


def _belongs(letter: str, before: str) -> bool:
    return (
        letter == "\u200d"
        or "\U0001f3fb" <= letter <= "\U0001f3ff"  # the colour of a skin
        or unicodedata.category(letter).startswith("M")
        or (before == "\u200d" and _PICTURE.match(letter) is not None)
    )
