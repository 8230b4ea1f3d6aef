"""The commands about the kept versions of the ranker."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import either, said, say, say_json
from matching.china_time import minute_in_china

if TYPE_CHECKING:
    from api.schemas.models import ModelsView, ModelView

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Why = Annotated[str, typer.Option("--why", help="The reason, for the history; never about a person.")]
Version = Annotated[str, typer.Argument(help="A version as `tongtu models list` names it.")]

models = typer.Typer(help="The kept versions of the ranker: which serves, and going back.", no_args_is_help=True)


@models.command("list", epilog="Example: tongtu models list --json")
def list_(as_json: Json = False) -> None:
    """All versions, what each was trained on, whether the gate let it through, and what became of them."""
    from api.actions.rankers import list_models
    from api.cli.home import organizer

    _show(list_models(*organizer()), as_json)


@models.command("show", epilog="Example: tongtu models show learned-0a1b2c3d4e5f")
def show(version: Version, as_json: Json = False) -> None:
    """The card of a version, in Chinese and English; with --json its whole manifest."""
    from api.actions.rankers import show_model
    from api.cli.home import organizer

    view = show_model(*organizer(), version)
    if as_json:
        say_json(view)
    else:
        say(view.card)


@models.command("promote", epilog="Example: tongtu models promote learned-0a1b2c3d4e5f --why 秋季专场之前")
def promote(version: Version, why: Why = "", as_json: Json = False) -> None:
    """Let a version rank from now on, if the gate let it through against the one in use."""
    from api.actions.rankers import promote_model
    from api.cli.home import organizer

    view = promote_model(*organizer(), version, why)
    if as_json:
        say_json(view)
        return
    for line in model_lines(view):
        say(line)


@models.command("rollback", epilog="Example: tongtu models rollback --why 排序有误")
def rollback(
    to: Annotated[
        str | None, typer.Option("--to", help="A version that was in use before, or hand-weighted; without it, the last one.")
    ] = None,
    why: Why = "",
    as_json: Json = False,
) -> None:
    """Go back to what was in use before."""
    from api.actions.rankers import rollback_models
    from api.cli.home import organizer

    _show(rollback_models(*organizer(), why, to), as_json)


def _show(view: "ModelsView", as_json: bool) -> None:
    if as_json:
        say_json(view)
        return
    for line in models_lines(view):
        say(line)


def models_lines(view: "ModelsView") -> Iterator[str]:
    yield said(view.note)
    for one in view.models:
        yield from model_lines(one)
    if view.unfinished:
        yield either(f"没有完成的训练：{view.unfinished}", f"unfinished trainings: {view.unfinished}")
    for act in view.history:
        why = f"  ({act.why})" if act.why else ""
        table = either("手工权重", "hand-weighted")
        done = f"{said(act.action_text)}{either('：', ': ')}{act.before or table} -> {act.version or table}{why}"
        yield f"  {minute_in_china(act.at)} {act.by}  {done}"


def model_lines(view: "ModelView") -> Iterator[str]:
    yield f"{view.version}  [{said(view.state_text)}]"
    if view.fault is not None:
        yield f"    ! {view.fault}"
        return
    window = f"{view.first_day or '?'} - {view.last_day or '?'}"
    yield either(
        f"    {window}，{view.lists} 份名单，{view.pairs} 对；上一版 {view.parent or '-'}",
        f"    {window}, {view.lists} lists, {view.pairs} pairs; parent {view.parent or '-'}",
    )
    for name, value in view.metrics.items():
        yield f"    {name}: {value}"
    if view.gate is not None:
        for check in view.gate.checks:
            yield f"    {'+' if check.passed else '-'} {said(check.text)}"
