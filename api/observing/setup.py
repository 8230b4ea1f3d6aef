"""Where log lines go, and what becomes of errors that nobody caught: nothing that Python would print by itself holds a value."""

import asyncio
import logging
import sys
import threading
from contextlib import nullcontext
from types import TracebackType
from typing import Final, TextIO

from api.observing.lines import JsonLines, TextLines, tell
from api.observing.tracing import install_tracing
from api.settings import Settings

_LEVELS: Final = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}


class StandardError(logging.StreamHandler[TextIO]):
    """Writes to standard error as it is at the moment of writing.

    What is told within one turn of the server's event loop is written at the end of that turn, in one piece; what is grave, or
    comes from another thread, is written at once, and what waits before it.
    """

    def __init__(self) -> None:
        logging.Handler.__init__(self)
        self._lines: list[str] = []
        self._due: asyncio.AbstractEventLoop | None = None

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.append(self.format(record) + self.terminator)
            loop = _running_loop() if record.levelno < logging.WARNING else None
            if loop is None:
                self.flush()
            elif self._due is not loop:
                loop.call_soon(self.flush)
                self._due = loop
        except Exception:
            self.handleError(record)

    def flush(self) -> None:
        """Writes what waits."""
        with self.lock or nullcontext():
            lines, self._lines, self._due = self._lines, [], None
            if lines:
                self.stream.write("".join(lines))
            self.stream.flush()

    @property
    def stream(self) -> TextIO:
        return sys.stderr

    @stream.setter
    def stream(self, value: TextIO) -> None:
        raise AttributeError(value)


def _running_loop() -> asyncio.AbstractEventLoop | None:
    """The loop of the main thread, called on it; None elsewhere."""
    if threading.current_thread() is not threading.main_thread():
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def install_logging(settings: Settings) -> None:
    """Sends every line of this process, its libraries' too, through our formatter. Called again, the last settings hold."""
    root = logging.getLogger()
    for handler in [one for one in root.handlers if isinstance(one, StandardError | logging.NullHandler)]:
        root.removeHandler(handler)
        handler.flush()
    root.addHandler(_handler(settings))
    root.setLevel(logging.WARNING)
    logging.getLogger("tongtu").setLevel(_LEVELS[settings.log_level])
    logging.captureWarnings(True)
    # No line of ours says them, so that no record has to look them up.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
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
