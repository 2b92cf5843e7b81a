"""Brings the catalogues up to date: `python -m tests.translations.update`.

New texts come in unfinished, those that are gone are dropped, and the .qm files are made anew.
Then look for `type="unfinished"` in resources/translations, translate, and run it again.
"""

import json
import subprocess
import sysconfig
import tempfile
from pathlib import Path

from gui.language import SOURCE
from tests.translations.catalogues import CODES, qm_of, read, ts_of
from tests.translations.collect import Text, collect

TOOLS = Path(sysconfig.get_path("scripts"))


def update() -> None:
    texts = collect()
    with tempfile.TemporaryDirectory() as folder:
        marked = Path(folder) / "marked.py"
        marked.write_text("\n".join(map(_marked, texts)), "utf-8")
        for code in CODES:
            only = ["-pluralonly"] if code == SOURCE else []
            options = ["-no-obsolete", "-locations", "none", *only]
            _run("pyside6-lupdate", *options, str(marked), "-ts", str(ts_of(code)))
    for code in CODES:
        _run("pyside6-lrelease", "-nounfinished", str(ts_of(code)), "-qm", str(qm_of(code)))
        missing = sum("" in forms for forms in read(code).values())
        print(f"{code}: {missing} of {len(read(code))} to translate")


def _marked(text: Text) -> str:
    """A call as lupdate's reader of Python understands it best."""
    words = [text.context, text.source, text.hint]
    written = ", ".join(json.dumps(word, ensure_ascii=False) for word in words)
    return f"translate({written}{', 2' if text.plural else ''})"


def _run(tool: str, *words: str) -> None:
    subprocess.run([str(TOOLS / tool), "-silent", *words], check=True)


if __name__ == "__main__":
    update()
