"""Propose how to read a file that nobody has seen. Nothing of it is imported or stored."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from api.actions.errors import BadInput
from api.actions.importing import MEGABYTE
from api.schemas.mappings import ColumnProposalView, ProposalView
from api.settings import Settings
from matching.knowledge.catalogue import Text

if TYPE_CHECKING:
    from data.importers.proposal import Proposal


def propose_map(settings: Settings, kind: Literal["candidates", "postings"], path: Path, today: date) -> "Proposal":
    """The mapping proposed for a file, with confidence and samples. Raises BadInput when the file cannot be read."""
    from data.importers import ImportRefused
    from data.importers.proposal import propose_mapping

    try:
        return propose_mapping(path, kind, today, limit_bytes=settings.upload_limit_mb * MEGABYTE)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault


def proposal_view(proposal: "Proposal") -> ProposalView:
    """The proposal as it is told in JSON."""
    return ProposalView(
        file=proposal.file,
        kind=proposal.kind,
        mapping=proposal.mapping.model_dump(mode="json", exclude_defaults=True),
        columns=tuple(ColumnProposalView(**(asdict(column) | {"why": column.why})) for column in proposal.columns),
        rows=proposal.rows,
        tried=proposal.tried,
        readable=proposal.readable,
        missing=proposal.missing,
        notes=proposal.notes,
    )


def write_map(proposal: "Proposal", out: Path) -> None:
    """Write the proposal as a mapping file. Raises BadInput for a file that exists: somebody may have edited it."""
    from data.importers.mapping_text import mapping_text

    try:
        with out.open("x", encoding="utf-8") as stream:
            stream.write(mapping_text(proposal))
    except FileExistsError as fault:
        raise BadInput(
            Text(
                zh="{name} 已存在，没有覆盖；请换个名字。", en="{name} exists and was not overwritten; choose another name."
            ).format(name=out.name)
        ) from fault
