"""`tongtu` in this process: what a real one would print and how it would end, without starting Python and its libraries again."""

import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from api.cli import main
from api.cli.output import speak

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Done:
    returncode: int
    stdout: str
    stderr: str


def tongtu(*words: str, home: Path | None = None, **environment: str) -> Done:
    """Run a command on a home, in the project's own folder, in English. What the program does not turn into an exit is raised."""
    out, err = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(sys, "argv", ["tongtu", *words])
        patch.chdir(ROOT)
        given = {"TONGTU_HOME": str(home or "/nonexistent/tongtu-home"), "TONGTU_LANG": "en", **environment}
        for name, value in given.items():
            patch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        speak("zh")
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())
