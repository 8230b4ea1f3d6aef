"""Every command speaks one language at a time: Chinese, or English where it is asked for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.cli.speaking import language_first
from api.settings import SettingsError, read_language
from api.wiring import Application
from tests.api.command import tongtu
from tests.api.conftest import LIN, SPRING

SOURCES = sorted((Path(__file__).resolve().parents[2] / "api" / "cli").glob("*.py"))
CHINESE = re.compile(r"[\u4e00-\u9fff]")
DATA_IN_LINES = {"专场招聘会", "示范专场招聘会"}
"""Words of a plan that stand in the code as they are stored: names and kinds of events."""
NOT_LINES = {"program", "demo_fair", "chinese_refusals"}
"""Where Chinese is an example of --help, the names of an invented fair, or the Chinese of what is said in English elsewhere."""
SHOWN = [
    ["event", "list"],
    ["event", "show", SPRING],
    ["event", "employers", SPRING, "--to-invite"],
    ["shortlist", SPRING],
    ["left-out", SPRING],
    ["why", LIN, "p_clerk", "--event", SPRING],
    ["call-list", SPRING],
    ["promise", "list"],
    ["consent", "list", LIN],
    ["quota", "--staff", "200"],
    ["obligations"],
    ["ledger", "services"],
    ["people", "retention"],
    ["models", "list"],
    ["accounts", "list"],
    ["event", "show", "nowhere"],
    ["why", "nobody", "p_clerk"],
]


def _calls(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name:
            yield node


def _words(node: ast.AST) -> list[str]:
    """The fixed words of an expression."""
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def _said(node: ast.AST) -> list[str]:
    """The fixed words that an expression puts into a line: those of a choice between two lines are judged by themselves."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("either", "Text"):
        return []
    if isinstance(node, ast.Tuple) and [bool(CHINESE.search("".join(_words(one)))) for one in node.elts] == [True, False]:
        return []  # a line in Chinese and the same in English, of which one is chosen
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    return [word for child in ast.iter_child_nodes(node) for word in _said(child)]


def _documents(tree: ast.AST) -> set[str]:
    """What is written for the reader of the code or of --help: docstrings, `help` and examples."""
    written = {
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    }
    helps = (
        one for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in ("help", "epilog") for one in _words(node)
    )
    return written | set(helps)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_line_of_a_command_is_in_two_languages(source: Path) -> None:
    tree = ast.parse(source.read_text("utf-8"))
    written = _documents(tree)
    mixed = [word for word in _said(tree) if CHINESE.search(word) and word not in written | DATA_IN_LINES]
    assert source.stem in NOT_LINES or mixed == []
    for zh, en in (call.args for call in _calls(tree, "either") if len(call.args) == 2):
        assert [word for word in _said(en) if CHINESE.search(word) and "=" not in word] == []
        assert _said(zh) != _said(en) or not re.search("[A-Za-z]{2}", "".join(_said(en)))


def _fixed_chinese() -> list[str]:
    """Runs of Chinese of at least four characters in the Chinese lines of the commands."""
    lines = [
        word
        for path in SOURCES
        for call in _calls(ast.parse(path.read_text("utf-8")), "either")
        for word in _words(ast.Tuple(call.args[:1]))
    ]
    return [run for line in lines for run in re.findall(r"[\u4e00-\u9fff，；：]{4,}", line)]


def test_the_same_commands_in_both_languages(town: Application) -> None:
    home, chinese = town.settings.home, _fixed_chinese()
    for words in SHOWN:
        zh, en = (tongtu(*words, home=home, TONGTU_LANG=language) for language in ("zh", "en"))
        assert zh.returncode == en.returncode, words
        told = en.stdout + en.stderr
        assert [run for run in chinese if run in told] == [], words
        assert len(zh.stdout.splitlines()) == len(en.stdout.splitlines()), words
        assert (zh.stdout, zh.stderr) != (en.stdout, en.stderr) or told == "", words


def test_machines_read_the_same_in_both(town: Application) -> None:
    words = ("shortlist", SPRING, "--json")
    zh, en = (tongtu(*words, home=town.settings.home, TONGTU_LANG=language) for language in ("zh", "en"))
    assert zh.stdout == en.stdout != ""


def test_the_option_is_heard_before_and_after_the_command(town: Application) -> None:
    home = town.settings.home
    before = tongtu("--lang", "en", "event", "show", SPRING, home=home, TONGTU_LANG="zh")
    after = tongtu("event", "show", SPRING, "--lang=en", home=home, TONGTU_LANG="zh")
    assert before == after
    assert "people" in before.stdout
    assert tongtu("--lang", "fr", "event", "list", home=home).returncode == 2


def test_the_language_is_chinese_unless_it_is_set() -> None:
    assert [read_language(given) for given in ({}, {"TONGTU_LANG": ""}, {"TONGTU_LANG": "en"})] == ["zh", "zh", "en"]
    with pytest.raises(SettingsError, match="TONGTU_LANG: 'fr'"):
        read_language({"TONGTU_LANG": "fr"})


@given(st.lists(st.sampled_from(["match", "spring", "--json", "--", "x"]), max_size=6), st.integers(0, 6))
def test_only_the_language_moves(words: list[str], place: int) -> None:
    told = [*words[:place], "--lang", "en", *words[place:]]
    behind = "--" in words[:place]
    assert language_first(told) == (told if behind else ["--lang", "en", *words])
