"""For every error a title, and the one thing that mends it: one row of a table each."""

from dataclasses import dataclass
from enum import Enum

from core.model.errors import HeadgateError
from gui.texts import QT_TRANSLATE_NOOP, translate


class Mend(Enum):
    """What a button does about an error, and what it says."""

    RETRY = QT_TRANSLATE_NOOP("Mend", "Retry")
    ANEW = QT_TRANSLATE_NOOP("Mend", "Start again")
    START = QT_TRANSLATE_NOOP("Mend", "Start")
    FOLDER = QT_TRANSLATE_NOOP("Mend", "Choose another folder")
    NAME = QT_TRANSLATE_NOOP("Mend", "Choose another name")
    LINK = QT_TRANSLATE_NOOP("Mend", "Use another link")
    SIGN_IN = QT_TRANSLATE_NOOP("Mend", "Sign in")
    BROWSER = QT_TRANSLATE_NOOP("Mend", "Open in browser")
    SETTINGS = QT_TRANSLATE_NOOP("Mend", "Open settings")
    CERTIFICATE = QT_TRANSLATE_NOOP("Mend", "Details")
    OPEN_FOLDER = QT_TRANSLATE_NOOP("Mend", "Open folder")
    ADD_LINKS = QT_TRANSLATE_NOOP("Mend", "Add links")
    QUIT = QT_TRANSLATE_NOOP("Mend", "Quit")


@dataclass(frozen=True, slots=True)
class Remedy:
    """A few words that say what kind of trouble it is, and what mends it."""

    title: str
    mend: Mend


