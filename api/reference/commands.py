"""Every command with its own help, as `tongtu ... --help` prints it on a wide terminal."""

from collections.abc import Iterator
from typing import Any, Final

from api.reference.markdown import head, page
from matching.knowledge.catalogue import Text

_TITLE: Final = Text(zh="命令", en="Commands")
_LEAD: Final = Text(
    zh="每条命令的 `--help`。",
    en="What `--help` says of each command. `tongtu --lang en` and `TONGTU_LANG=en` make output English; `--json` makes it JSON.",
)
_WIDTH: Final = 110


def commands_page() -> str:
    """The page of all commands, groups and their members in the order of the help."""
    return page(_lines())


def _lines() -> Iterator[str]:
    from typer.main import get_command

    from api.cli.program import app

    yield from head(_TITLE, _LEAD, "en")
    for words, command in leaves(get_command(app), ("tongtu",)):
        yield from ("", f"## {' '.join(words)}", "", "```text", help_of(command, words), "```")


def leaves(command: Any, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Each command that does something, with the words that call it."""
    below = getattr(command, "commands", None)
    if below is None:
        yield words, command
        return
    for name, one in below.items():
        yield from leaves(one, (*words, name))


def help_of(command: Any, words: tuple[str, ...]) -> str:
    """The help of a command without blanks at the ends of its lines."""
    context = command.context_class(command, info_name=" ".join(words), terminal_width=_WIDTH, max_content_width=_WIDTH)
    return "\n".join(line.rstrip() for line in command.get_help(context).splitlines())
