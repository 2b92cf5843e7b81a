"""The program's door: `headgate get` needs no Qt, everything else opens the window."""

import gc
import sys


def main() -> int:
    """Run with the words of the command line; returns the exit status."""
    words = sys.argv[1:]
    gc.disable()  # until all is loaded: what is imported stays, and looking at it takes time
    # Imported here alone: `get` must not load Qt, and the window need not wait for `get`.
    try:
        if words[:1] == ["get"]:
            from core.command_line.get import main as get

            return get(words[1:])
        from gui.start import main as window

        return window(words)
    except KeyboardInterrupt:  # nothing had begun: once it has, signals are heard
        return 130


if __name__ == "__main__":
    sys.exit(main())
