"""The window as a program of its own, with an ear for what it says."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

PATIENCE = 60.0  # seconds until a test gives up waiting


class Program:
    """A window over the list in `folder`; ends with its context."""

    def __init__(self, folder: Path, *words: str, code: str = "") -> None:
        command = [sys.executable, *(["-c", code] if code else ["-m", "gui"])]
        command += ["--state-dir", str(folder / "state"), "--folder", str(folder / "files"), *words]
        self._process = subprocess.Popen(
            command,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HEADGATE_LOG": "INFO"},
        )
        self._said: list[str] = []
        self._heard = 0  # lines a test has waited for
        self._over = False
        self._moved = threading.Condition()
        self._reader = threading.Thread(target=self._listen)
        self._reader.start()

    def __enter__(self) -> "Program":
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()

    def wait_for(self, text: str) -> None:
        """Until it has said this, after what was waited for before."""
        with self._moved:
            self._moved.wait_for(lambda: self._hears(text) or self._over, PATIENCE)
            assert self._hears(text), f"{text!r} was never said; heard:\n{self._everything()}"
            self._heard += 1

    def signal(self, name: str) -> None:
        self._process.send_signal(getattr(signal, name))

    def end(self, name: str = "SIGTERM") -> str:
        """Ask it to end; returns everything it ever said."""
        self.signal(name)
        return self.wait(0)

    def wait(self, status: int) -> str:
        """Until it has ended of its own, with this exit status; returns everything it ever said."""
        try:
            ended = self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"it never ended; heard:\n{self._everything()}") from None
        self._reader.join()
        assert ended == status, self._everything()
        return self._everything()

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()

    def _listen(self) -> None:
        assert self._process.stderr is not None
        with self._process.stderr as lines:
            for line in lines:
                self._note(line)
        self._note()

    def _note(self, *lines: str) -> None:
        with self._moved:
            self._said += lines
            self._over = not lines
            self._moved.notify_all()

    def _hears(self, text: str) -> bool:
        """Whether the next line says this; those that do not are passed over."""
        while self._heard < len(self._said) and text not in self._said[self._heard]:
            self._heard += 1
        return self._heard < len(self._said)

    def _everything(self) -> str:
        return "".join(self._said)
