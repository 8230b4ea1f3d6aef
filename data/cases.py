"""Worked verdicts: candidate x posting cases in the format of `tongtu check`, read into the two sides of a pair.

Conventions of the format: an unlisted ability is 4, null is "not assessed"; an unlisted demand is 0, null is "nobody said";
a workplace that says nothing has ground floor, no entrance steps, toilet: seat, commute: 1 and is on site, all of it
confirmed; a fact not listed is false unless it stands under `unknown_facts`.
"""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matching.knowledge import CATALOGUE, KnowledgeError, Located, read_located
from matching.knowledge.catalogue import ACCESS_SKILLS, FACTS, Level, Signable, Status
from matching.records import (
    AbilityProfile,
    AccommodationStatus,
    Demand,
    Posting,
    Provenance,
    SourceRef,
    Toilet,
    Workplace,
)
from matching.verdicts import CandidateSide, PostingSide, posting_side


class CaseError(ValueError):
    """A case file says something the format does not know; the message names the case, the place and what to do."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CaseCandidate(_Part):
    abilities: dict[str, Level | None] = Field(default_factory=dict)
    skills: list[str] = Field(default_factory=list)
    aids: list[str] = Field(default_factory=list)
    refuses: list[str] = Field(default_factory=list)


class CasePosting(_Part):
    demands: dict[str, Level | None] = Field(default_factory=dict)
    facts: list[str] = Field(default_factory=list)
    unknown_facts: list[str] = Field(default_factory=list)
    marginal: list[str] = Field(default_factory=list)
    inferred: list[str] = Field(default_factory=list)


class CaseWorkplace(_Part):
    remote: bool = False
    floor: int | None = 1
    entrance_steps: int | None = 0
    toilet: Toilet | None = "seat"
    commute: Level | None = 1
    assumed: list[str] = Field(default_factory=list)
    in_place: list[str] = Field(default_factory=list)
    committed: list[str] = Field(default_factory=list)
    possible: list[str] = Field(default_factory=list)
    refused: list[str] = Field(default_factory=list)


class Expectation(_Part):
    """What an expert signs; only the keys that are present are compared."""

    verdict: str | None = None
    accommodations: list[str] | None = None
    abilities: list[str] | None = None
    hint: dict[str, list[list[str]]] | None = None


class Case(Signable):
    """One worked verdict, `proposed` until an expert signs it. The words are English; `_zh` holds them in Chinese."""

    id: str
    status: Status = "proposed"
    category: str = ""
    situation: str = ""
    situation_zh: str = ""
    why: str = ""
    why_zh: str = ""
    candidate: CaseCandidate = CaseCandidate()
    posting: CasePosting = CasePosting()
    workplace: CaseWorkplace = CaseWorkplace()
    expect: Expectation = Expectation()

    def sides(self) -> tuple[CandidateSide, PostingSide]:
        """The two sides that the evaluator reads. Raises ValueError on an unknown name."""
        return self._candidate(), posting_side(self._posting())

    def _candidate(self) -> CandidateSide:
        _only(self.candidate.skills, ACCESS_SKILLS, "skill")
        return CandidateSide(
            levels=AbilityProfile.of(self.candidate.abilities, unlisted=4).levels,
            skills=frozenset(self.candidate.skills),
            aids=frozenset(map(CATALOGUE.check_accommodation, self.candidate.aids)),
            refuses=frozenset(map(CATALOGUE.check_accommodation, self.candidate.refuses)),
        )

    def _posting(self) -> Posting:
        asked = self.posting
        _only([*asked.facts, *asked.unknown_facts], FACTS, "fact")
        for name in (*asked.marginal, *asked.inferred):
            CATALOGUE.check_dimension(name)
        listed = {name: asked.demands.get(name, 0) for name in (row.name for row in CATALOGUE.dimensions)}
        for name in asked.demands:
            CATALOGUE.check_dimension(name)
        demands = tuple(self._demand(name, level) for name, level in listed.items() if self._speaks(name))
        place = self.workplace
        # A later list wins: what the employer refused is refused, whatever else was ticked.
        statuses = {
            CATALOGUE.check_accommodation(name): AccommodationStatus(status)
            for status in ("possible", "committed", "in_place", "refused")
            for name in getattr(place, status)
        }
        return Posting(
            id=self.id,
            employer="case",
            title=self.id,
            source=SourceRef(name="case"),
            demands=demands,
            workplace=Workplace.model_validate(
                {
                    "remote": place.remote,
                    "floor": place.floor,
                    "entrance_steps": place.entrance_steps,
                    "toilet": place.toilet,
                    "commute": place.commute,
                    "assumed": frozenset(place.assumed),
                    "facts": {name: name in asked.facts for name in FACTS if name not in asked.unknown_facts},
                    "statuses": statuses,
                }
            ),
        )

    def _speaks(self, name: str) -> bool:
        """An unlisted demand is a confirmed 0, except where the building alone decides."""
        return name in self.posting.demands or name not in ("stairs", "toilet_self_care", "commute")

    def _demand(self, name: str, level: Level | None) -> Demand:
        if level is None:
            return Demand(dimension=name, level=None, provenance=Provenance.UNKNOWN, marginal=name in self.posting.marginal)
        provenance = Provenance.READ if name in self.posting.inferred else Provenance.CONFIRMED
        return Demand(dimension=name, level=level, provenance=provenance, marginal=name in self.posting.marginal)


def _only(names: list[str], known: tuple[str, ...], noun: str) -> None:
    for name in names:
        if name not in known:
            raise ValueError(f"unknown {noun} {name!r}; known: {', '.join(known)}")


def read_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a YAML file. Raises CaseError naming the file, the line, the case, the key and what is wrong."""
    try:
        places = read_located(path.read_text("utf-8"), path.name)
    except FileNotFoundError as fault:
        raise CaseError(f"{path.name}: no such file") from fault
    except OSError as fault:
        raise CaseError(f"{path.name}: cannot be read: {fault.strerror}") from fault
    except UnicodeDecodeError as fault:
        raise CaseError(f"{path.name}: not readable as UTF-8 text: {fault.reason}") from fault
    except KnowledgeError as fault:
        raise CaseError(str(fault)) from fault
    cases = tuple(map(_read, places))
    seen: set[str] = set()
    for case, place in zip(cases, places, strict=True):
        if case.id in seen:
            raise CaseError(f"{path.name}:{place.line}: case {case.id} stands twice; give each its own id")
        seen.add(case.id)
    return cases


def _read(place: Located) -> Case:
    name = place.value.get("id", f"number {place.number}")
    try:
        case = Case.model_validate(place.value)
        case.sides()
    except ValidationError as fault:
        first = fault.errors()[0]
        where = f"{place.file}:{place.line_of(*first['loc'])}: case {name}"
        raise CaseError(f"{where}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from fault
    except ValueError as fault:
        raise CaseError(f"{place.file}:{place.line}: case {name}: {fault}") from fault
    return case
