"""Everything the user can do: one row of this table is one action, wherever it shows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from core.model.snapshot import Row
from core.model.states import State
from gui import texts
from gui.icons import icon
from gui.texts import QT_TRANSLATE_NOOP


@dataclass(frozen=True)
class Situation:
    """What decides whether an action makes sense right now."""

    running: bool = False
    partial: bool = False  # the batch runs for some downloads alone
    stopping: bool = False
    queued: int = 0
    undoable: bool = False  # something was removed a moment ago
    kept: bool = False  # there are passwords in the keyring
    selected: list[Row] = field(default_factory=list)

    @cached_property
    def states(self) -> frozenset[State]:
        """The states of what is selected."""
        return frozenset({row.state for row in self.selected})

    def any(self, *states: State) -> bool:
        return not self.states.isdisjoint(states)


@dataclass(frozen=True, slots=True)
class Entry:
    """One action: its object name, words, icon and keys, and when it can be used."""

    name: str
    title: str
    tip: str
    icon: str
    keys: str
    enabled: Callable[[Situation], bool]
    toolbar: bool = False
    checkable: bool = False
    gap: bool = False  # a separator before it
    menu: bool = True  # whether it is in the menu of the list


def _always(_now: Situation) -> bool:
    return True


def _can_start(now: Situation) -> bool:
    return now.queued > 0 and not now.stopping and (not now.running or now.partial)


def _can_pause(now: Situation) -> bool:
    states = (State.QUEUED, State.CONNECTING, State.DOWNLOADING, State.VERIFYING, State.RETRY_WAIT)
    return not now.stopping and now.any(*states)


def _can_resume(now: Situation) -> bool:
    return not now.stopping and now.any(State.PAUSED, State.QUEUED, State.RETRY_WAIT)


def _can_use_link(now: Situation) -> bool:
    states = (State.FAILED, State.PAUSED, State.QUEUED, State.RETRY_WAIT)
    return len(now.selected) == 1 and not now.stopping and now.any(*states)


ACTIONS: tuple[Entry, ...] = (
    Entry(
        "addLinksAction", QT_TRANSLATE_NOOP("Action", "Add links"),
        QT_TRANSLATE_NOOP("Action", "Add links to the list"),
        "add", "Ctrl+N", _always, toolbar=True,
    ),
    Entry(
        "pasteAction", QT_TRANSLATE_NOOP("Action", "Paste links"),
        QT_TRANSLATE_NOOP("Action", "Add the links that were copied"),
        "paste", "Ctrl+V", _always, menu=False,
    ),
    Entry(
        "startAction", QT_TRANSLATE_NOOP("Action", "Start"),
        QT_TRANSLATE_NOOP("Action", "Download everything in the queue"),
        "start", "Ctrl+S", _can_start, toolbar=True, gap=True,
    ),
    Entry(
        "stopAllAction", QT_TRANSLATE_NOOP("Action", "Stop all"),
        QT_TRANSLATE_NOOP("Action", "Stop every download at once; everything received is kept"),
        "stop", "Ctrl+Shift+S", lambda now: now.running and not now.stopping, toolbar=True,
    ),
    Entry(
        "pauseAction", QT_TRANSLATE_NOOP("Action", "Pause"),
        QT_TRANSLATE_NOOP("Action", "Keep the selected downloads from running until resumed"),
        "pause", "Ctrl+P", _can_pause, toolbar=True, gap=True,
    ),
    Entry(
        "resumeAction", QT_TRANSLATE_NOOP("Action", "Resume"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads run now"),
        "resume", "Ctrl+R", _can_resume, toolbar=True,
    ),
    Entry(
        "startNowAction", QT_TRANSLATE_NOOP("Action", "Start now"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads run before all others"),
        "now", "Ctrl+Shift+Return", _can_resume,
    ),
    Entry(
        "removeAction", QT_TRANSLATE_NOOP("Action", "Remove"),
        QT_TRANSLATE_NOOP("Action", "Take the selected downloads off the list"),
        "remove", "Del", lambda now: not now.stopping and bool(now.selected), toolbar=True,
    ),
    Entry(
        "trashAction", QT_TRANSLATE_NOOP("Action", "Remove and delete files"),
        QT_TRANSLATE_NOOP("Action", "Take downloads off the list, and their files to the trash"),
        "trash", "Shift+Del", lambda now: not now.stopping and bool(now.selected),
    ),
    Entry(
        "undoAction", QT_TRANSLATE_NOOP("Action", "Undo remove"),
        QT_TRANSLATE_NOOP("Action", "Put what was removed last back on the list"),
        "undo", "Ctrl+Z", lambda now: now.undoable and not now.stopping,
    ),
    Entry(
        "retryAction", QT_TRANSLATE_NOOP("Action", "Retry"),
        QT_TRANSLATE_NOOP("Action", "Try the selected downloads that failed again"),
        "retry", "F5", lambda now: not now.stopping and now.any(State.FAILED),
    ),
    Entry(
        "downloadAgainAction", QT_TRANSLATE_NOOP("Action", "Download again"),
        QT_TRANSLATE_NOOP("Action", "Fetch the selected files once more"),
        "fetch", "Ctrl+Shift+R", lambda now: not now.stopping and now.any(State.COMPLETED),
    ),
    Entry(
        "startAgainAction", QT_TRANSLATE_NOOP("Action", "Start again"),
        QT_TRANSLATE_NOOP("Action", "Delete what was received of the selected and start anew"),
        "anew", "Shift+F5", lambda now: not now.stopping and now.any(State.FAILED),
    ),
    Entry(
        "saveBesideAction", QT_TRANSLATE_NOOP("Action", "Save beside"),
        QT_TRANSLATE_NOOP("Action", "Fetch what is there now under another name, keep the rest"),
        "beside", "Ctrl+Shift+F5", lambda now: not now.stopping and now.any(State.FAILED),
    ),
    Entry(
        "useLinkAction", QT_TRANSLATE_NOOP("Action", "Use another link"),
        QT_TRANSLATE_NOOP("Action", "Go on with the selected download from another address"),
        "link", "Ctrl+L", _can_use_link,
    ),
    Entry(
        "openAction", QT_TRANSLATE_NOOP("Action", "Open"),
        QT_TRANSLATE_NOOP("Action", "Open the finished file"),
        "open", "Return", lambda now: now.any(State.COMPLETED), gap=True,
    ),
    Entry(
        "openFolderAction", QT_TRANSLATE_NOOP("Action", "Open folder"),
        QT_TRANSLATE_NOOP("Action", "Show the folder the file is saved in"),
        "folder", "Ctrl+Return", lambda now: bool(now.selected),
    ),
    Entry(
        "copyLinkAction", QT_TRANSLATE_NOOP("Action", "Copy link"),
        QT_TRANSLATE_NOOP("Action", "Copy the links of the selected downloads"),
        "copy", "Ctrl+C", lambda now: bool(now.selected),
    ),
    Entry(
        "exportAction", QT_TRANSLATE_NOOP("Action", "Export"),
        QT_TRANSLATE_NOOP("Action", "Write the selected downloads, or all, to a file of links"),
        "export", "Ctrl+E", _always,
    ),
    Entry(
        "importAction", QT_TRANSLATE_NOOP("Action", "Import"),
        QT_TRANSLATE_NOOP("Action", "Add the links in files: lists, tables, pages, Metalinks"),
        "import", "Ctrl+O", _always, menu=False,
    ),
    Entry(
        "renameAction", QT_TRANSLATE_NOOP("Action", "Rename"),
        QT_TRANSLATE_NOOP("Action", "Give the selected file another name, on the disk as well"),
        "rename", "F2", lambda now: len(now.selected) == 1,
    ),
    Entry(
        "propertiesAction", QT_TRANSLATE_NOOP("Action", "Properties"),
        QT_TRANSLATE_NOOP("Action", "Show and change everything about the selected downloads"),
        "properties", "Alt+Return", lambda now: bool(now.selected),
    ),
    Entry(
        "moveTopAction", QT_TRANSLATE_NOOP("Action", "Move to the top"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads be next"),
        "top", "Alt+Home", lambda now: bool(now.selected), gap=True,
    ),
    Entry(
        "moveUpAction", QT_TRANSLATE_NOOP("Action", "Move up"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads be one sooner"),
        "up", "Alt+PgUp", lambda now: bool(now.selected),
    ),
    Entry(
        "moveDownAction", QT_TRANSLATE_NOOP("Action", "Move down"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads be one later"),
        "down", "Alt+PgDown", lambda now: bool(now.selected),
    ),
    Entry(
        "moveBottomAction", QT_TRANSLATE_NOOP("Action", "Move to the bottom"),
        QT_TRANSLATE_NOOP("Action", "Let the selected downloads be last"),
        "bottom", "Alt+End", lambda now: bool(now.selected),
    ),
    Entry(
        "inspectorAction", QT_TRANSLATE_NOOP("Action", "Inspector"),
        QT_TRANSLATE_NOOP("Action", "Show or hide a close look at the selected downloads"),
        "inspector", "Ctrl+I", _always, gap=True, checkable=True,
    ),
    Entry(
        "findAction", QT_TRANSLATE_NOOP("Action", "Search"),
        QT_TRANSLATE_NOOP("Action", "Search the list"),
        "search", "Ctrl+F", _always, menu=False,
    ),
    Entry(
        "paletteAction", QT_TRANSLATE_NOOP("Action", "Commands"),
        QT_TRANSLATE_NOOP("Action", "Find any command by its name"),
        "palette", "Ctrl+K", _always, menu=False,
    ),
    Entry(
        "settingsAction", QT_TRANSLATE_NOOP("Action", "Settings"),
        QT_TRANSLATE_NOOP("Action", "Folders, connections, limits, network"),
        "settings", "Ctrl+,", _always,
    ),
    Entry(
        "forgetPasswordsAction", QT_TRANSLATE_NOOP("Action", "Forget kept passwords"),
        QT_TRANSLATE_NOOP("Action", "Delete all passwords kept in this computer's keyring"),
        "key", "", lambda now: now.kept, menu=False,
    ),
    Entry(
        "aboutAction", QT_TRANSLATE_NOOP("Action", "About Headgate"),
        QT_TRANSLATE_NOOP("Action", "Versions, licences, and what to tell when asking for help"),
        "about", "", _always, menu=False,
    ),
    Entry(
        "quitAction", QT_TRANSLATE_NOOP("Action", "Quit"),
        QT_TRANSLATE_NOOP("Action", "Stop safely and leave"),
        "quit", "Ctrl+Q", _always,
    ),
)  # fmt: skip


def make_actions(parent: QObject) -> dict[str, QAction]:
    """The table as Qt's actions, by object name."""
    made: dict[str, QAction] = {}
    for entry in ACTIONS:
        action = QAction(icon(entry.icon), texts.translate("Action", entry.title), parent)
        action.setObjectName(entry.name)
        action.setCheckable(entry.checkable)
        action.setShortcut(QKeySequence(entry.keys))
        action.setStatusTip(texts.translate("Action", entry.tip))
        show_keys(action)
        made[entry.name] = action
    return made


def show_keys(action: QAction) -> None:
    """Have an action tell its keys."""
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    both = texts.translate("Action", "{tip} ({keys})")
    tip = action.statusTip()
    action.setToolTip(both.format(tip=tip, keys=keys) if keys else tip)


def update_actions(actions: dict[str, QAction], now: Situation) -> None:
    """Switch each action on or off."""
    for entry in ACTIONS:
        actions[entry.name].setEnabled(entry.enabled(now))
    stop, stopping = words_of_stop()
    actions["stopAllAction"].setText(stopping if now.stopping else stop)


def words_of_stop() -> tuple[str, str]:
    """What the button says, and what it says while it stops."""
    return texts.translate("Action", "Stop all"), texts.translate("Action", "Stopping…")
