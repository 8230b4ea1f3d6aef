"""What an organizer decided about an event beside its lists, as it is kept: who, when, why, and whether it still holds."""

from datetime import datetime
from typing import Literal

from api.schemas.base import View
from matching.knowledge.catalogue import Text
from matching.records import Admission


class OrderPersonView(View):
    id: str
    name: str


class KeptOrderView(View):
    """One decision. `people`: the person of a pin or an exclusion, or those whom a priority names; `who`: the conditions that it
    means, and `who_text` in words. `withdrawn_at`: since when it holds no longer."""

    id: int
    kind: Literal["priority", "pin", "exclusion"]
    kind_text: Text
    people: tuple[OrderPersonView, ...]
    posting: str | None
    title: str | None
    amount: float | None
    who: Admission | None
    who_text: Text | None
    reason: str
    at: datetime
    by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None


class KeptOrdersView(View):
    """Every decision about an event, in the order in which they were made, the withdrawn ones too."""

    event: str
    items: tuple[KeptOrderView, ...]
