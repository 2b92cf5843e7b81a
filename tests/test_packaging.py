"""The wheel holds the three import packages with everything in them, and nothing else."""

import subprocess
import sys
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_the_wheel_has_the_right_roots_and_the_icons(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        entry_points = next(name for name in names if name.endswith("entry_points.txt"))
        declared = archive.read(entry_points).decode()
    roots = {name.split("/")[0] for name in names}
    assert {root for root in roots if not root.endswith(".dist-info")} == {
        "core", "gui", "resources",
    }  # fmt: skip
    for icon in (ROOT / "resources" / "icons").glob("*.svg"):
        assert f"resources/icons/{icon.name}" in names
    for catalogue in (ROOT / "resources" / "translations").glob("*.qm"):
        assert f"resources/translations/{catalogue.name}" in names
    assert not [name for name in names if name.endswith(".ts")]
    assert "headgate = gui.__main__:main" in declared
    assert "[gui_scripts]" in declared
