"""The command that evaluates worked cases."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, say, say_json, warn

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def check(
    cases: Annotated[Path, typer.Argument(help="A YAML file of worked cases.")],
    expect: Annotated[bool, typer.Option("--expect", help="Compare with `expect`; exit 1 on any mismatch.")] = False,
    as_json: Json = False,
) -> None:
    """Evaluate worked verdicts, one line a case."""
    from api.actions.check import check_cases

    wrong = total = 0
    for checked in check_cases(cases):
        total += 1
        wrong += bool(checked.mismatches)
        if as_json:
            say_json(checked.answer | ({"mismatches": list(checked.mismatches)} if expect else {}))
        else:
            text = checked.answer["text"]
            say(f"{checked.answer['id']}  {either(text['zh'], text['en'])}")
        if expect and checked.mismatches:
            for mismatch in checked.mismatches:
                warn(f"{checked.answer['id']}: {mismatch}")
    if expect:
        warn(either(f"{total} 例中 {total - wrong} 例相符", f"{total - wrong} of {total} cases agree"))
        if wrong:
            raise typer.Exit(1)
