"""The list of a posting as its employer sees it: each person in the fields that the stage allows, in groups of ranks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from matching.discretion import discreet_part, is_discreet, names_no_arrangement
from matching.explanation.employer import employer_explanation
from matching.geography import area_of
from matching.knowledge.catalogue import Text
from matching.privacy.outlines import Coarse, Outline, exact
from matching.privacy.stages import FIELDS
from matching.records import Candidate, Stage
from matching.records.base import Personal, Record
from matching.shortlist import Entry
from matching.skills import same_family

_BANDS: Final = (5, 10, 20)
"""The last places of the bands of a list; who comes after them is in a band of its own."""

_FIRST: Final = Text(zh="前 {last} 名", en="Ranks 1 to {last}")
_BETWEEN: Final = Text(zh="第 {first} 至 {last} 名", en="Ranks {first} to {last}")
_AFTER: Final = Text(zh="第 {last} 名之后", en="After rank {last}")
_ASKED: Final = Text(zh="{fit}；岗位要的 {asked} 项技能，会 {knows} 项", en="{fit}; knows {knows} of the {asked} skills asked")
_AT_LEAST: Final = Text(
    zh="{fit}；岗位要的 {asked} 项技能，至少会 {knows} 项", en="{fit}; knows at least {knows} of the {asked} skills asked"
)
_NOTHING: Final = Coarse()


@dataclass(frozen=True, slots=True)
class Sight:
    """One entry of a list before anything is told of it: the whole file, and how far the employer may look into it.

    `settled`: a named person settled the question of an entry under review. `stated`: the arrangements that the person chose to
    tell. `certificate_on`: when the person handed over a copy of the certificate.
    """

    entry: Entry
    candidate: Candidate = field(repr=False)
    stage: Stage
    alias: str
    settled: bool = False
    stated: tuple[str, ...] = ()
    certificate_on: date | None = None


class Listed(Record):
    """One person on an employer's list. `band` counts the groups of ranks from 0; `knows` of the `asked` skills of the posting.

    Of somebody at the stage of listing `skills`, `certificates`, `education`, `district`, `hours` and `wage` are together no finer
    than a crowd shares, and `knows` (so many or more) counts the told skills alone. What the stage does not allow is empty.
    """

    alias: str
    stage: Stage
    band: int
    band_text: Text
    demanded: int
    fit: Text
    arranged: int | None = None
    asked: int = 0
    knows: int = 0
    skills: tuple[str, ...] = ()
    certificates: tuple[str, ...] = ()
    education: Text | None = None
    district: Text | None = None
    hours: Text | None = None
    wage: Text | None = None
    name: Personal[str | None] = None
    phone: Personal[str | None] = None
    email: Personal[str | None] = None
    study: Personal[str] = ""
    experience_years: float | None = None
    experience: Personal[str] = ""
    stated: tuple[Text, ...] = ()
    certificate_on: date | None = None


def employer_list(sights: Sequence[Sight], asked: Sequence[str], words: Mapping[str, Coarse]) -> tuple[Listed, ...]:
    """What the employer of a posting that asks these skills is told of the entries of its list.

    1. Whoever is at the stage of counts, or under review without having been settled, is not there at all. 2. The others keep their
    order; somebody settled stands where the score puts them, so that no place tells of the question. Groups of ranks count those
    alone who are there, so that no gap tells of those who are not. 3. Whoever is at the stage of listing is told of in the words of
    their alias (see `crowd_words`), the same on every list; nothing is told where there are none. 4. Within a group of ranks people
    are in the order of their aliases, which tells nothing.
    Raises ValueError for an entry that was handed in with somebody else's file.
    """
    for one in sights:
        if one.entry.candidate != one.candidate.id:
            raise ValueError(f"the entry of {one.entry.candidate} was handed in with the file of {one.candidate.id}")
    there = _ordered([one for one in sights if one.stage is not Stage.COUNTS and (one.entry.band == "fit" or one.settled)])
    rows = [
        _listed(
            one, place, asked, words.get(one.alias, _NOTHING) if one.stage is Stage.LISTING else exact(outline_of(one.candidate))
        )
        for place, one in enumerate(there, start=1)
    ]
    return tuple(sorted(rows, key=lambda row: (row.band, row.alias)))


def rank_band(band: int) -> Text:
    """The words of a group of ranks, counted from 0."""
    if band == 0:
        return _FIRST.format(last=_BANDS[0])
    if band == len(_BANDS):
        return _AFTER.format(last=_BANDS[-1])
    return _BETWEEN.format(first=_BANDS[band - 1] + 1, last=_BANDS[band])


def plain_reason(row: Listed) -> Text:
    """Why somebody is on the list, from what the line says anyway: how many demands are met, and how many of the asked skills."""
    words = _AT_LEAST if row.stage is Stage.LISTING else _ASKED
    return words.format(fit=row.fit, asked=row.asked, knows=row.knows) if row.knows else row.fit


def allowed(stage: Stage, values: Mapping[str, Any]) -> Listed:
    """A `Listed` of what the stage allows of `values`; everything else of them is left out."""
    return Listed(**{name: value for name, value in values.items() if name in FIELDS[stage]})


def _ordered(there: Sequence[Sight]) -> list[Sight]:
    """Fitting entries by rank; each settled one before the first of them with a lower score."""
    made = sorted((one for one in there if one.entry.band == "fit"), key=lambda one: one.entry.rank)
    settled = sorted((one for one in there if one.entry.band != "fit"), key=lambda one: (-one.entry.score, one.alias))
    for one in settled:
        below = (place for place, other in enumerate(made) if other.entry.score < one.entry.score)
        made.insert(next(below, len(made)), one)
    return made


def _listed(one: Sight, place: int, asked: Sequence[str], outline: Coarse) -> Listed:
    file, entry = one.candidate, one.entry
    told = employer_explanation(entry.demanded, entry.arranged, one.stage, one.stated)
    band = sum(place > last for last in _BANDS)
    values = {
        "alias": one.alias,
        "stage": one.stage,
        "band": band,
        "band_text": rank_band(band),
        "demanded": entry.demanded,
        "arranged": entry.arranged,
        "fit": told.line,
        "asked": len(asked),
        "knows": _known(outline.skills, asked),
        "skills": outline.skills,
        "certificates": outline.certificates,
        "education": outline.education,
        "district": outline.district,
        "hours": outline.hours,
        "wage": outline.wage,
        "name": file.person.name or None,
        "phone": file.person.phone,
        "email": file.person.email,
        "study": _study(file),
        "experience_years": file.resume.experience_years,
        "experience": discreet_part(file.resume.experience),
        "stated": told.stated,
        "certificate_on": one.certificate_on,
    }
    return allowed(one.stage, values)


def outline_of(file: Candidate) -> Outline:
    """What others may know of a file, in the person's own values; skills and papers without those that tell of health."""
    return Outline(
        education=file.resume.education,
        area=area_of(file.home),
        hours=file.wishes.hours_max,
        pay=file.wishes.pay_min,
        skills=_skills(file),
        certificates=_certificates(file),
    )


def _known(skills: Sequence[str], asked: Sequence[str]) -> int:
    return sum(any(same_family(name, own) or name == own for own in skills) for name in asked)


def _skills(file: Candidate) -> tuple[str, ...]:
    return _discreet([skill.name for skill in file.resume.skills])


def _certificates(file: Candidate) -> tuple[str, ...]:
    return _discreet(file.resume.certificates)


def _discreet(names: Sequence[str]) -> tuple[str, ...]:
    """Without access routes, words of health, and names of arrangements, each once."""
    return tuple(dict.fromkeys(name for name in names if is_discreet(name) and names_no_arrangement(name)))


def _study(file: Candidate) -> str:
    graduate = file.resume.graduate
    return "" if graduate is None else " ".join(_discreet([part for part in (graduate.school, graduate.major) if part]))
