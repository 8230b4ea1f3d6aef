"""What was read in a posting, and what an employer confirms of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from pydantic import ConfigDict, Field

from api.schemas.base import Input, View
from api.schemas.raised_demands import RaisedView
from matching.knowledge.catalogue import Level, Text
from matching.lint import Severity
from matching.records import Provenance, Role

LONGEST_TEXT: Final = 200_000
NO_NUL: Final = r"^[^\x00]*$"

FactValue = bool | int | float | str
ItemValue = bool | int | str


class PostingText(Input):
    """A posting to be read. `id` is the sender's own and comes back as it is; other fields are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str | int | None = None
    title: str = Field(min_length=1, max_length=LONGEST_TEXT, pattern=NO_NUL)
    text: str = Field(default="", max_length=LONGEST_TEXT, pattern=NO_NUL)


class ReadOccupationView(View):
    """An occupation of the classification and its probability, 0-1; `called` is the name by which the post of it is advertised."""

    code: str
    name: str
    probability: float
    called: str


class ReadDemandView(View):
    """A demand on one dimension, 0-4. `read`: `evidence` quotes the posting; `typical`: of the occupation, nothing is quoted."""

    level: Level
    provenance: Provenance
    confidence: float
    evidence: str
    marginal: bool


class ReadFactView(View):
    """A fact about place or hours that the posting states in the quoted words."""

    value: FactValue
    confidence: float
    evidence: str


class ReadFlagView(View):
    """A clause that is needless or unlawful: `words` is exactly `start:end` of `title` or `text`; `rule` is the law."""

    clause: str
    name: Text
    severity: Severity
    field: str
    start: int
    end: int
    words: str
    rule: Text
    source: str
    to_confirm: bool
    proposal: Text


class ReadingView(View):
    """The reading of one posting; what is named nowhere is not known.

    `confidence` 0-1 is how surely the occupation was recognised; `note` says in words what to be careful about; `reader` is the
    version of what read it.
    """

    id: str | int | None
    occupations: tuple[ReadOccupationView, ...]
    demands: Mapping[str, ReadDemandView]
    facts: Mapping[str, ReadFactView]
    flags: tuple[ReadFlagView, ...]
    confidence: float
    note: Text | None
    reader: str


class OptionView(View):
    """One answer that can be chosen; `word` is what a form sends for it."""

    value: ItemValue
    word: str
    text: Text


class ItemView(View):
    """One value of a posting to confirm or correct; null is "not known". Without options it is a whole number `least` to `most`.

    `raised`: what the employer wants instead and the office has not decided, or has refused; `value` is what counts.
    """

    name: str
    text: Text
    group: Text
    value: ItemValue | None
    provenance: Provenance
    provenance_text: Text
    confidence: float | None
    evidence: str
    options: tuple[OptionView, ...]
    least: int | None
    most: int | None
    raised: RaisedView | None = None


class DemandsView(View):
    """Everything to confirm of a posting; `version` changes with any of it.

    `zeros`, told to staff only: as many demands the employer put at 0, where that looks made to read one ability off the list.
    """

    posting: str
    title: str
    employer: str
    version: str
    items: tuple[ItemView, ...]
    zeros: int | None = None


class DemandsInput(Input):
    """What is confirmed or corrected: name of the item -> value. What is not named stays as it is."""

    values: Mapping[str, ItemValue] = Field(min_length=1, max_length=200)


class ConfirmedView(View):
    """What was recorded: the names that were confirmed, and those of them whose value was corrected.

    `held`: what an employer raised; it counts once the office approves it, and the former level until then.
    """

    posting: str
    confirmed: tuple[str, ...]
    corrected: tuple[str, ...]
    held: tuple[str, ...] = ()
    at: datetime
    by: str


class CorrectionView(View):
    """One demand as it was before somebody confirmed it (null: not known; `provenance` says by whom) and as it was confirmed."""

    posting: str
    dimension: str
    read_level: Level | None
    provenance: Provenance
    confirmed_level: Level
    role: Role
    at: datetime
