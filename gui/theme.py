"""Colours of both themes, in one place; contrast of each text pair is at least 4.5 : 1."""

from dataclasses import dataclass
from importlib.resources import files

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

SPACING = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """One theme. Names say what a colour is for."""

    name: str
    window: str
    surface: str
    raised: str
    line: str
    text: str
    muted: str
    accent: str
    on_accent: str
    selection: str
    track: str
    good: str
    bad: str
    warning: str


LIGHT = Theme(
    name="light", window="#f4f5f7", surface="#ffffff", raised="#eceef1", line="#d5d9df",
    text="#1b1f24", muted="#59626e", accent="#1f5fbf", on_accent="#ffffff",
    selection="#d6e4fa", track="#dfe4ea", good="#1a7340", bad="#b3261e", warning="#8a5300",
)  # fmt: skip
DARK = Theme(
    name="dark", window="#1b1e23", surface="#22262c", raised="#2c3138", line="#3a4049",
    text="#e7eaee", muted="#a3acb8", accent="#7fb0ff", on_accent="#10131a",
    selection="#253c61", track="#383f49", good="#74d19a", bad="#ff9a92", warning="#f0be6a",
)  # fmt: skip

_current = LIGHT


def current() -> Theme:
    """The theme that is applied now."""
    return _current


def system_theme() -> Theme:
    """The theme the desktop asks for."""
    scheme = QGuiApplication.styleHints().colorScheme()
    return DARK if scheme is Qt.ColorScheme.Dark else LIGHT


def apply_theme(application: QApplication, theme: Theme) -> None:
    """Give the whole program a theme."""
    global _current  # noqa: PLW0603 - a program has one look, and painters must find it
    _current = theme
    application.setPalette(palette(theme))
    application.setStyleSheet(style_sheet(theme))


def palette(theme: Theme) -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: theme.window, role.WindowText: theme.text, role.Base: theme.surface,
        role.AlternateBase: theme.window, role.Text: theme.text, role.Button: theme.raised,
        role.ButtonText: theme.text, role.BrightText: theme.bad, role.Highlight: theme.selection,
        role.HighlightedText: theme.text, role.ToolTipBase: theme.raised,
        role.ToolTipText: theme.text, role.PlaceholderText: theme.muted, role.Link: theme.accent,
        role.Mid: theme.line, role.Accent: theme.accent,
    }  # fmt: skip
    for one, colour in pairs.items():
        made.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.muted))
    return made


