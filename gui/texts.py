"""Every word the window says about downloads, in one place for translators."""

import time
from datetime import datetime

from PySide6.QtCore import QCoreApplication

from core.model.download import NameSource
from core.model.errors import HeadgateError, fill
from core.model.snapshot import Row
from core.model.states import Hold, State
from core.policy.wording import NAME_REASONS, duration

translate = QCoreApplication.translate


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:  # noqa: N802 - lupdate looks for it
    """Mark a text in a table for translation; Qt's own returns `object`."""
    return text


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


def why_name(source: NameSource) -> str:
    """Why a file is called what it is."""
    return translate("NameReason", NAME_REASONS[source])


def moment(at: float, now: float) -> str:
    """A time as people say it: the hour today, else the day (both seconds since the epoch)."""
    then, today = time.localtime(at), time.localtime(now)
    days = (datetime(*today[:3]) - datetime(*then[:3])).days  # noqa: DTZ001 - the user's own days
    if days == 0:
        return time.strftime("%H:%M", then)
    if days == 1:
        return translate("Date", "yesterday {time}").format(time=time.strftime("%H:%M", then))
    return time.strftime("%x", then)


def error_text(error: HeadgateError) -> str:
    """What happened, translated."""
    return fill(translate("Error", error.text), error.details)


def error_remedy(error: HeadgateError) -> str:
    """What to do about it, translated."""
    return fill(translate("Error", error.remedy), error.details)
