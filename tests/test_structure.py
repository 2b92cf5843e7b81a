"""What keeps the project a house of small rooms."""

import ast
import pkgutil
import subprocess
import sys
from pathlib import Path

import core

ROOT = Path(__file__).parent.parent
MAX_LINES = 300
SOURCES = sorted([*ROOT.glob("core/**/*.py"), *ROOT.glob("gui/**/*.py")])


def test_core_can_be_imported_without_qt() -> None:
    names = [found.name for found in pkgutil.walk_packages(core.__path__, "core.")]
    assert len(names) > 20
    code = (
        "import sys\n"
        "for name in ('PySide6', 'shiboken6'): sys.modules[name] = None\n"
        f"for name in {names!r}: __import__(name)\n"
    )
    subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=ROOT, check=True)


def test_get_does_not_load_qt() -> None:
    code = (
        "import sys; from gui.__main__ import main; sys.argv = ['headgate', 'get', 'nonsense']\n"
        "assert main() == 2; assert 'PySide6' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True, stderr=subprocess.PIPE)


def test_the_window_is_there_before_what_only_workers_need_is_loaded() -> None:
    code = (
        "import sys, gui.application\n"
        "late = {'requests', 'keyring', 'multiprocessing.pool', 'core.engine.transfer'}\n"
        "late |= {'PySide6.QtNetwork', 'gui.sign_in'}\n"
        "assert not late & sys.modules.keys(), late & sys.modules.keys()"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)


def test_no_file_has_grown_into_a_hall() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in SOURCES
        if (count := len(path.read_text("utf-8").splitlines())) > MAX_LINES
    }
    assert not long


def test_every_module_says_what_it_is_for_in_one_line() -> None:
    for path in SOURCES:
        text = path.read_text("utf-8")
        if path.name == "__init__.py" and not text.strip():
            continue
        docstring = ast.get_docstring(ast.parse(text))
        assert docstring, path
        assert docstring.splitlines()[0].endswith((".", ":")), path


def test_no_module_sleeps_as_a_way_of_waiting() -> None:
    for path in SOURCES:
        assert "time.sleep(" not in path.read_text("utf-8"), path
