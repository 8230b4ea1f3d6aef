"""How commands speak: text or JSON on standard output, progress and problems on standard error."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from matching.knowledge.catalogue import Text

Language = Literal["zh", "en"]
_spoken: list[Language] = ["zh"]


def speak(language: Language) -> None:
    """The language of every line from now on."""
    _spoken[0] = language


def spoken() -> Language:
    """The language that lines are in: Chinese unless another was asked for."""
    return _spoken[0]


def said(text: "Text") -> str:
    """The words of a text in the language that is spoken."""
    return either(text.zh, text.en)


def either(zh: str, en: str) -> str:
    """The one of two lines that is in the language that is spoken."""
    return zh if spoken() == "zh" else en


def say(text: str = "") -> None:
    """A line on standard output; a reader that closed the pipe is no error."""
    sys.stdout.write(f"{text}\n")


def say_json(value: Any) -> None:
    """One JSON object on one line, Chinese as Chinese."""
    plain = value.model_dump(mode="json") if hasattr(value, "model_dump") else value
    say(json.dumps(plain, ensure_ascii=False, sort_keys=False))


def warn(text: str) -> None:
    sys.stderr.write(f"{text}\n")


@contextmanager
def progress(what: str) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal, silence elsewhere; call it with (done, in all)."""
    if not sys.stderr.isatty():
        yield lambda done, total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
