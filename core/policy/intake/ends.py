"""Where a link in the middle of a text ends, and what was done to it on its way there."""

import re
from bisect import bisect_left
from collections.abc import Iterator

# Endings of files that people pass around.
FILES = (
    "zip|zipx|tar|t?gz|t?xz|t?bz2|zst|7z|rar|jar|exe|msi|msix|dmg|pkg|iso|img|deb|rpm|apk"
    "|appimage|flatpak|bin|pdf|epub|mobi|mp[34]|m4[abv]|mkv|webm|avi|mov|flac|ogg|opus|wav"
    "|jpe?g|png|gif|webp|avif|svg|torrent|whl|nupkg|vsix|qcow2|ova|vmdk"
)
# What no link contains: blanks, quotes, and the punctuation of Chinese, Japanese and Korean.
_OUTSIDE = (
    r"\s<>\"`{}|\\^\x00-\x1f\x7f\xab\xbb\u2013-\u2015\u2018-\u201f\u2026\u2028-\u202e\u2039\u203a\u2066-\u2069"
    r"\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\ufe30-\ufe6b"
    r"\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65\ud800-\udfff"
)
_BRACES = r"\{[^\s{}<>\"]{0,1000}+\}"  # of patterns, and of what is still to be filled in
_ESCAPED = r"\\(?:[/_&]|u00[0-9A-Fa-f]{2})"  # as JSON and Markdown write them
RUN = re.compile(rf"(?:[^{_OUTSIDE}]++|{_BRACES}|{_ESCAPED})*+")
# h, then the rest in either case; the first letter alone decides how fast a text is searched.
# Of several in a row, as a careless paste leaves them, the last one counts.
_SCHEME = r"[hH](?i:tt|xx)[pP][sS]?(?::|\[:\])(?:\\?/){2}(?![hH][tT]{2}[pP][sS]?://)"
LEAD = re.compile(rf"{_SCHEME}(?=[^\s/?#])|[wW](?i:ww)\.(?=[^\W_])")
_TOKEN = re.compile(rf"[()\[\]{{}}]|{_SCHEME}|[wW](?i:ww)\.(?=[^\W_])")
_PAIRS = {")": "(", "]": "[", "}": "{"}
_TRAILING = ".,;:!?'*"
_EMPHASIS = "_~"  # dropped at the end only where it also stands before the link
_BEFORE_WWW = re.compile(r"[\w./@:=&%+-]")
_GLUED = re.compile(r"[A-Za-z0-9,;|)\]}'*(\[{]")  # before a second link without a gap
_MARKUP = re.compile(r"&(?:quot|lt|gt|apos|nbsp|#0*3[49]|#x0*2[27]);|\[/", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
_IDEOGRAPHS = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff"
_FILE_THEN_WORDS = re.compile(rf"\.(?i:{FILES}|txt|docx?|xlsx?|pptx?|html?)(?=[{_IDEOGRAPHS}])")
_HOST_THEN_WORDS = re.compile(
    rf"(?i:https?://|www\.)[\w.-]*\.[A-Za-z]{{2,6}}(?=[{_IDEOGRAPHS}]+(?:[/?#:]|\Z))", re.ASCII
)
_UNICODE_ESCAPE = re.compile(r"\\u00([0-9A-Fa-f]{2})")
_DEFANGED = re.compile(r"[\[(](?:\.|dot)[\])]", re.IGNORECASE)


def links_in(run: str, before: str) -> Iterator[tuple[int, int]]:
    """Start and end of each link in a row of letters without a gap; `before` precedes it.

    The row begins with a link. A closing bracket belongs to a link only if it was opened
    inside, and an opening one only if it is closed; a second link that follows without a gap
    ends the first, unless it is a part of it as in `?url=https://…`.
    """
    first = LEAD.match(run)
    token = _TOKEN.search(run, first.end() if first else 1)
    if token is None:
        yield 0, _trimmed(run, 0, len(run), before)
        return
    cuts, leads = _cuts(run)
    done = 0
    for start, closers in leads:
        if start < done:
            continue
        following = bisect_left(cuts, start + 1)
        end = min(closers, default=len(run))
        if following < len(cuts):
            end = min(end, cuts[following])
        previous = run[start - 1] if start else before
        done = max(start + 1, _trimmed(run, start, end, previous))
        yield start, done


def _cuts(run: str) -> tuple[list[int], list[tuple[int, list[int]]]]:
    """Where every link must end, and the links with where the brackets around them close."""
    cuts: set[int] = set()
    open_: dict[str, list[int]] = {"(": [], "[": [], "{": []}
    partner: dict[int, int] = {}
    leads: list[tuple[int, list[int]]] = []
    for token in _TOKEN.finditer(run):
        place, letter = token.start(), token[0]
        if letter in open_:
            open_[letter].append(place)
        elif letter in _PAIRS:
            stack = open_[_PAIRS[letter]]
            if stack:
                partner[stack.pop()] = place
            else:
                cuts.add(place)
        else:
            second = place == 0 or _is_second(run, place, letter)
            if second:
                cuts.add(place)
            if second or letter[0] in "hH":
                leads.append((place, [stack[-1] for stack in open_.values() if stack]))
    for stack in open_.values():
        cuts.update(stack)
    closed = [
        (place, [partner[one] for one in around if one in partner]) for place, around in leads
    ]
    return sorted(cuts), closed


def _is_second(run: str, place: int, lead: str) -> bool:
    """Whether a link begins here that is no part of the one before it."""
    if lead[0] in "wW":
        return not _BEFORE_WWW.match(run[place - 1])
    return bool(_GLUED.match(run[place - 1])) and not re.fullmatch(
        "%[0-9A-Fa-f]{2}", run[max(0, place - 3) : place]
    )


def _trimmed(run: str, start: int, end: int, before: str) -> int:
    """Drop the punctuation of the sentence around a link."""
    link = run[start:end]
    if before == "'" and "'" in link:
        link = link[: link.index("'")]
    if "&" in link or "[/" in link:
        markup = _MARKUP.search(link)
        link = link[: markup.start()] if markup else link
    if not link.isascii():
        words = _FILE_THEN_WORDS.search(link) or _HOST_THEN_WORDS.match(link)
        link = link[: words.end()] if words else link
    dropped = _TRAILING + before if before in _EMPHASIS else _TRAILING
    return start + len(link.rstrip(dropped))


def mended(link: str) -> str:
    """The link without what JSON, HTML, Markdown and careful people did to it."""
    if "\\" in link:
        link = _UNICODE_ESCAPE.sub(lambda found: chr(int(found[1], 16)), link)
        link = link.replace("\\", "")
    if "&amp;" in link:
        link = link.replace("&amp;", "&")
    if not link.isascii():
        link = _INVISIBLE.sub("", link)
    if link[:3].lower() == "www":
        return f"https://{link}"
    if link[1] in "xX" or "[" in link:
        scheme, slashes, rest = link.replace("[:]", ":", 1).partition("://")
        host, slash, path = rest.partition("/")
        scheme = scheme.lower().replace("xx", "tt")
        return f"{scheme}{slashes}{_DEFANGED.sub('.', host)}{slash}{path}"
    return link
