"""Standard error and exit statuses: every failure is a sentence, never a traceback. Nothing else writes to stderr.

0 done; 1 the check found something; 2 wrong usage; 3 the plan or repository prevents it; 70 a bug; 130 interrupted.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from rcm_tui import __version__
from rcm_tui.cli import output
from rcm_tui.i18n import _
from rcm_tui.model.errors import RcmError
from rcm_tui.reports.visible import visible
from rcm_tui.store.paths import state_folder

DONE, FOUND, USAGE, PREVENTED, CRASHED, INTERRUPTED = 0, 1, 2, 3, 70, 130


def is_text(words: str) -> bool:
    """Return whether what was typed is text: Python keeps bytes that are not UTF-8 as lone surrogates."""
    return words.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in words)


def show_message(text: str = "", *, end: str = "\n") -> None:
    """Write a message to stderr, wrapped on a terminal, with control characters made visible."""
    shown = visible(text, lines=True)
    with contextlib.suppress(BrokenPipeError, ValueError):
        if sys.stderr.isatty():
            shown = _wrapped(shown)
        sys.stderr.write(shown + end)
        sys.stderr.flush()


def _wrapped(text: str) -> str:
    """Wrap each line at the width of the terminal, keeping its indent."""
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns - 1
    pieces = []
    for line in text.split("\n"):
        indent = line[: len(line) - len(line.lstrip())]
        broken = textwrap.wrap(line, width, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)
        # A line that fits stays to the letter: a question ends with the space before its answer.
        pieces.append("\n".join(broken) if len(line) > width else line)
    return "\n".join(pieces)


def guarded(work: Callable[[], int]) -> int:
    """Run `work` and turn whatever it raises into a sentence on stderr and an exit status."""
    try:
        status = work()
        output.flush()
        return status
    except RcmError as error:
        show_message(str(error) or type(error).__name__)
        return error.exit_status
    except click.UsageError as error:
        _say_usage(error)
        return USAGE
    except click.ClickException as error:
        show_message(error.format_message())
        return PREVENTED
    except (click.Abort, KeyboardInterrupt, EOFError):
        return _stopped()
    except (BrokenPipeError, SystemExit):  # Click makes the latter of the former.
        _close_quietly()
        return DONE
    except OSError as error:
        return _say_os_error(error)
    except Exception as error:  # noqa: BLE001 - the last stop: written to a log file in full, shown as a sentence
        if isinstance(error.__cause__, KeyboardInterrupt):  # While a class was made, Python 3.11 wraps it.
            return _stopped()
        show_message(_crash_sentence(error))
        return CRASHED


def _stopped() -> int:
    show_message("\n" + _("Stopped. The plan is intact; nothing more was recorded."))
    return INTERRUPTED


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return ` Did you mean ...?` for a word that is close to a known one, else an empty string."""
    import difflib

    near = difflib.get_close_matches(word, list(known), n=3, cutoff=0.6)
    return " " + _("Did you mean {words}?").format(words=_alternatives(near)) if near else ""


def _alternatives(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    return _("{several} or {last}").format(several=", ".join(words[:-1]), last=words[-1])


def _say_usage(error: click.UsageError) -> None:
    show_message(usage_sentence(error))
    if error.ctx is not None:
        show_message(_("Help: {command} --help").format(command=error.ctx.command_path))


def usage_sentence(error: click.UsageError) -> str:
    """Say what is wrong with a command, in the language in use."""
    if isinstance(error, click.NoSuchOption):
        known = _options_of(error.ctx)
        return _("There is no option {name}.").format(name=error.option_name) + did_you_mean(error.option_name, known)
    if isinstance(error, click.BadOptionUsage):
        name = error.option_name
        takes_none = "not take" in error.message
        return (_("{name} takes no value.") if takes_none else _("{name} needs a value.")).format(name=name)
    if isinstance(error, click.MissingParameter):
        name = error.param.make_metavar(error.ctx) if error.param is not None and error.ctx is not None else ""
        if isinstance(error.param, click.Option):
            name = "/".join(error.param.opts)
        return _("{name} is missing.").format(name=name)
    if isinstance(error, click.BadParameter) and error.param is not None:
        name = error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name
        return f"{name}: {error.message}"
    return error.format_message()


def _options_of(ctx: click.Context | None) -> list[str]:
    if ctx is None:
        return []
    return [name for parameter in ctx.command.get_params(ctx) for name in parameter.opts if name.startswith("-")]


def _close_quietly() -> None:
    """Redirect stdout to nowhere once its reader has gone, so that closing it raises no second error."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())


def _is_of_output(error: OSError) -> bool:
    """Return whether the error was raised where stdout is written."""
    import traceback

    return any(frame.f_code.co_filename == output.__file__ for frame, _line in traceback.walk_tb(error.__traceback__))


def _say_os_error(error: OSError) -> int:
    """Report a full disk, a missing permission and the like: not a bug, so the status is PREVENTED."""
    if _is_of_output(error):
        message = _("The output could not be written: {reason}. What was recorded before that stays recorded.")
        show_message(message.format(reason=error.strerror or error))
        _close_quietly()
        return PREVENTED
    where = f"{error.filename}: " if isinstance(error.filename, str) else ""
    reason = error.strerror or str(error)
    show_message(_("{where}{reason}. Nothing was recorded.").format(where=where, reason=reason))
    _write_log(error)
    return PREVENTED


def _crash_sentence(error: Exception) -> str:
    log = _write_log(error)
    if log is None:
        return _("rcm failed ({error}). This is a bug in rcm, not a mistake in the plan.").format(
            error=type(error).__name__
        )
    return _("rcm failed ({error}). This is a bug in rcm, not a mistake in the plan. The details are in {log}.").format(
        error=type(error).__name__, log=log
    )


def start_debug_log(file: Path | None = None) -> None:
    """Log what the package reports at level DEBUG to stderr, or to `file` from here on.

    Arguments of git commands and times are logged, never the contents of files or of what is typed.
    """
    import logging
    import platform

    class Stderr(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            show_message(self.format(record))

    logger = logging.getLogger("rcm_tui")
    handler = Stderr() if file is None else logging.FileHandler(file, encoding="utf-8", errors="backslashreplace")
    handler.setFormatter(logging.Formatter("%(relativeCreated)7.0f ms  %(name)s: %(message)s"))
    logger.handlers = [handler]
    logger.setLevel(logging.DEBUG)
    logger.debug("rcm %s, Python %s, %s", __version__, platform.python_version(), platform.platform())


def debug_log_to_file() -> None:
    """Send the debug log, where there is one, to a file, since the interface is about to take over the terminal."""
    logging = sys.modules.get("logging")
    if logging is None or not logging.getLogger("rcm_tui").handlers:
        return
    state_folder().mkdir(parents=True, exist_ok=True)
    log = state_folder() / "debug.log"
    show_message(_("The debug log is written to {log}").format(log=log))
    start_debug_log(log)


def _write_log(error: BaseException) -> Path | None:
    """Write the traceback to a file that only its owner can read; return None where no folder is writable."""
    import tempfile
    import time
    import traceback

    name = time.strftime("error-%Y%m%d-%H%M%S.log")
    details = "".join(traceback.format_exception(error))
    for folder in (state_folder(), Path(tempfile.gettempdir())):
        try:
            folder.mkdir(parents=True, exist_ok=True)
            log = folder / name
            with log.open("a", encoding="utf-8", errors="backslashreplace") as file:
                file.write(details)
            log.chmod(0o600)
        except OSError:
            continue
        return log
    return None
