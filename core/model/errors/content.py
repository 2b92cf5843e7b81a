"""The bytes are not what they should be."""

from core.model.errors.base import HeadgateError


class ContentError(HeadgateError):
    """What arrived is not the file that was asked for."""


class ChangedError(ContentError):
    code = "changed"
    starts_anew = True
    text = "The file on {host} has changed since the download began."
    remedy = "Start it again from the beginning; the old part is kept until you do."


class ChecksumError(ContentError):
    code = "checksum"
    starts_anew = True
    text = "The file is damaged: its {algorithm} is {actual}, expected was {expected}."
    remedy = "Download it again, from another source if it happens twice."


class LengthError(ContentError):
    code = "length"
    text = "{host} announced {expected} bytes and sent {actual}."
    remedy = "Retry; the server or something on the way cuts the file."
    retryable = True
