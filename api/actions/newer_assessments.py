"""An import laid over a stored profile: the later assessment of an ability stays, and what stayed against the file is told."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.records import AbilityProfile, Assessment
from matching.verdicts.wording import join

_DATED: Final = Text(
    zh="库里的评估更新（{stored}，文件里是 {told}），没有被覆盖：{names}",
    en="a later assessment is stored ({stored}, the file's is of {told}) and was not overwritten: {names}",
)
_UNDATED: Final = Text(
    zh="库里有 {stored} 的评估，文件没有写评估日期，没有被覆盖：{names}",
    en="an assessment of {stored} is stored and the file names no date, so it was not overwritten: {names}",
)
_ADVICE: Final = Text(
    zh="若文件才对，请改正文件里的评估日期再导入，或在这个人的评估页上改",
    en="if the file is right, correct its date of assessment and import it again, or change the levels on the person's own page",
)


def lay_profile(stored: AbilityProfile, fresh: AbilityProfile) -> tuple[AbilityProfile, tuple[str, ...]]:
    """Ability by ability the fresh assessment, save where the stored one is later or there is no fresh one; and the names of the
    abilities that stayed although the fresh level is another. An assessment without a day is no later than one with a day."""
    made: list[Assessment | None] = []
    kept: list[str] = []
    for row, new, old in zip(CATALOGUE.dimensions, fresh.assessments, stored.assessments, strict=True):
        if new is not None and old is not None and _is_later(old, new):
            made.append(old)
            if old.level != new.level:
                kept.append(row.name)
        else:
            made.append(new or old)
    return AbilityProfile(assessments=tuple(made)), tuple(kept)


def kept_text(stored: AbilityProfile, fresh: AbilityProfile, kept: Sequence[str]) -> tuple[Text, Text]:
    """What stayed against the file, by the days of both, and what to do about it. Names no level."""
    places = [CATALOGUE.position[name] for name in kept]
    names = join(CATALOGUE.dimension(name).text for name in kept)
    last = max(day for day in (_day(stored.assessments[place]) for place in places) if day is not None)
    told = [day for day in (_day(fresh.assessments[place]) for place in places) if day is not None]
    if not told:
        return _UNDATED.format(stored=last, names=names), _ADVICE
    return _DATED.format(stored=last, told=max(told), names=names), _ADVICE


def _is_later(one: Assessment, other: Assessment) -> bool:
    return one.on is not None and (other.on is None or other.on < one.on)


def _day(one: Assessment | None) -> date | None:
    return None if one is None else one.on