def style_sheet(theme: Theme) -> str:
    """The same for all of it; Qt mirrors what stands in layouts, but no borders."""
    first, last = ("right", "left") if QGuiApplication.isRightToLeft() else ("left", "right")
    icons = files("resources").joinpath("icons")
    tick, arrow = (icons.joinpath(f"{name}-{theme.name}.svg") for name in ("tick", "arrow"))
    return f"""
    QToolBar {{ background: {theme.window}; border: none; border-bottom: 1px solid {theme.line};
        padding: 6px 8px; spacing: 4px; }}
    QToolBar QToolButton {{ padding: 6px 8px; border-radius: 6px; border: 1px solid transparent; }}
    QToolBar QToolButton::menu-indicator {{ image: none; }}
    QToolBar QToolButton:hover {{ background: {theme.raised}; }}
    QToolBar QToolButton:pressed {{ background: {theme.line}; }}
    QToolBar QToolButton:focus {{ border-color: {theme.accent}; }}
    QToolBar::separator {{ background: {theme.line}; width: 1px; margin: 6px 6px; }}
    QListWidget#filterList {{ background: {theme.window}; border: none; outline: none;
        border-{last}: 1px solid {theme.window}; padding: 6px; }}
    QListWidget#filterList::item {{ padding: 6px 8px; border-radius: 6px; color: {theme.text}; }}
    QListWidget#filterList::item:selected {{ background: {theme.selection}; color: {theme.text}; }}
    QListWidget#filterList::item:hover:!selected {{ background: {theme.raised}; }}
    QListWidget#filterList:focus {{ border-{last}: 1px solid {theme.accent}; }}
    QSplitter::handle {{ background: {theme.line}; }}
    QTableView {{ background: {theme.surface}; border: none; outline: none;
        gridline-color: {theme.line};
        selection-background-color: {theme.selection}; selection-color: {theme.text}; }}
    QTableView::item {{ padding: 0 3px; border: none; }}
    QTabWidget::pane {{ border: none; border-top: 1px solid {theme.line}; }}
    QTabBar {{ qproperty-drawBase: 0; }}
    QTabBar::tab {{ padding: 8px 9px 7px 9px; border: none; border-bottom: 2px solid transparent;
        color: {theme.muted}; }}
    QTabBar::tab:hover:!selected {{ background: {theme.raised}; }}
    QTabBar::tab:selected {{ color: {theme.text}; border-bottom-color: {theme.accent}; }}
    QTabBar::tab:selected:focus {{ background: {theme.selection}; }}
    QTreeView {{ background: {theme.surface}; border: 1px solid {theme.line}; border-radius: 6px;
        outline: none; }}
    QTreeView::item {{ padding: 5px 3px; color: {theme.text}; }}
    QTreeView::item:selected {{ background: {theme.selection}; }}
    QTreeView::item:disabled {{ color: {theme.muted}; }}
    QTreeView:focus {{ border-color: {theme.accent}; }}
    QTableWidget#rulesList {{ border: 1px solid {theme.line}; border-radius: 6px; }}
    QTableWidget#rulesList:focus {{ border-color: {theme.accent}; }}
    QLabel#rulesHint {{ color: {theme.muted}; padding: 8px 16px; }}
    QHeaderView {{ background: {theme.window}; border: none; }}
    QHeaderView::section {{ background: {theme.window}; color: {theme.muted}; padding: 6px;
        border: none; border-bottom: 1px solid {theme.line}; }}
    QTreeView QHeaderView, QTableWidget#rulesList QHeaderView,
    QTreeView QHeaderView::section, QTableWidget#rulesList QHeaderView::section {{
        background: transparent; }}
    QFrame#growBar {{ background: {theme.raised}; border: 1px solid {theme.line};
        border-radius: 6px; }}
    QFrame#banner {{ background: {theme.raised}; border: none;
        border-bottom: 1px solid {theme.line}; border-{first}: 4px solid {theme.warning}; }}
    QFrame#trouble {{ background: {theme.raised}; border: none;
        border-{first}: 4px solid {theme.bad}; }}
    QFrame#trouble QPushButton, QFrame#banner QPushButton {{ background: {theme.surface}; }}
    QToolButton#bannerClose {{ border: none; padding: 4px 8px; color: {theme.muted}; }}
    QToolButton#bannerClose:focus {{ border: 1px solid {theme.accent}; border-radius: 6px; }}
    QStatusBar {{ background: {theme.window}; border-top: 1px solid {theme.line}; }}
    QStatusBar::item {{ border: none; }}
    QToolTip {{ background: {theme.raised}; color: {theme.text}; border: 1px solid {theme.line};
        padding: 4px; }}
    QPlainTextEdit, QLineEdit {{ background: {theme.surface}; border: 1px solid {theme.line};
        border-radius: 6px; padding: 4px 6px; }}
    QAbstractSpinBox {{ min-height: 24px; }}
    QComboBox {{ min-height: 24px; background: {theme.surface}; border: 1px solid {theme.line};
        border-radius: 6px; padding: 0 6px; }}
    QComboBox:focus, QComboBox:on {{ border-color: {theme.accent}; }}
    QComboBox:disabled {{ background: {theme.window}; color: {theme.muted}; }}
    QComboBox::drop-down {{ border: none; width: 22px; }}
    QComboBox::down-arrow {{ image: url("{arrow}"); width: 12px; height: 12px; }}
    QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
    QAbstractSpinBox QLineEdit {{ border: none; padding: 0; }}
    QPlainTextEdit:focus, QLineEdit:focus {{ border-color: {theme.accent}; }}
    QCheckBox::indicator {{ width: 15px; height: 15px; border: 1px solid {theme.muted};
        border-radius: 4px; background: {theme.surface}; }}
    QCheckBox::indicator:checked {{ background: {theme.accent}; border-color: {theme.accent};
        image: url("{tick}"); }}
    QCheckBox:focus {{ color: {theme.accent}; }}
    QCheckBox::indicator:focus {{ border: 2px solid {theme.accent}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QLabel#settingsHeading {{ font-weight: 600; padding-top: 10px; }}
    QPushButton {{ padding: 6px 16px; border-radius: 6px; background: {theme.raised};
        border: 1px solid {theme.line}; }}
    QPushButton:default {{ background: {theme.accent}; color: {theme.on_accent};
        border-color: {theme.accent}; }}
    QPushButton:focus {{ border: 2px solid {theme.accent}; padding: 5px 15px; }}
    QPushButton:disabled {{ background: {theme.window}; color: {theme.muted};
        border-color: {theme.line}; }}
    """
