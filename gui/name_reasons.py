"""Why a file is called what it is, in the user's language."""

from core.model.download import NameSource
from gui.translation import QT_TRANSLATE_NOOP, translate

_WHY_NAMES = {
    NameSource.USER: QT_TRANSLATE_NOOP("NameReason", "You or your list chose this name."),
    NameSource.SERVER: QT_TRANSLATE_NOOP("NameReason", "The server calls the file so."),
    NameSource.FINAL_LINK: QT_TRANSLATE_NOOP(
        "NameReason", "It is the last part of the address the link led to."
    ),
    NameSource.LINK: QT_TRANSLATE_NOOP("NameReason", "It is the last part of the link."),
    NameSource.HOST: QT_TRANSLATE_NOOP(
        "NameReason",
        "Neither the server nor the link names the file; this is the server's name.",
    ),
}


def why_name(source: NameSource) -> str:
    """Why a file is called what it is."""
    return translate("NameReason", _WHY_NAMES[source])
