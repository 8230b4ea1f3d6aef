"""Where lines go, and what Python would print by itself when something breaks: in a real process."""

import asyncio
import json
import logging
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from api.observing.lines import JsonLines, TextLines, tell
from api.observing.setup import StandardError, install_logging
from api.settings import Settings

NAME = "欧阳明月"
BREAKS = f"""
import threading, warnings, logging
from pathlib import Path
from api.observing.setup import observe_process
from api.settings import Settings
observe_process(Settings(home=Path("/tmp"), database_url="sqlite:///x", log="json"))
class Late:
    def __del__(self): raise RuntimeError("{NAME}")
def thread(): raise KeyError("{NAME}")
one = threading.Thread(target=thread); one.start(); one.join()
Late()
warnings.warn("{NAME}")
logging.getLogger("tongtu").warning("%s %s", "{NAME}")
raise ValueError("{NAME}")
"""


def test_what_breaks_a_process_is_told_without_its_message(root: Path) -> None:
    done = subprocess.run([sys.executable, "-c", BREAKS], cwd=root, capture_output=True, check=False)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], [one.split()[0] for one in line.get("error", ())]) for line in lines] == [
        ("thread broke", ["KeyError"]),
        ("broke while cleaning up", ["RuntimeError"]),
        ("library", []),
        ("withheld", []),
        ("process broke", ["ValueError"]),
    ]
    assert (done.returncode, done.stdout) == (1, b"")
    assert NAME not in done.stderr.decode() + json.dumps(lines, ensure_ascii=False)


@pytest.mark.parametrize(("log", "formatter"), [("json", JsonLines), ("text", TextLines), ("auto", JsonLines), ("off", type(None))])
def test_the_setting_chooses_the_form(tmp_path: Path, log: str, formatter: type) -> None:
    install_logging(Settings(home=tmp_path, database_url="sqlite:///x", log=log))  # type: ignore[arg-type]
    ours = [one for one in logging.getLogger().handlers if isinstance(one, StandardError)]
    assert [type(one.formatter) for one in ours] == ([] if log == "off" else [formatter])


def test_lines_of_one_turn_of_a_loop_are_written_together_in_order_and_grave_ones_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[str] = []
    monkeypatch.setattr("sys.stderr", SimpleNamespace(write=written.append, flush=lambda: None))
    install_logging(Settings(home=tmp_path, database_url="sqlite:///x", log="json"))

    async def turns() -> None:
        before = list(written)
        for name in ("a", "b"):
            tell("job", job=name)
        assert written == before
        await asyncio.sleep(0)
        tell("job", job="c")
        tell("job broke", logging.ERROR, job="d")
        tell("job", job="e")

    asyncio.run(turns())
    asyncio.run(turns())
    tell("job", job="f")
    once = [["a", "b"], ["c", "d"], ["e"]]
    assert [[json.loads(line)["job"] for line in piece.splitlines()] for piece in written] == [*once, *once, ["f"]]


def test_the_setting_chooses_the_least_grave_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    install_logging(Settings(home=tmp_path, database_url="sqlite:///x", log="json", log_level="error"))
    tell("job broke", logging.WARNING)
    tell("job broke", logging.ERROR)
    assert [json.loads(line)["level"] for line in capsys.readouterr().err.splitlines()] == ["error"]
    install_logging(Settings(home=tmp_path, database_url="sqlite:///x"))
