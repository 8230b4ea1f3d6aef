"""The process in which mutated rules judge the worked verdicts: what they share is imported once, then each change has a fork.

A line of standard input is `[file, source]` as JSON; the line of the answer is "agree", "disagree" or how the changed rules failed.
"""

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterable
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType

LONGEST = 120
"""Seconds after which a change that does not end has failed."""


class Changed(SourceFileLoader):
    """Loads one module from another text than that of its file."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self.source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self.source, self.path, "exec", dont_inherit=True)


class ChangedFirst(MetaPathFinder):
    """Finds the changed module before anybody finds its file."""

    def __init__(self, loader: Changed) -> None:
        self.loader = loader

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        if fullname != self.loader.name:
            return None
        return spec_from_file_location(fullname, self.loader.path, loader=self.loader)


def judge(cases: Path) -> str:
    from api.actions.check import check_cases

    return "disagree" if any(case.mismatches for case in check_cases(cases)) else "agree"


def judge_changed(cases: Path, file: str, source: str) -> str:
    """Forget everything of the project, and import it again with the change in it."""
    for name in [name for name in sys.modules if name.partition(".")[0] in ("matching", "data", "api")]:
        del sys.modules[name]
    loader = Changed(file.removesuffix(".py").replace("/", "."), file, source)
    sys.meta_path.insert(0, ChangedFirst(loader))
    answer = judge(cases)
    return answer if loader.name in sys.modules else f"{loader.name} was not imported"


def judge_apart(cases: Path, file: str, source: str) -> str:
    """The answer of a fork, so that nothing of the change is left."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(LONGEST)
        try:
            answer = judge_changed(cases, file, source)
        except BaseException:
            answer = traceback.format_exc()
        os.write(writing, answer[-1000:].encode())
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as answers:
        answer = answers.read()
    _, status = os.waitpid(child, 0)
    return answer or f"ended with {status}"


def serve(cases: Path, lines: Iterable[str]) -> None:
    print(json.dumps(judge(cases)), flush=True)
    for line in lines:
        file, source = json.loads(line)
        print(json.dumps(judge_apart(cases, file, source)), flush=True)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.stdin)
