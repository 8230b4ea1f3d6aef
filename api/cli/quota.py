"""Commands of the employer's counter and of the offices: quota and levy, duties of bodies, social-responsibility figures."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.meant import employer_or_none
from api.cli.outbox import Json, On, day_of
from api.cli.output import either, said, say, say_json, warn

if TYPE_CHECKING:
    from api.actions.quotas import WorkforceInput


def quota(
    staff: Annotated[float | None, typer.Option(help="People employed on average over the year.")] = None,
    months: Annotated[
        list[str] | None,
        typer.Option(help="Months of work of the year by counting class, as certificate=24; give it again for more."),
    ] = None,
    wage: Annotated[float | None, typer.Option(help="The employer's own average wage, yuan a year.")] = None,
    local_wage: Annotated[float | None, typer.Option("--local-wage", help="The local average wage, yuan a year.")] = None,
    kind: Annotated[str, typer.Option(help="enterprise, government, public_institution or other")] = "enterprise",
    on: On = None,
    region: Annotated[str, typer.Option(help="The province: six digits ending in 0000.")] = "420000",
    file: Annotated[Path | None, typer.Option("--file", help="Many employers at once: a YAML list, or CSV.")] = None,
    as_json: Json = False,
) -> None:
    """Reckon an employer's share and levy, step by step with the source of each figure; nothing is stored."""
    from api.actions.quotas import quota_view, read_employers
    from api.cli.home import application

    if (file is None) == (staff is None):
        raise typer.BadParameter(either("--staff 和 --file 要写一个，只写一个", "give either --staff or --file"))
    if file is not None:
        asked = read_employers(file)
    else:
        asked = (_workforce(staff=staff, months=_months(months or []), wage=wage, local_wage=local_wage, kind=kind),)
    app, day = application(), day_of(on)
    for one in asked:
        view = quota_view(app, one, day, region)
        if as_json:
            say_json(view)
            continue
        if file is not None:
            say(f"{view.name}:")
        for step in view.steps:
            mark = either("（待确认）", " (to be confirmed)") if step.to_confirm else ""
            say(f"  {said(step.text)}{mark}")
            for source in step.sources:
                say(f"      · {source}")


def obligations(
    notice: Annotated[bool, typer.Option("--notice", help="The public notice (公示) instead: no number of people.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="With --notice: write it to this folder.")] = None,
    form: Annotated[Literal["pdf", "xlsx", "csv", "json"], typer.Option("--as", help="With --out: the format.")] = "xlsx",
    as_json: Json = False,
) -> None:
    """Bodies that must employ at least somebody, open ones first; certified counts with source and day, stale ones named."""
    from api.actions.obligations import notice_file, notice_view, obligations_view
    from api.cli.home import organizer

    if out is not None and not notice:
        raise typer.BadParameter(either("--out 要和 --notice 一起用", "--out goes with --notice"))
    if out is not None:
        from api.paper.saving import save_file

        say(str(save_file(out, notice_file(*organizer(), form))))
        return
    if notice:
        for row in notice_view(*organizer()).rows:
            if as_json:
                say_json(row)
            else:
                say(f"{row.district or '-'}  {row.name}  {row.code or '-'}  {said(row.text)}")
        return
    view = obligations_view(*organizer())
    if as_json:
        say_json(view)
        return
    for duty in view.duties:
        posts, people = ("?" if value is None else value for value in (duty.establishment, duty.people))
        mark = either("（依据待确认）", " (basis to be confirmed)") if duty.to_confirm else ""
        counts = either(f"编制 {posts}  在岗 {people} 人", f"posts {posts}  people {people}")
        say(f"{duty.name} ({duty.employer})  {counts}  {said(duty.text)}{mark}")
    cadres = view.federations
    say(
        either(
            f"残联干部：{cadres.cadres} 人中残疾人 {cadres.with_disability} 人（应不少于 {100 * cadres.share:g}%）",
            f"federation cadres: {cadres.with_disability} of {cadres.cadres} (at least {100 * cadres.share:g} %)",
        )
    )
    for name in cadres.unknown:
        say(either(f"  未填报：{name}", f"  not reported: {name}"))
    for count in view.certified:
        stale = either("  ← 已陈旧，请重新下载", "  ← stale: fetch it again") if count.stale else ""
        say(f"{count.name}  {count.year}: {count.counted:g}  {count.source}, {count.fetched_on}{stale}")


def responsibility(
    year: Annotated[int, typer.Argument(help="The year, as 2026.")],
    employer: Annotated[
        str | None, typer.Option(help="Only this employer, by name or id; default: every enterprise with anything to tell.")
    ] = None,
    public: Annotated[bool, typer.Option("--public", help="As it may be published: small groups are kept back.")] = False,
    as_json: Json = False,
) -> None:
    """The figures of enterprises for their social-responsibility reports: posts, people hired, kept, promises."""
    from api.actions.responsibility import responsibility_view
    from api.cli.home import organizer

    app, viewer = organizer()
    view = responsibility_view(app, viewer, year, employer_or_none(app, viewer, employer), public=public)
    if as_json:
        say_json(view)
        return
    if not view.items:
        warn(either("没有可报的企业", "no enterprise has anything to tell"))
    for one in view.items:
        say(f"{one.name} ({one.employer})")
        for line in one.lines:
            say(f"  {said(line)}")


def _months(given: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or not value.strip().isdecimal():
            raise typer.BadParameter(
                either("月数写成 类别=数，例如 certificate=24", "write months as CLASS=NUMBER, such as certificate=24")
            )
        found[name.strip()] = int(value)
    return found


def _workforce(**values: object) -> "WorkforceInput":
    from pydantic import ValidationError

    from api.actions.errors import BadInput
    from api.actions.quotas import WorkforceInput
    from api.actions.wrong_values import faults_of

    try:
        return WorkforceInput.model_validate(values)
    except ValidationError as fault:
        raise BadInput(faults_of(fault)) from None
