"""What was read in a posting: its occupation, its demands, facts about the place, and how sure all of it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from matching.knowledge.catalogue import Level, Text
from matching.records import Provenance
from models.demands.version import READER_VERSION

FactValue = bool | int | float | str


class ReadOccupation(NamedTuple):
    """An occupation of the classification and how probable it is, 0-1.

    `called` is the post of it that was recognised, where that is advertised under a name of its own (在线客服); else its name.
    """

    code: str
    name: str
    probability: float
    called: str = ""


class ReadDemand(NamedTuple):
    """A demand on one dimension. `read`: words of the posting say it, quoted in `evidence`, an exact piece of its title or text.

    `typical`: the occupation asks it as a rule; then nothing is quoted. `confidence` is 0-1.
    """

    level: Level
    provenance: Provenance
    confidence: float
    evidence: str = ""
    marginal: bool = False


class ReadFact(NamedTuple):
    """A fact about place or hours that words of the posting state, quoted in `evidence`."""

    value: FactValue
    confidence: float
    evidence: str


@dataclass(frozen=True)
class Reading:
    """The reading of one posting. What is in none of the mappings is not known.

    `demands`: dimension -> demand, in catalogue order. `facts`: "workplace.remote", "facts.seated_possible", "statuses.lift",
    "hours.shift" ... -> fact. `confidence` 0-1 is how well the occupation was recognised; `note` says so in words where it is low.
    `usual` are the typical demands that this reading begins from, one mapping for all readings of such a title.
    `version` names the reader: readings of one version are comparable, and one of another can be read anew.
    """

    occupations: tuple[ReadOccupation, ...]
    demands: Mapping[str, ReadDemand]
    facts: Mapping[str, ReadFact]
    confidence: float
    note: Text | None = None
    version: str = READER_VERSION
    usual: Mapping[str, ReadDemand] | None = field(default=None, compare=False, repr=False)
