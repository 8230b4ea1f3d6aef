"""A proposed mapping as JSON."""

from typing import Any

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class ColumnProposalView(View):
    """What is proposed for one column: `position` from 1, no `fields` where it is left out, `confidence` and `understood` 0..1.

    `understood` is the share of the filled cells that the field's reader knows, null where any text would do. Personal samples are
    shown as their shape.
    """

    position: int
    header: str
    fields: tuple[str, ...]
    confidence: float
    understood: float | None
    filled: int
    samples: tuple[str, ...]
    why: Text


class ProposalView(View):
    """A proposed mapping, what it rests on and how many of the rows tried would go in.

    `mapping` has the format of a mapping file. `missing` names fields without which nothing goes in; of each group one is enough.
    """

    file: str
    kind: str
    mapping: dict[str, Any]
    columns: tuple[ColumnProposalView, ...]
    rows: int
    tried: int
    readable: int
    missing: tuple[tuple[str, ...], ...]
    notes: tuple[Text, ...]
