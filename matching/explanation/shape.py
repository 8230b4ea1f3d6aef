"""The shape of an explanation: one line, a paragraph, and a table of dimensions and rules."""

from datetime import date

from matching.constraints.finding import Addressee
from matching.knowledge.catalogue import Text
from matching.records.base import Record
from matching.shortlist import VerdictName
from matching.verdicts.pair import Standing


class PartRow(Record):
    """One source of a demand: how much it asks, in the words of the scale, who says so, and the words of the posting, if any."""

    part: str
    level: int
    anchor: Text
    provenance: Text
    evidence: str = ""


class DimensionRow(Record):
    """One demanded dimension. `level` None: nobody knows the demand; `ability` None: not assessed, or too long ago (`outdated`).

    `text` says the whole as a sentence; `used` what closes it, with where that comes from; `hints` what would open it.
    """

    dimension: str
    name: Text
    level: int | None
    parts: tuple[PartRow, ...]
    ability: int | None
    ability_anchor: Text
    outdated: bool
    standing: Standing
    text: Text
    used: tuple[Text, ...] = ()
    questions: tuple[Text, ...] = ()
    hints: Text | None = None


class FactRow(Record):
    """A dated fact behind a rule, as it is in force on the day."""

    name: str
    text: Text
    value: str
    unit: str
    since: date
    source: str
    to_confirm: bool


class RuleRow(Record):
    """One rule that has something to say. `says` is the rule itself and `source` where it comes from; `reason` how it bears on
    this pair. `until`, `by` and `steps` are what would open it. `to_confirm`: nobody has confirmed yet what it rests on.
    """

    rule: str
    name: Text
    says: Text
    source: str
    standing: Standing
    reason: Text
    facts: tuple[FactRow, ...] = ()
    used: tuple[Text, ...] = ()
    question: Text | None = None
    addressee: Addressee | None = None
    until: Text | None = None
    by: Text | None = None
    steps: tuple[Text, ...] = ()
    would: Text | None = None
    to_confirm: bool = False


class Explanation(Record):
    """What one reader is told of one pair. Parts that the reader may not see are empty, and `verdict` is None.

    `stated`: the arrangements that the person chose to tell the employer.
    """

    line: Text
    paragraph: Text
    verdict: VerdictName | None = None
    dimensions: tuple[DimensionRow, ...] = ()
    rules: tuple[RuleRow, ...] = ()
    stated: tuple[Text, ...] = ()
