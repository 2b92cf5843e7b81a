"""The catalogues as they are: texts and their translations in .ts, and the .qm beside each."""

import xml.etree.ElementTree as ElementTree
from pathlib import Path

from core.model.settings import LANGUAGES
from gui.language import CATALOGUES, SOURCE
from tests.translations.collect import Text

CODES = tuple(LANGUAGES)


def ts_of(code: str) -> Path:
    return CATALOGUES / f"headgate_{code}.ts"


def qm_of(code: str) -> Path:
    return CATALOGUES / f"headgate_{code}.qm"


def wanted(texts: list[Text], code: str) -> set[Text]:
    """What a catalogue must have: in English that is what has a plural."""
    return {text for text in texts if text.plural or code != SOURCE}


def read(code: str) -> dict[Text, list[str]]:
    """What stands in a .ts: the translation, or one for each plural; unfinished ones are empty."""
    found: dict[Text, list[str]] = {}
    for context in ElementTree.parse(ts_of(code)).getroot().iter("context"):
        for message in context.iter("message"):
            plural = message.get("numerus") == "yes"
            hint = message.findtext("comment") or ""
            source = message.findtext("source") or ""
            text = Text(context.findtext("name") or "", source, hint, plural)
            translation = message.find("translation")
            assert translation is not None, text
            forms = translation.iter("numerusform") if plural else [translation]
            done = translation.get("type") is None
            found[text] = [one.text or "" if done else "" for one in forms]
    return found
