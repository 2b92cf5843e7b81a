"""Files that hold one link."""

import plistlib

import pytest

from core.policy.intake import Entry, Format, Intake
from core.policy.intake.take import take_in

X = "https://a.example/x?a=1&b=2"
WINDOWS = f"[{{000214A0-0000-0000-C000-000000000046}}]\r\nProp3=19,2\r\n[InternetShortcut]\r\nIDList=\r\nURL={X}\r\n"
LINUX = (
    f"[Desktop Entry]\nVersion=1.0\nType=Link\nName=The page\nIcon=text-html\nURL[$e]={X}\n"
    "[Other]\nURL=https://no.example/\n"
)
BOMB = """<?xml version="1.0"?><!DOCTYPE plist [<!ENTITY a "https://a.example/"><!ENTITY b "&a;&a;">]>
<plist version="1.0"><dict><key>URL</key><string>&b;</string></dict></plist>"""


@pytest.mark.parametrize(
    ("data", "name", "entry"),
    [
        (WINDOWS, "x.url", Entry(X, 5)),
        (WINDOWS.encode("utf-16"), "x.URL", Entry(X, 5)),
        (WINDOWS, None, Entry(X, 5)),
        (LINUX, "x.desktop", Entry(X, 6, title="The page")),
        (LINUX, None, Entry(X, 6, title="The page")),
        (plistlib.dumps({"URL": X}), "x.webloc", Entry(X)),
        (plistlib.dumps({"URL": X}).decode(), None, Entry(X)),
        (plistlib.dumps({"URL": X}, fmt=plistlib.FMT_BINARY), "x.webloc", Entry(X)),
        (plistlib.dumps({"URL": X}, fmt=plistlib.FMT_BINARY), None, Entry(X)),
    ],
)
def test_the_link_is_read(data: str | bytes, name: str | None, entry: Entry) -> None:
    intake = take_in(data, name=name)
    assert (intake.format, intake.entries) == (Format.SHORTCUT, [entry])


def nothing(data: str | bytes, name: str | None = None) -> Intake:
    intake = take_in(data, name=name)
    assert not intake.entries
    return intake


def test_other_contents_are_none() -> None:
    nothing("[InternetShortcut]\nURL=\n")
    nothing("[Desktop Entry]\nType=Application\nExec=rm -rf /\n")
    nothing(plistlib.dumps({"URL": 5}), "x.webloc")
    nothing(plistlib.dumps(["URL"], fmt=plistlib.FMT_BINARY))
    nothing(b"bplist00" + bytes(range(200)))
    nothing(b"bplist00")
    assert [
        one.why.name for one in nothing("[InternetShortcut]\nURL=file:///etc/passwd").rejects
    ] == ["SCHEME"]


def test_a_list_in_a_list_in_a_list_is_none() -> None:
    depth = 5000
    objects = (
        b"".join(b"\xa1" + (number + 1).to_bytes(2, "big") for number in range(depth)) + b"\x08"
    )
    offsets = b"".join((8 + 3 * number).to_bytes(2, "big") for number in range(depth + 1))
    sizes = bytes(6) + b"\x02\x02" + (depth + 1).to_bytes(8, "big") + bytes(8)
    nothing(b"bplist00" + objects + offsets + sizes + (8 + len(objects)).to_bytes(8, "big"))


def test_a_file_too_large_for_one_link_is_none() -> None:
    nothing(plistlib.dumps({"URL": X, "x": "y" * 70_000}, fmt=plistlib.FMT_BINARY))


def test_entities_of_the_document_s_own_are_refused() -> None:
    nothing(BOMB, "x.webloc")


def test_a_file_with_a_wrong_name_is_read_as_what_it_is() -> None:
    intake = take_in(f"see {X}.", name="x.url")
    assert (intake.format, intake.entries) == (Format.TEXT, [Entry(X)])
