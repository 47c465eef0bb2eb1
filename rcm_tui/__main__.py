"""The command `rcm`, also as `python -m rcm_tui`; handles Ctrl-C before the program starts and after it ends."""

import sys

# What `signal` imports takes some milliseconds, in which Ctrl-C would leave a traceback; this is built into Python.
from _signal import SIG_DFL, SIGINT, default_int_handler, getsignal, signal  # type: ignore[import-not-found]

_INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended, as shells count it."""


def main() -> int:
    """Run the command line of the process, and return its exit status.

    Nothing has begun while the program is still being loaded, and all is done when it has returned: then Ctrl-C ends
    the process at once, as the system does, without Python's traceback.
    """
    handler = getsignal(SIGINT)  # The program may have been started with interrupts ignored.
    quiet = SIG_DFL if handler is default_int_handler else handler
    signal(SIGINT, quiet)
    from rcm_tui.cli.app import main as run

    try:
        signal(SIGINT, handler)
        return run()
    except KeyboardInterrupt:  # Before it began to work, or a second time while it says that it was stopped.
        return _INTERRUPTED
    finally:
        signal(SIGINT, quiet)


if __name__ == "__main__":
    sys.exit(main())
