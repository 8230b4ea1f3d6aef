"""Commands of the documentation: each parses against the real program, and those of a block marked `run` do what they say."""

import re
import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from functools import cache
from glob import glob
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from api.cli import main
from api.cli.output import speak
from api.cli.program import app
from tests.docs.pages import DOCS, Page, pages

RUN = ("terminal", "backup")
"""How-to pages with blocks that are run, in this order."""
INDENTED = re.compile(r"^ {4}(tongtu .*)$", re.MULTILINE)


def commands_of(page: Page) -> Iterator[list[str]]:
    """The words behind `tongtu` of every line of a block that calls it; a comment and what is set before it are left out."""
    for block in page.blocks:
        if block.kind.split()[:1] in ([], ["sh"]):
            for line in block.text.splitlines():
                yield from _words(line)
    for line in INDENTED.findall(page.prose):
        yield from _words(line)


def inline_of(page: Page) -> Iterator[list[str]]:
    """The same of code within a sentence; there may be no more than the beginning of a command."""
    for text in page.inline:
        if text.startswith("tongtu "):
            yield from _words(text)


def _words(line: str) -> Iterator[list[str]]:
    try:
        words = shlex.split(line, comments=True)
    except ValueError as fault:
        raise AssertionError(f"{line!r} is no line of a shell: {fault}") from None
    while words and ("=" in words[0] or words[0] in ("sudo", "export")):
        words = words[1:]
    if words and Path(words[0]).name == "tongtu":
        ends = [place for place, word in enumerate(words) if word in ("|", ">", "&&", ">>")]
        yield words[1 : min(ends, default=len(words))]


def fault_of(words: list[str], whole: bool) -> str | None:
    """What is wrong with a call; None if nothing. `whole` asks for every argument, too."""
    command = _program()
    rest = [word for word in words if word != "..."]
    if rest[:1] == ["--lang"]:
        rest = rest[2:]
    while getattr(command, "commands", None) and rest and not rest[0].startswith("-"):
        if rest[0] not in command.commands:
            return f"no command {rest[0]}"
        command, rest = command.commands[rest[0]], rest[1:]
    if getattr(command, "commands", None):
        return "the command is missing" if whole and "--help" not in rest else None
    context = command.context_class(command, info_name="tongtu")
    try:
        given, left, _ = command.make_parser(context).parse_args(args=_without_language(rest))
    except Exception as fault:
        return str(fault)
    if left:
        return f"too many arguments: {left}"
    if not whole or given.get("help"):
        return None
    missing = [one.name for one in command.params if one.required and given.get(one.name) in (None, [], ())]
    return f"missing: {missing}" if missing else None


@cache
def _program() -> Any:
    return get_command(app)


def _without_language(words: list[str]) -> list[str]:
    if "--lang" not in words:
        return words
    place = words.index("--lang")
    return [*words[:place], *words[place + 2 :]]


@pytest.mark.parametrize("page", [page for page in pages() if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_every_command_parses(page: Page) -> None:
    faults = {shlex.join(words): fault_of(words, True) for words in commands_of(page)}
    faults |= {shlex.join(words): fault_of(words, False) for words in inline_of(page)}
    assert {line: fault for line, fault in faults.items() if fault is not None} == {}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("match spring --colour red", "No such option"),
        ("match", "missing"),
        ("match spring twice", "too many"),
        ("marry spring", "no command"),
        ("event", "the command is missing"),
    ],
)
def test_a_wrong_command_is_found(line: str, fault: str) -> None:
    assert fault in (fault_of(shlex.split(line), True) or "")


def lines_to_run(side: str) -> list[str]:
    blocks = [block for name in RUN for block in Page(DOCS / "how-to" / f"{name}{side}.md").blocks if block.kind == "sh run"]
    return [line for block in blocks for line in block.text.splitlines()]


def test_blocks_that_are_run_do_what_they_say(tmp_path: Path) -> None:
    """In the order of the pages, at one desk with one home: each line ends with 0, and the files it names are there afterwards."""
    lines = lines_to_run("")
    assert lines == lines_to_run(".zh")
    assert len(lines) > 12
    faults = [(line, said) for line in lines if (said := run(line, tmp_path)) is not None]
    assert faults == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["backups", "city", "home", "recovery.key", "restored"]


def run(line: str, desk: Path) -> str | None:
    """Run one line at a desk, a folder; what it says on standard error where it does not end with 0."""
    words = shlex.split(line, comments=True)
    set_before = dict(word.split("=", 1) for word in words if "=" in word)
    words = [one for word in words if "=" not in word for one in (sorted(glob(word, root_dir=desk)) or [word])]
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(desk)
        for key, value in {"TONGTU_HOME": str(desk / "home"), **set_before}.items():
            patch.setenv(key, value)
        patch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as ended:
            main()
        speak("zh")
    return None if not ended.value.code else f"{ended.value.code}: {err.getvalue()}"
