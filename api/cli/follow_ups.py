"""Commands about what came of interviews: the outcome, what is asked later on, and taking back what was recorded by mistake."""

from typing import TYPE_CHECKING, Annotated, cast, get_args

import typer

from api.cli.meant import Person, Posting
from api.cli.outbox import Json, On, day_of
from api.cli.output import either, said, say, say_json

if TYPE_CHECKING:
    from api.schemas.follow_ups import FollowedUpView, FollowUpView, InterviewOutcomeView
    from matching.records import Mistake

Withdraw = Annotated[
    str | None,
    typer.Option("--withdraw", help="Take it back, and why: mistyped, other_pair (another's) or decided_anew; it is kept."),
]


def outcome(
    interview: Annotated[int, typer.Argument(help="The interview's number.")],
    result: Annotated[str, typer.Argument(metavar="OUTCOME", help="interviewed, offered, hired, rejected or declined")],
    reason: Annotated[str, typer.Option(help="With rejected or declined: a code such as distance, or 路程太远.")] = "",
    on: On = None,
    withdraw: Withdraw = None,
    as_json: Json = False,
) -> None:
    """Record what came of an interview, or take back what was recorded by mistake."""
    from api.actions.errors import BadInput
    from api.actions.interview_outcomes import record_interview_outcome, withdraw_interview_outcome
    from api.cli.home import organizer
    from api.schemas.follow_ups import OutcomeName
    from matching.knowledge.catalogue import Text

    if result not in get_args(OutcomeName):
        known = ", ".join(get_args(OutcomeName))
        raise BadInput(Text(zh="没有这种结果；可用：{known}", en="There is no such outcome; use {known}").format(known=known))
    told = cast(OutcomeName, result)
    if withdraw is not None:
        made = withdraw_interview_outcome(*organizer(), interview, told, _mistake(withdraw))
    else:
        made = record_interview_outcome(*organizer(), interview, told, reason, day_of(on))
    _show(made, as_json)


def follow_ups(event: Annotated[str | None, typer.Argument(help="Only of this event.")] = None, as_json: Json = False) -> None:
    """What is to be asked today: at one, three and six months after somebody began a job."""
    from api.actions.follow_ups import follow_ups as due
    from api.cli.home import organizer

    view = due(*organizer(), event)
    if as_json:
        say_json(view)
        return
    for one in view.items:
        say(_due_line(one))
    if not view.items:
        say(either(f"到 {view.on} 没有要回访的", f"no follow-up is due up to {view.on}"))
    if view.without_a_day:
        hires = view.without_a_day
        say(either(f"{hires} 次入职没有日期，补上日期才能回访", f"{hires} hires without a day: tell it first"))


def follow_up(
    candidate: Person,
    posting: Posting,
    months: Annotated[int, typer.Argument(help="1, 3 or 6")],
    answer: Annotated[str, typer.Argument(help="yes (still in the job) or no (left)")],
    event: Annotated[str | None, typer.Option(help="The event of the hire; needed where there were several.")] = None,
    reason: Annotated[str, typer.Option(help="With no: a code such as pay, or 工资.")] = "",
    on: On = None,
    withdraw: Withdraw = None,
    as_json: Json = False,
) -> None:
    """Record the answer of a follow-up, or take one back that was recorded by mistake."""
    from api.actions.errors import BadInput
    from api.actions.follow_ups import record_follow_up, withdraw_follow_up
    from api.actions.naming import candidate_meant, posting_called
    from api.cli.home import organizer
    from matching.knowledge.catalogue import Text

    if months not in (1, 3, 6) or answer not in ("yes", "no"):
        raise BadInput(Text(zh="月数写 1、3 或 6；答复写 yes 或 no。", en="Months are 1, 3 or 6; the answer is yes or no."))
    app, viewer = organizer()
    person, job = candidate_meant(app, viewer, candidate), posting_called(app, viewer, posting)
    if withdraw is not None:
        made = withdraw_follow_up(app, viewer, person, job, event, months, answer == "yes", _mistake(withdraw))
    else:
        made = record_follow_up(app, viewer, person, job, event, months, answer == "yes", day_of(on), reason)
    _show(made, as_json)


def _mistake(why: str) -> "Mistake":
    from api.actions.errors import BadInput
    from matching.knowledge.catalogue import Text
    from matching.records import MISTAKE_TEXTS, Mistake

    try:
        return Mistake(why)
    except ValueError:
        zh = "、".join(f"{one.value}（{text.zh}）" for one, text in MISTAKE_TEXTS.items())
        en = ", ".join(f"{one.value} ({text.en})" for one, text in MISTAKE_TEXTS.items())
        known = Text(zh=zh, en=en)
        raise BadInput(
            Text(zh="撤回要写明原因，可用：{known}", en="Say why it is taken back: {known}").format(known=known)
        ) from None


def _due_line(one: "FollowUpView") -> str:
    promises = ", ".join(map(str, one.promises))
    checks = either(f"  要核对的承诺 {promises}", f"  promises to check {promises}") if promises else ""
    months = either(f"{one.months} 个月", f"{one.months} months")
    event = f"  {one.event}" if one.event else ""
    return f"{one.due}  {months}  {one.name} ({one.candidate})  {one.employer}  {one.title} ({one.posting}){event}{checks}"


def _show(made: "FollowedUpView | InterviewOutcomeView", as_json: bool) -> None:
    if as_json:
        say_json(made)
        return
    steps = either("、", ", ").join(said(one) for one in made.steps)
    say(f"{made.name}  {made.title}  {steps or '-'}")
    for one in made.withdrawn:
        why = "" if one.why is None else f"  {said(one.why)}"
        say(either(f"  已撤回：{one.step.zh}{why}  {one.by}", f"  taken back: {one.step.en}{why}  {one.by}"))
