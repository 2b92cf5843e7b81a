"""Every word the window says about downloads, in one place for translators."""

from collections.abc import Iterable
from dataclasses import fields

from core.model.errors import HeadgateError, fill
from core.model.settings import Settings
from core.model.snapshot import Row
from core.model.states import Hold, State
from gui.figures import duration
from gui.isolating import isolated
from gui.reasons import reason_text
from gui.translation import QT_TRANSLATE_NOOP, translate

__all__ = [
    "QT_TRANSLATE_NOOP",
    "error_remedy",
    "error_text",
    "listed",
    "state_word",
    "translate",
    "waiting_word",
]
_WORDY = frozenset({"reason", "link", "scheme"})
_OPTIONS = {  # of single downloads; those of all are called as in the settings
    "cacert": QT_TRANSLATE_NOOP("Option", "Certificates"),
    "checksum": QT_TRANSLATE_NOOP("Option", "Checksum"),
    "header": QT_TRANSLATE_NOOP("Option", "Headers"),
    "mask": QT_TRANSLATE_NOOP("Option", "Names"),
}
_LABELS = {one.name.replace("_", "-"): one.metadata["label"] for one in fields(Settings)}


def state_word(row: Row) -> str:
    """A row's status in a few words."""
    match row.state:
        case State.QUEUED:
            return waiting_word(row.hold)
        case State.CONNECTING:
            return translate("State", "Connecting")
        case State.DOWNLOADING:
            return translate("State", "Downloading")
        case State.VERIFYING:
            return translate("State", "Checking")
        case State.STOPPING:
            return translate("State", "Stopping")
        case State.RETRY_WAIT:
            return translate("State", "Trying again in {time}").format(
                time=duration(row.retry_in or 0)
            )
        case State.PAUSED:
            return translate("State", "Paused")
        case State.FAILED:
            return error_text(row.error) if row.error else translate("State", "Failed")
        case State.COMPLETED:
            if row.unconfirmed:
                return translate("State", "Done, length not confirmed by the server")
            if row.coding:
                return translate(
                    "State", "Done, kept packed ({coding}) as the server sent it"
                ).format(coding=row.coding)
            return translate("State", "Done")


def waiting_word(hold: Hold | None) -> str:
    """Why a queued download waits."""
    match hold:
        case Hold.HOST:
            return translate("State", "Waiting for its server")
        case Hold.SCHEDULE:
            return translate("State", "Waiting for the schedule")
        case Hold.FOLDER:
            return translate("State", "Waiting for its folder")
        case Hold.OFFLINE:
            return translate("State", "Waiting for the network")
        case _:
            return translate("State", "Queued")


def listed(words: Iterable[str]) -> str:
    """Several in a row, as a list in a sentence."""
    return translate("List", ", ").join(words)


def error_text(error: HeadgateError) -> str:
    """What happened, translated."""
    return fill(translate("Error", error.text), _details(error))


def error_remedy(error: HeadgateError) -> str:
    """What to do about it, translated."""
    return fill(translate("Error", error.remedy), _details(error))


def _details(error: HeadgateError) -> dict[str, str]:
    """An error's details, those translated that are words of ours, and settings by their labels."""
    details = {
        name: reason_text(value) if name in _WORDY else value
        for name, value in error.details.items()
    }
    option = details.get("option", "")
    if option in _LABELS:
        details["option"] = translate("Setting", _LABELS[option])
    elif option in _OPTIONS:
        details["option"] = translate("Option", _OPTIONS[option])
    return {name: isolated(value) for name, value in details.items()}
