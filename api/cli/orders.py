"""The command of what an organizer decided about an event beside its lists: priorities, pins and exclusions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.output import either, said, say, say_json
from matching.china_time import minute_in_china

if TYPE_CHECKING:
    from api.schemas.allocation import OrdersInput
    from api.schemas.orders import KeptOrderView


def event_orders(
    event: Annotated[str, typer.Argument(help="The event's id.")],
    add: Annotated[
        Path | None, typer.Option("--add", help="Keep these: a YAML file of priorities, pins, exclusions, each with its reason.")
    ] = None,
    withdraw: Annotated[int | None, typer.Option("--withdraw", min=1, help="Take this one back, by its number.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """Priorities, pins and exclusions of an event, with who set them and why; every allocation heeds those in force."""
    from api.actions.orders import add_orders, list_orders, withdraw_order
    from api.cli.home import organizer

    app, viewer = organizer()
    view = list_orders(app, viewer, event) if add is None else add_orders(app, viewer, event, orders_of(add))
    if withdraw is not None:
        view = withdraw_order(app, viewer, event, withdraw)
    if as_json:
        say_json(view)
        return
    for one in view.items:
        say(order_line(one))


def order_line(one: "KeptOrderView") -> str:
    """One decision in a line: its number, what and whom it is about, why, and by whom."""
    whom = [person.name for person in one.people] + ([] if one.who_text is None else [said(one.who_text)])
    about = either("、", ", ").join(whom) + ("" if one.title is None else f" – {one.title}")
    amount = "" if one.amount is None else f" +{one.amount:g}"
    gone = "" if one.withdrawn_at is None else either("（已撤回）", " (withdrawn)")
    what = f"{said(one.kind_text)}{amount}  {about}{either('：', ': ')}{one.reason}"
    return f"{one.id}  {what}  [{one.by}, {minute_in_china(one.at)}]{gone}"


def orders_of(file: Path) -> "OrdersInput":
    """The orders of a YAML file. Raises BadInput, naming the place and what is allowed."""
    import yaml
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.wrong_values import faults_of
    from api.schemas.allocation import OrdersInput
    from matching.knowledge.catalogue import Text

    try:
        given = yaml.safe_load(file.read_text("utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError):
        given = None
    if not isinstance(given, dict) or given.keys() - {"priorities", "pins", "exclusions"}:
        raise BadInput(
            Text(
                zh=f"{file}：不是 YAML，或有 priorities、pins、exclusions 以外的内容",
                en=f"{file}: it is no YAML, or holds something other than priorities, pins and exclusions",
            )
        )
    try:
        return OrdersInput.model_validate(given)
    except ValidationError as fault:
        what = faults_of(fault)
        raise BadInput(Text(zh=f"{file}：写法不对：{what.zh}", en=f"{file}: cannot be read: {what.en}")) from None
