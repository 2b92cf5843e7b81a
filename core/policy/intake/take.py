"""The one door for everything that may have links in it."""

from collections.abc import Callable
from dataclasses import replace

from core.model.errors import BinaryDataError, InputError, TooMuchTextError
from core.policy.intake.collector import MAX_TEXT, Collector, EnoughError
from core.policy.intake.decoding import text_of
from core.policy.intake.entry import Format, Intake
from core.policy.intake.formats import recognise
from core.policy.intake.lists import read_aria2, read_list, read_moz_url, read_uri_list
from core.policy.intake.metalinks import read_metalinks
from core.policy.intake.pages import read_page
from core.policy.intake.places import pieces
from core.policy.intake.prose import read_prose
from core.policy.intake.records import read_json
from core.policy.intake.shortcuts import is_webloc, read_shortcut, read_webloc
from core.policy.intake.sums import read_sums
from core.policy.intake.tables import read_table

# Each returns False if the text is something else after all.
_READERS: dict[Format, Callable[[str, Collector], bool]] = {
    Format.TEXT: read_prose,
    Format.LIST: read_list,
    Format.URI_LIST: read_uri_list,
    Format.MOZ_URL: read_moz_url,
    Format.PAGE: read_page,
    Format.TABLE: read_table,
    Format.SUMS: read_sums,
    Format.METALINK: read_metalinks,
    Format.ARIA2: read_aria2,
    Format.JSON: read_json,
    Format.SHORTCUT: read_shortcut,
}


def take_in(
    data: str | bytes,
    *,
    base_url: str | None = None,
    mime: str | None = None,
    name: str | None = None,
    otherwise: Format = Format.TEXT,
    stop: Callable[[], bool] = lambda: False,
) -> Intake:
    """Everything to download in a text or file. Never raises.

    `base_url` is where it stood, for links that are relative to it; `mime` and `name` tell what
    it is, else its content does. What is nothing in particular is read as `otherwise`: text with
    links in it, or a list. `stop` is asked now and then; once it says yes, what was found so far
    is returned.
    """
    into = Collector(base_url or "", stop)
    try:
        if len(data) > MAX_TEXT:
            raise TooMuchTextError(limit=str(MAX_TEXT // 1024**2))
        if isinstance(data, bytes) and is_webloc(data):
            if not read_webloc(data, into):
                raise BinaryDataError
            return replace(into.found, format=Format.SHORTCUT)
        text = _text(data, mime)
        format_ = recognise(text, mime, name, otherwise)
        return replace(into.found, format=_read(text, format_, otherwise, into))
    except InputError as error:
        into.found.messages.append(error)
    except EnoughError:
        pass
    return into.found


def _read(text: str, format_: Format, otherwise: Format, into: Collector) -> Format:
    into.patterns = format_ is Format.TEXT
    if _READERS[format_](text, into):
        return format_
    into.patterns = otherwise is Format.TEXT
    _READERS[otherwise](text, into)
    return otherwise


def _text(data: str | bytes, mime: str | None) -> str:
    text = text_of(data, mime) if isinstance(data, bytes) else data.rstrip("\0")
    if "\0" in text[:4096]:
        raise BinaryDataError
    if "\r" in text:
        ended = (one.replace("\r\n", "\n").replace("\r", "\n") for one in pieces(text))
        text = "".join(ended)
    return text.removeprefix("\ufeff")
