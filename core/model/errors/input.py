"""What was typed or dropped and cannot be used."""

from core.model.errors.base import HeadgateError


class InputError(HeadgateError):
    """What the user gave cannot be used; nothing was started."""


class NotALinkError(InputError):
    code = "not_a_link"
    text = "“{link}” is not a link."
    remedy = "Copy the whole address, starting with http:// or https://."


class UnsupportedSchemeError(InputError):
    code = "unsupported_scheme"
    text = "Links that start with {scheme}: cannot be downloaded."
    remedy = "Only http and https links are supported."


class BadOptionError(InputError):
    code = "bad_option"
    text = "{option}: {reason}."
    remedy = "Check the value and try again."


class UnreadableListError(InputError):
    code = "unreadable_list"
    text = "The list {path} cannot be read: {reason}."
    remedy = "Check that the file exists, is text, and may be read by you."


class BadMetalinkError(InputError):
    code = "bad_metalink"
    text = "This Metalink cannot be read: {reason}."
    remedy = "Get it again from where it came from."


class UnusableLinkError(InputError):
    code = "unusable_link"
    text = "“{link}” cannot be downloaded: {reason}."
    remedy = "Take it out of the list, or give the address of a file."


class TooMuchTextError(InputError):
    code = "too_much_text"
    text = "This is more than {limit} MiB of text."
    remedy = "Split it into several files."


class TooManyLinksError(InputError):
    code = "too_many_links"
    text = "This has more than {limit} links."
    remedy = "Split it into several lists."


class BinaryDataError(InputError):
    code = "binary_data"
    text = "This is not text."
    remedy = "Choose a text file, or copy the links themselves."


class NoAddressesError(InputError):
    code = "no_addresses"
    text = "This has the checksums of files, but not their addresses."
    remedy = "Give it together with the links, or say where the files lie."
