"""Command lines as bash and the Windows prompt read them; nothing is ever run."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_COMMAND = 256 * 1024  # characters; a browser's copy of a request has a few thousand
_BASH = re.compile(
    r"(?P<blank>(?:[ \t]|\\\r?\n)++)"
    r"|'(?P<single>[^']*+)'"
    r"|\$'(?P<ansi>(?:[^'\\]|\\.)*+)'"
    r"|\$?\"(?P<double>(?:[^\"\\]|\\.)*+)\""
    r"|\\(?P<escaped>.)"
    r"|(?P<unknown>\$[({]?\w*[)}]?|`)"
    r"|(?P<literal>(?<=\S)&(?![&\s])|(?<=\S)[()#])"  # forgotten quotes around a link
    r"|(?P<comment>#[^\n]*)"
    r"|(?P<end>\n|;|&&?|\|\|?)"
    r"|(?P<redirect>[0-9]?(?:>>?|<<?<?)(?:&[0-9-])?)"
    r"|(?P<plain>[^\s'\"\\$`;&|<>()#]++)"
    r"|(?P<stray>.)",
    re.DOTALL,
)
_WINDOWS = re.compile(
    r"(?P<blank>(?:[ \t]|\^\r?\n)++)"
    r"|(?P<slashed>(?:\^?\\)++\^?\")"
    r"|(?P<quote>\^?\")"
    r"|(?P<caret>\^.)"
    r"|(?P<end>\n|&&?|\|\|?)"
    r"|(?P<plain>[^\s&|\"\\^]++|.)",
    re.DOTALL,
)
_ANSI = re.compile(
    r"\\(?:u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|x([0-9A-Fa-f]{1,2})|([0-7]{1,3})|(.))", re.DOTALL
)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_IN_DOUBLE = re.compile(r"\\([\\\"$`])|\\\n")
_VARIABLE = re.compile(r"(?<!\\)(?:`|\$[({A-Za-z_])")


@dataclass(slots=True)
class Words:
    """The words of one command, and where the command ends."""

    words: list[str] = field(default_factory=list)
    end: int = 0
    output: str = ""  # the file that takes what the command prints
    unknown: set[str] = field(default_factory=set)  # words that only a shell could complete
    whole: bool = True  # whether every quote was closed


def is_windows(text: str) -> bool:
    """Whether the beginning of a command was written for the Windows prompt."""
    return '^"' in text or bool(re.search(r"\^\r?\n", text))


class _Building:
    """Words in the making."""

    def __init__(self) -> None:
        self.done = Words()
        self._word: str | None = None
        self._unknown = False
        self._redirect: str | None = None

    def add(self, text: str, *, unknown: bool = False) -> None:
        self._word = (self._word or "") + text
        self._unknown |= unknown

    def close(self) -> None:
        if self._word is None:
            return
        if self._redirect is None:
            self.done.words.append(self._word)
            if self._unknown:
                self.done.unknown.add(self._word)
        elif self._redirect in (">", ">>", "1>", "1>>"):
            self.done.output = self._word
        self._word, self._unknown, self._redirect = None, False, None

    def redirect(self, sign: str) -> None:
        self.close()
        self._redirect = None if "&" in sign else sign


def bash_words(text: str, start: int) -> Words:
    """The words of the command that begins at `start`."""
    building = _Building()
    place = start
    for found in _BASH.finditer(text, start, start + MAX_COMMAND):
        place, kind = found.end(), found.lastgroup or ""
        value = found[kind]
        match kind:
            case "end":
                place = found.start()
                break
            case "blank" | "comment":
                building.close()
            case "redirect":
                building.redirect(value)
            case "ansi":
                building.add(_ANSI.sub(_letter, value))
            case "double":
                plain = _IN_DOUBLE.sub(lambda one: one[1] or "", value)
                building.add(plain, unknown=bool(_VARIABLE.search(value)))
            case "stray" if value in "'\"":
                building.done.whole = False
            case _:
                building.add(value, unknown=kind == "unknown" and value != "$")
    building.close()
    building.done.end = place
    return building.done


def windows_words(text: str, start: int) -> Words:
    """Likewise for the Windows prompt, where a caret takes the meaning from what follows."""
    building = _Building()
    quote = ""  # the one that is open
    place = start
    for found in _WINDOWS.finditer(text, start, start + MAX_COMMAND):
        place, kind, value = found.end(), found.lastgroup or "", found[0]
        match kind:
            case "quote":
                quote = "" if quote else value
                building.add("")
            case "slashed":
                slashes = value.count("\\")
                building.add("\\" * (slashes // 2))
                if slashes % 2:
                    building.add('"')
                else:
                    quote = "" if quote else value[-2:].lstrip("\\")
            case "caret" if quote != '"':
                building.add(value[1])
            case "blank" if not quote:
                building.close()
            case "end" if not quote:
                place = found.start()
                break
            case _:
                building.add(value)
    building.close()
    building.done.end = place
    building.done.whole = not quote
    return building.done


def _letter(found: re.Match[str]) -> str:
    """What a backslash stands for between $' and '."""
    for digits, base in zip(found.groups()[:4], (16, 16, 16, 8), strict=True):
        if digits:
            number = int(digits, base)
            return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(found[5], found[5])


def options(words: list[str], valued: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Each option with its value, and `("", word)` for what is none.

    `valued` are the options that take a value, as `-o` or `--output`; what stands behind the
    equals sign of any long one is its value too.
    """
    rest = iter(words)
    for word in rest:
        if word == "--":
            yield from (("", one) for one in rest)
        elif word.startswith("--"):
            name, sign, value = word.partition("=")
            yield name, next(rest, "") if name in valued and not sign else value
        elif word.startswith("-") and len(word) > 1:
            for place, letter in enumerate(word[1:], 2):
                if f"-{letter}" in valued:
                    yield f"-{letter}", word[place:] or next(rest, "")
                    break
                yield f"-{letter}", ""
        else:
            yield "", word
