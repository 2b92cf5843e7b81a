"""Kinds of files: by their endings, and the ending that a content type stands for."""

import mimetypes
from functools import cache, lru_cache

GROUPS: dict[str, frozenset[str]] = {
    name: frozenset(endings.split())
    for name, endings in {
        "video": "mp4 mkv webm avi mov wmv flv m4v mpg mpeg ts m2ts vob ogv 3gp rm rmvb",
        "audio": "mp3 flac ogg oga opus m4a m4b aac wav wma aiff alac ape mid midi",
        "image": "jpg jpeg png gif webp avif heic bmp tif tiff svg ico psd xcf raw cr2 nef dng",
        "document": "pdf epub mobi azw3 djvu doc docx odt rtf txt md tex xls xlsx ods csv ppt pptx"
        " odp html htm",
        "archive": "zip 7z rar tar gz tgz bz2 tbz2 xz txz zst lz lzma lz4 br cab arj z zipx",
        "program": "exe msi msix apk aab deb rpm dmg pkg appimage flatpak snap run jar sh bat",
        "disc": "iso img bin cue nrg mdf vhd vhdx vmdk qcow2",
    }.items()
}
_OF_ENDING = {ending: name for name, endings in GROUPS.items() for ending in endings}

# What the library leaves out, or answers with an ending nobody would expect.
_ENDINGS = {
    "application/epub+zip": ".epub",
    "application/gzip": ".gz",
    "application/java-archive": ".jar",
    "application/postscript": ".ps",
    "application/rtf": ".rtf",
    "application/vnd.android.package-archive": ".apk",
    "application/vnd.debian.binary-package": ".deb",
    "application/vnd.ms-excel": ".xls",
    "application/vnd.ms-powerpoint": ".ppt",
    "application/vnd.oasis.opendocument.presentation": ".odp",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.rar": ".rar",
    "application/x-7z-compressed": ".7z",
    "application/x-apple-diskimage": ".dmg",
    "application/x-bittorrent": ".torrent",
    "application/x-bzip2": ".bz2",
    "application/x-debian-package": ".deb",
    "application/x-gzip": ".gz",
    "application/x-iso9660-image": ".iso",
    "application/x-rar": ".rar",
    "application/x-rar-compressed": ".rar",
    "application/x-redhat-package-manager": ".rpm",
    "application/x-rpm": ".rpm",
    "application/x-xz": ".xz",
    "application/x-zip-compressed": ".zip",
    "application/xml": ".xml",
    "application/zstd": ".zst",
    "audio/flac": ".flac",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "audio/x-flac": ".flac",
    "font/otf": ".otf",
    "font/ttf": ".ttf",
    "font/woff": ".woff",
    "font/woff2": ".woff2",
    "image/avif": ".avif",
    "image/heic": ".heic",
    "image/jpg": ".jpg",
    "image/tiff": ".tif",
    "image/webp": ".webp",
    "text/markdown": ".md",
    "text/xml": ".xml",
    "video/mpeg": ".mpg",
    "video/ogg": ".ogv",
    "video/x-matroska": ".mkv",
}
# Servers give these to anything: they say nothing about a file.
_VAGUE = frozenset({"", "application/octet-stream", "text/plain", "text/x-c"})


def group_of(ending: str) -> str:
    """The group an ending (with or without its dot) belongs to; empty for others."""
    return _OF_ENDING.get(ending.rpartition(".")[2].lower(), "")


def is_known(ending: str) -> bool:
    """Whether files end like this, as `.tar.gz`, and not just addresses, as `.php`."""
    return bool(group_of(ending)) or any(_library().guess_type(f"x{ending}"))


@lru_cache(256)
def ending_for(content_type: str) -> str:
    """`.pdf` for `application/pdf; x=y`; empty when the type does not tell."""
    kind = content_type.partition(";")[0].strip().lower()
    if kind in _VAGUE:
        return ""
    return _ENDINGS.get(kind) or _library().guess_extension(kind) or ""


@cache
def _library() -> mimetypes.MimeTypes:
    """Its own table, and not what the machine has installed: names must not depend on that."""
    return mimetypes.MimeTypes()


def charset_in(content_type: str) -> str:
    """`gbk` for `text/plain; charset="GBK"`; empty when there is none."""
    for parameter in content_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            return value.strip(" \t\"'").lower()
    return ""
