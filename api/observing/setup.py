"""Where log lines go, and what becomes of errors that nobody caught: nothing that Python would print by itself holds a value."""

import logging
import sys
import threading
from types import TracebackType
from typing import Final, TextIO

from api.observing.lines import JsonLines, TextLines, tell
from api.observing.tracing import install_tracing
from api.settings import Settings

_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is at the moment of writing."""

    def __init__(self) -> None:
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, value: TextIO) -> None:
        raise AttributeError(value)


def install_logging(settings: Settings) -> None:
    """Sends every line of this process, its libraries' too, through our formatter. Called again, the last settings hold."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, StandardError | logging.NullHandler)]:
        root.removeHandler(handler)
    root.addHandler(_handler(settings))
    root.setLevel(logging.WARNING)
    logging.getLogger("tongtu").setLevel(_LEVELS[settings.log_level])
    logging.captureWarnings(True)
    # A handler that fails would print the record's arguments.
    logging.raiseExceptions = False


def observe_process(settings: Settings) -> None:
    """What a process that stays needs: its log, its spans, and that whatever ends it or one of its threads unforeseen is told
    without its message. Raises SettingsError when spans are asked for and their packages are missing."""
    install_logging(settings)
    install_tracing(settings)
    sys.excepthook = _ended
    threading.excepthook = _thread_ended
    sys.unraisablehook = _unraisable


def _handler(settings: Settings) -> logging.Handler:
    if settings.log == "off":
        return logging.NullHandler()
    handler = StandardError()
    as_text = settings.log == "text" or (settings.log == "auto" and sys.stderr.isatty())
    handler.setFormatter(TextLines() if as_text else JsonLines())
    return handler


def _ended(kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        tell("process broke", logging.CRITICAL, error)


def _thread_ended(args: threading.ExceptHookArgs) -> None:
    if args.exc_value is not None:
        tell("thread broke", logging.ERROR, args.exc_value)


def _unraisable(args: "sys.UnraisableHookArgs") -> None:
    if args.exc_value is not None:
        tell("broke while cleaning up", logging.ERROR, args.exc_value)
