"""Uses the window as a screen reader would: over AT-SPI, knowing nothing but names and roles.

    dbus-run-session -- /usr/bin/python3 tests/access/outside.py LINK COMMAND…

COMMAND opens the window, and LINK leads to 42 percent of a file and no further. Runs with the
system's Python, which has D-Bus (python3-dbus), and needs a display; `python -m tests.access` has
all that ready.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import dbus

PATIENCE = 60.0  # seconds
LOOK_SECONDS = 0.05
ROOT = "/org/a11y/atspi/accessible/root"
ACCESSIBLE = "org.a11y.atspi.Accessible"


class Part:
    """One thing that can be seen or used."""

    def __init__(self, bus: dbus.connection.Connection, owner: str, path: str) -> None:
        self._bus = bus
        self._owner, self._path = owner, path

    @property
    def _object(self) -> dbus.proxies.ProxyObject:
        """Asked for anew each time: the registry may end and be started again."""
        return self._bus.get_object(self._owner, self._path, introspect=False)

    def get(self, interface: str, name: str) -> object:
        return self._object.Get(interface, name, dbus_interface="org.freedesktop.DBus.Properties")

    def call(self, interface: str, name: str, *values: object) -> object:
        wanted = f"org.a11y.atspi.{interface}"
        return self._object.get_dbus_method(name, wanted)(*values)

    @property
    def name(self) -> str:
        return str(self.get(ACCESSIBLE, "Name"))

    @property
    def role(self) -> str:
        return str(self.call("Accessible", "GetRoleName"))

    def children(self) -> Iterator["Part"]:
        for owner, path in self.call("Accessible", "GetChildren"):
            if not path.endswith("/null"):
                yield Part(self._bus, owner, path)

    def all(self, depth: int = 12) -> Iterator["Part"]:
        yield self
        if depth:
            for child in self.children():
                yield from child.all(depth - 1)

    def find(self, role: str, name: str) -> "Part | None":
        """The first part of that role whose name begins so."""
        for one in self.all():
            if one.role == role and one.name.startswith(name):
                return one
        return None

    def menu(self) -> "Part":
        """What a button opens: Qt does not count it among the children, but gives it out."""
        owner, path = self.call("Accessible", "GetChildAtIndex", 0)
        return Part(self._bus, owner, path)

    def press(self) -> None:
        """Do the first thing that can be done with it."""
        if not self.call("Action", "DoAction", 0):
            raise SystemExit(f"{self.name} cannot be pressed")


def until(what: str, look: Callable[[], Part | str | None]) -> Part | str:
    """Look again and again until there is something to see."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            found = look()
        except dbus.DBusException:  # it went while it was looked at
            found = None
        if found:
            print(what, flush=True)
            return found
        time.sleep(LOOK_SECONDS)  # a client of AT-SPI may listen as well; looking is simpler
    raise SystemExit(f"never came: {what}")


def accessibility_bus() -> dbus.connection.Connection:
    found = dbus.SessionBus().get_object("org.a11y.Bus", "/org/a11y/bus")
    address = found.GetAddress(dbus_interface="org.a11y.Bus")
    return dbus.bus.BusConnection(address)


def use(link: str, desktop: Part) -> None:
    """Answer the first question, add a link, start, read how it stands, stop all, and leave."""
    window = until("the window is open", lambda: desktop.find("frame", "Headgate"))
    bar = until("it has a toolbar", lambda: window.find("tool bar", "Main toolbar"))

    def press(where: Part, role: str, name: str) -> None:
        until(f"pressed {name}", lambda: pressable(where, role, name)).press()

    welcome = until("it welcomes us", lambda: desktop.find("dialog", "Welcome"))
    press(welcome, "push button", "OK")
    until("the welcome is over", lambda: "" if desktop.find("dialog", "Welcome") else "over")
    press(bar, "push button", "Add links")
    sheet = until("the sheet is open", lambda: desktop.find("dialog", "Add links"))
    edit = until("it takes links", lambda: sheet.find("text", "Links"))
    edit.call("EditableText", "SetTextContents", link)
    press(sheet, "push button", "Add")
    name = link.rpartition("/")[2]
    table = until("the list is there", lambda: window.find("table", "Downloads"))

    def row(*words: str) -> str | None:
        """How the row is called, once that has all these words."""
        cell = table.find("cell", f"{name}, ")
        known = "" if cell is None else cell.name
        return known if all(word in known for word in words) else None

    print(until("it waits", lambda: row("Queued")))
    press(bar, "push button", "Start")
    print(until("it runs", lambda: row("42 %", "Downloading")))
    press(bar, "push button", "Stop all")
    print(until("it has stopped", lambda: row("Queued")))
    until("the window says so", lambda: window.find("label", "Stopped in "))
    more = until("there is a menu", lambda: bar.find("button menu", "More"))
    # Its own word, not the one in the menu of what comes after all downloads.
    until("pressed Quit", lambda: item(more.menu(), "Quit")).press()
    until("the window is closed", lambda: gone(desktop))


def item(menu: Part, name: str) -> Part | None:
    return next((one for one in menu.children() if one.name == name), None)


def pressable(where: Part, role: str, name: str) -> Part | None:
    """A part that is switched on: bit 8 of its states says so."""
    found = where.find(role, name)
    enabled = 1 << 8
    return (
        found if found is not None and found.call("Accessible", "GetState")[0] & enabled else None
    )


def gone(desktop: Part) -> str | None:
    """Whether no window of ours is left; the program takes its leave while it is looked for."""
    return None if any(one.name == "headgate" for one in desktop.children()) else "gone"


def main(link: str, command: list[str]) -> int:
    bus = accessibility_bus()
    with subprocess.Popen(command) as program:
        try:
            use(link, Part(bus, "org.a11y.atspi.Registry", ROOT))
            return program.wait(PATIENCE)
        finally:
            program.terminate()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1], sys.argv[2:]))
