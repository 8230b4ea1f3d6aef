"""Why a column is proposed for a field, or left out, in words for the person who checks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from data.importers.column_evidence import NOT_NEAR, Evidence
from data.importers.column_profiles import Profile
from data.importers.columns import Column
from data.importers.header_names import KNOWN
from matching.knowledge.catalogue import Text

_SAME: Final = 0.9
_LIKE: Final = 0.6
_READ: Final = 0.5
_LONGEST: Final = 30


def alike(one: Profile, other: Profile) -> bool:
    """Whether two columns hold the same in nine of ten rows that the first fills."""
    filled = sum(map(bool, one.texts))
    return one.position != other.position and filled > 0 and sum(map(_same, one.texts, other.texts)) >= _SAME * filled


def _same(one: str, other: str) -> bool:
    return bool(one) and one == other


@dataclass(frozen=True)
class Reasons:
    """Words about the columns of one table; `chosen` says which column feeds which field."""

    evidence: Evidence
    columns: Sequence[Column]
    chosen: Mapping[int, str]
    floor: float

    def title(self, field: str) -> Text:
        """The header of our template, and the field's own name in English."""
        return Text(zh=next(column.header for column in self.columns if column.field == field), en=field)

    def speaking_for(self, at: int, field: str) -> Text:
        """What speaks for a column that was assigned."""
        near, share = self.evidence.near(at, field), self.evidence.shares.get((at, field))
        if near.score >= KNOWN:
            header = Text(zh="列名认识", en="header known")
        elif near.score == 0.0:
            header = Text(zh="列名不认识", en="header unknown")
        else:
            header = Text(zh=f"列名近似“{near.name}”({near.score:.2f})", en=f"header near {near.name} ({near.score:.2f})")
        if share is None or not self.evidence.profiles[at].told:
            return header
        return Text(zh=f"{header.zh}，内容读懂 {share:.0%}", en=f"{header.en}, {share:.0%} of the cells are read")

    def speaking_against(self, at: int) -> Text:
        """Why a column was left out."""
        evidence, profile = self.evidence, self.evidence.profiles[at]
        if at in evidence.outside:
            return evidence.outside[at]
        if profile.is_counter:
            return Text(zh="只是行号", en="it only counts the rows")
        if profile.cells and not profile.filled:
            return Text(zh="整列都是空的", en="the whole column is empty")
        twin = next((other for other in sorted(self.chosen) if alike(profile, evidence.profiles[other])), None)
        if twin is not None:
            return Text(zh=f"内容与“{self._name(twin)}”列相同", en=f"holds what the column {self._name(twin)} holds")
        best = max(evidence.fittings, key=lambda field: evidence.weight(at, field))
        if evidence.weight(at, best) > self.floor and best in self.chosen.values():
            return self._taken(best)
        field, near = max(evidence.nears[at].items(), key=lambda one: one[1].score, default=("", NOT_NEAR))
        if near.score < _LIKE:
            return Text(zh="列名和内容都不像任何字段", en="neither header nor cells are like any field")
        share = evidence.shares.get((at, field))
        if share is not None and share < _READ:
            return Text(
                zh=f"列名像“{self.title(field).zh}”，但内容只读得懂 {share:.0%}",
                en=f"the header is like {field}, but only {share:.0%} of the cells can be read",
            )
        if field in self.chosen.values():
            return self._taken(field)
        return Text(
            zh=f"列名只有几分像“{self.title(field).zh}”，没有把握", en=f"the header is only somewhat like {field}: not sure enough"
        )

    def _taken(self, field: str) -> Text:
        other = self._name(next(at for at, one in self.chosen.items() if one == field))
        return Text(
            zh=f"像是“{self.title(field).zh}”，已由“{other}”列提供",
            en=f"looks like {field}, which the column {other} feeds already",
        )

    def _name(self, at: int) -> str:
        words = " ".join(self.evidence.headers[at].split())
        return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