REMEDIES: dict[str, Remedy] = {
    # what was typed or dropped
    "not_a_link": Remedy(QT_TRANSLATE_NOOP("Trouble", "Not a link"), Mend.ADD_LINKS),
    "unsupported_scheme": Remedy(QT_TRANSLATE_NOOP("Trouble", "No web link"), Mend.ADD_LINKS),
    "unusable_link": Remedy(QT_TRANSLATE_NOOP("Trouble", "Link of no use"), Mend.ADD_LINKS),
    "bad_option": Remedy(QT_TRANSLATE_NOOP("Trouble", "Setting of no use"), Mend.SETTINGS),
    "unreadable_list": Remedy(QT_TRANSLATE_NOOP("Trouble", "Unreadable list"), Mend.ADD_LINKS),
    "bad_metalink": Remedy(QT_TRANSLATE_NOOP("Trouble", "Unreadable Metalink"), Mend.ADD_LINKS),
    "too_much_text": Remedy(QT_TRANSLATE_NOOP("Trouble", "Too much text"), Mend.ADD_LINKS),
    "too_many_links": Remedy(QT_TRANSLATE_NOOP("Trouble", "Too many links"), Mend.ADD_LINKS),
    "binary_data": Remedy(QT_TRANSLATE_NOOP("Trouble", "No text"), Mend.ADD_LINKS),
    "no_addresses": Remedy(QT_TRANSLATE_NOOP("Trouble", "No addresses"), Mend.ADD_LINKS),
    # the way to the server
    "unknown_host": Remedy(QT_TRANSLATE_NOOP("Trouble", "Server not found"), Mend.RETRY),
    "name_lookup": Remedy(QT_TRANSLATE_NOOP("Trouble", "Name look-up failed"), Mend.RETRY),
    "connection_refused": Remedy(QT_TRANSLATE_NOOP("Trouble", "Connection refused"), Mend.RETRY),
    "unreachable": Remedy(QT_TRANSLATE_NOOP("Trouble", "Server out of reach"), Mend.RETRY),
    "offline": Remedy(QT_TRANSLATE_NOOP("Trouble", "No network"), Mend.RETRY),
    "connect_timeout": Remedy(QT_TRANSLATE_NOOP("Trouble", "No answer"), Mend.RETRY),
    "stalled": Remedy(QT_TRANSLATE_NOOP("Trouble", "The server fell silent"), Mend.RETRY),
    "connection_lost": Remedy(QT_TRANSLATE_NOOP("Trouble", "Connection lost"), Mend.RETRY),
    "certificate": Remedy(
        QT_TRANSLATE_NOOP("Trouble", "Certificate not trusted"), Mend.CERTIFICATE
    ),
    "tls": Remedy(QT_TRANSLATE_NOOP("Trouble", "No secure connection"), Mend.RETRY),
    "proxy": Remedy(QT_TRANSLATE_NOOP("Trouble", "Proxy trouble"), Mend.SETTINGS),
    "proxy_login": Remedy(QT_TRANSLATE_NOOP("Trouble", "Proxy asks for a password"), Mend.SIGN_IN),
    # what the server answered
    "not_found": Remedy(QT_TRANSLATE_NOOP("Trouble", "File not found"), Mend.LINK),
    "gone": Remedy(QT_TRANSLATE_NOOP("Trouble", "File removed"), Mend.LINK),
    "forbidden": Remedy(QT_TRANSLATE_NOOP("Trouble", "Not allowed"), Mend.LINK),
    "login_required": Remedy(QT_TRANSLATE_NOOP("Trouble", "Password needed"), Mend.SIGN_IN),
    "rate_limited": Remedy(QT_TRANSLATE_NOOP("Trouble", "Too many requests"), Mend.RETRY),
    "unavailable": Remedy(QT_TRANSLATE_NOOP("Trouble", "Server in trouble"), Mend.RETRY),
    "refused": Remedy(QT_TRANSLATE_NOOP("Trouble", "Request refused"), Mend.BROWSER),
    "range_refused": Remedy(QT_TRANSLATE_NOOP("Trouble", "Rest refused"), Mend.ANEW),
    "redirect": Remedy(QT_TRANSLATE_NOOP("Trouble", "Led astray"), Mend.BROWSER),
    "redirect_loop": Remedy(QT_TRANSLATE_NOOP("Trouble", "Sent in circles"), Mend.BROWSER),
    "insecure_redirect": Remedy(QT_TRANSLATE_NOOP("Trouble", "Insecure redirect"), Mend.BROWSER),
    "bad_reply": Remedy(QT_TRANSLATE_NOOP("Trouble", "Senseless answer"), Mend.RETRY),
    "web_page": Remedy(QT_TRANSLATE_NOOP("Trouble", "A web page, not the file"), Mend.BROWSER),
    # the place the file should go to
    "folder_missing": Remedy(QT_TRANSLATE_NOOP("Trouble", "Folder missing"), Mend.FOLDER),
    "folder_gone": Remedy(QT_TRANSLATE_NOOP("Trouble", "Drive not there"), Mend.RETRY),
    "folder_not_writable": Remedy(
        QT_TRANSLATE_NOOP("Trouble", "Folder cannot be written"), Mend.FOLDER
    ),
    "disk_full": Remedy(QT_TRANSLATE_NOOP("Trouble", "Disk full"), Mend.FOLDER),
    "file_too_large": Remedy(QT_TRANSLATE_NOOP("Trouble", "File too large"), Mend.FOLDER),
    "name_too_long": Remedy(QT_TRANSLATE_NOOP("Trouble", "Name too long"), Mend.NAME),
    "disk_fault": Remedy(QT_TRANSLATE_NOOP("Trouble", "Disk trouble"), Mend.RETRY),
    "in_use": Remedy(QT_TRANSLATE_NOOP("Trouble", "File in use"), Mend.NAME),
    "name_taken": Remedy(QT_TRANSLATE_NOOP("Trouble", "Name taken"), Mend.NAME),
    "no_trash": Remedy(QT_TRANSLATE_NOOP("Trouble", "No trash"), Mend.OPEN_FOLDER),
    "part_lost": Remedy(QT_TRANSLATE_NOOP("Trouble", "Unfinished file lost"), Mend.ANEW),
    # the bytes
    "changed": Remedy(QT_TRANSLATE_NOOP("Trouble", "File has changed"), Mend.ANEW),
    "other_file": Remedy(QT_TRANSLATE_NOOP("Trouble", "Not the same file"), Mend.LINK),
    "unproven": Remedy(QT_TRANSLATE_NOOP("Trouble", "Version not proven"), Mend.RETRY),
    "misplaced": Remedy(QT_TRANSLATE_NOOP("Trouble", "Parts do not fit"), Mend.ANEW),
    "checksum": Remedy(QT_TRANSLATE_NOOP("Trouble", "Checksum differs"), Mend.ANEW),
    "pieces": Remedy(QT_TRANSLATE_NOOP("Trouble", "Damaged in places"), Mend.RETRY),
    "wrong_size": Remedy(QT_TRANSLATE_NOOP("Trouble", "Not the size expected"), Mend.LINK),
    "length": Remedy(QT_TRANSLATE_NOOP("Trouble", "Wrong length"), Mend.RETRY),
    # our own list, and our own mistakes
    "state_lost": Remedy(QT_TRANSLATE_NOOP("Trouble", "List not written"), Mend.START),
    "state_damaged": Remedy(QT_TRANSLATE_NOOP("Trouble", "List was damaged"), Mend.ADD_LINKS),
    "list_closed": Remedy(QT_TRANSLATE_NOOP("Trouble", "List closed"), Mend.QUIT),
    "state_newer": Remedy(QT_TRANSLATE_NOOP("Trouble", "List of a newer version"), Mend.QUIT),
    "unexpected": Remedy(QT_TRANSLATE_NOOP("Trouble", "Our mistake"), Mend.RETRY),
}


def title_of(error: HeadgateError) -> str:
    """A few words on what kind of trouble it is."""
    return translate("Trouble", REMEDIES[error.code].title)


def label_of(mend: Mend) -> str:
    """What its button says."""
    return translate("Mend", mend.value)
