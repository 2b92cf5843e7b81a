"""The bytes are not what they should be."""

from core.model.errors.base import HeadgateError


class ContentError(HeadgateError):
    """What arrived is not the file that was asked for."""


class ChangedError(ContentError):
    code = "changed"
    text = "The file on {host} has changed since the download began."
    remedy = (
        "Start it again from the beginning, save it under another name beside the old part, "
        "or find another link to the same file; the old part is kept until then."
    )


class OtherFileError(ContentError):
    """What a new link leads to is not what a part is there of."""

    code = "other_file"
    text = "The file on {host} is not the one that a part is already there of."
    remedy = "Look for a link to the same file, or start again; the old part is kept until then."


class UnprovenError(ContentError):
    """A further connection is not known to bring the same version; one alone can find out."""

    code = "unproven"
    text = "{host} does not say whether it still has the same version of the file."
    remedy = "Retry; what is there is compared with what comes."
    retryable = True


class MisplacedError(ContentError):
    code = "misplaced"
    starts_anew = True
    text = "The parts of the file that {host} sent do not fit together."
    remedy = "Start it again from the beginning; it is then fetched over a single connection."


class ChecksumError(ContentError):
    code = "checksum"
    starts_anew = True
    text = "The file is damaged: its {algorithm} begins with {actual:.12}, not with {expected:.12}."
    remedy = "Download it again, from another source if it happens twice."


class PiecesError(ContentError):
    code = "pieces"
    text = "The file is damaged at bytes {ranges}."
    remedy = "Retry; only these are fetched again, everything else is kept."


class LengthError(ContentError):
    code = "length"
    text = "{host} announced {expected} bytes and sent {actual}."
    remedy = "Retry; the server or something on the way cuts the file."
    retryable = True
