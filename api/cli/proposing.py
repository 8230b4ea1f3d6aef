"""`tongtu import ... --propose-map`: print or write a mapping to be checked."""

from pathlib import Path
from typing import Literal

from api.cli.output import either, said, say, say_json, warn
from matching.knowledge.catalogue import Text

_NOT_BOTH = Text(
    zh="--propose-map 是推出新的对照，不能同时用 --map；--out 只和 --propose-map 一起用",
    en="--propose-map proposes a mapping and takes no --map; --out belongs to --propose-map",
)


def check_options(propose: bool, mapping: Path | None, out: Path | None) -> None:
    """Raises BadInput for options that do not go together."""
    from api.actions.errors import BadInput

    if (propose and mapping is not None) or (out is not None and not propose):
        raise BadInput(_NOT_BOTH)


def print_proposal(kind: Literal["candidates", "postings"], file: Path, out: Path | None, as_json: bool) -> None:
    """The proposal as YAML on standard output, or in `out`; as JSON where asked. How it went is told on standard error."""
    from api.actions.proposing import proposal_view, propose_map, write_map
    from api.settings import read_settings
    from api.wiring import today
    from data.importers.mapping_text import mapping_text

    proposal = propose_map(read_settings(), kind, file, today())
    if out is not None:
        write_map(proposal, out)
    if as_json:
        say_json(proposal_view(proposal))
    elif out is None:
        say(mapping_text(proposal).rstrip("\n"))
    used = sum(bool(column.fields) for column in proposal.columns)
    columns, tried = len(proposal.columns), proposal.tried
    warn(
        either(
            f"{file.name}：{columns} 列中对上了 {used} 列；试读 {tried} 行，能导入 {proposal.readable} 行"
            f"{'' if out is None else f'；已写到 {out}'}",
            f"{file.name}: {used} of {columns} columns proposed, {proposal.readable} of {tried} rows tried "
            f"would go in{'' if out is None else f'; written to {out}'}",
        )
    )
    for note in proposal.notes:
        warn(f"{file.name}{either('：', ': ')}{said(note)}")
