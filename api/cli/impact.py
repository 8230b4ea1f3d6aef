"""The command of the impact assessment."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from api.cli.output import either, said, say, say_json, warn

if TYPE_CHECKING:
    from api.schemas.impacts import ImpactView


def impact(
    record: Annotated[
        Literal["proceed", "improve", "stop"] | None,
        typer.Option("--record", help="Keep it with this conclusion, as a line of the audit trail."),
    ] = None,
    pdf: Annotated[Path | None, typer.Option("--pdf", help="Also write it to this file (a new one).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
) -> None:
    """What the processing of personal data does to people, filled from the system's own facts; it names nobody."""
    from api.actions.errors import BadInput
    from api.actions.impacts import impact_file, impact_view, record_impact
    from api.cli.home import administrator
    from api.cli.output import spoken
    from api.paper.blocks import Style
    from api.schemas.impacts import ImpactInput
    from matching.knowledge.catalogue import Text

    if pdf is not None and pdf.exists():
        raise BadInput(
            Text(zh="文件 {file} 已存在；请换一个名字。", en="{file} is there already; name another file.").format(file=pdf)
        )
    app, viewer = administrator()
    view = impact_view(app, viewer) if record is None else record_impact(app, viewer, ImpactInput(conclusion=record))
    if pdf is not None:
        pdf.write_bytes(impact_file(app, viewer, "pdf", Style(language=spoken())).content)
        warn(f"{pdf}")
    if as_json:
        say_json(view)
        return
    for line in _lines(view):
        say(line)


def _lines(view: "ImpactView") -> Iterator[str]:
    yield either(f"{view.on} 的影响评估，Tongtu {view.software}", f"impact assessment of {view.on}, Tongtu {view.software}")
    for purpose in view.purposes:
        yield f"- {said(purpose.text)}: {said(purpose.takes)} [{said(purpose.basis)}]"
    for count in view.counts:
        yield f"{count.number:>9,}  {said(count.text)}"
    for one in view.sees:
        yield f"{one.accounts:>9,}  {said(one.role_text)}: {said(one.sees)}"
    for fact in view.retention:
        yield f"{said(fact.text)}: {said(fact.value_text)} [{fact.source}]"
    yield f"{view.ranker.version}  {said(view.ranker.note)}"
    for check in view.ranker.checks:
        yield f"  {either('通过', 'passed') if check.passed else either('没有通过', 'not passed')}: {said(check.text)}"
    if view.leak is None:
        yield either("还没有登记过模拟攻击：tongtu audit --leak", "no attack was recorded yet: tongtu audit --leak")
    else:
        for row in view.leak.secrets:
            yield f"{row.secret:14} {row.people:>6,} {row.excess:+.3f} {row.upper:+.3f}"
    for risk in view.risks:
        yield f"! {said(risk.risk)} | {said(risk.measure)} | {said(risk.remains)}"
    for kept in view.records:
        until = either(f"保存到 {kept.keep_until}", f"kept until {kept.keep_until}")
        yield f"{kept.number}  {said(kept.conclusion_text)}  {until}"
