"""From records to views: the words a door shows for a pay, a place, a verdict, an entry."""

from collections.abc import Iterable

from api.schemas import EntryView, LeftOutView, PostingSummary, ReasonView
from data.stores import Stores
from matching.explanation import arrangements_text, name_text
from matching.geography import area_of
from matching.judgement import Applicant, Opening
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Pay, PayUnit, Place, Posting, Viewer
from matching.shortlist import Counts, Entry, LeftOut
from matching.verdicts.wording import VERDICTS, join

_UNITS = {PayUnit.MONTH: "月", PayUnit.DAY: "天", PayUnit.HOUR: "小时", PayUnit.YEAR: "年", PayUnit.PIECE: "件"}


def pay_text(pay: Pay) -> str:
    """The pay in the words of the source, else from its numbers; empty when nothing was said."""
    if pay.text:
        return pay.text
    if pay.unit is None or (pay.minimum is None and pay.maximum is None):
        return ""
    bounds = [f"{bound:g}" for bound in (pay.minimum, pay.maximum) if bound is not None]
    return f"{'-'.join(dict.fromkeys(bounds))} 元/{_UNITS[pay.unit]}"


def place_text(place: Place) -> str:
    """City and district or zone, else the words of the source."""
    area = area_of(place)
    if area is not None:
        return f"{place.city or ''}{area.names[0]}"
    return place.city or place.text


def candidates_by_id(stores: Stores, viewer: Viewer, ids: Iterable[str]) -> dict[str, Candidate]:
    """The files of these people, names included."""
    wanted = sorted(set(ids))
    return {one.id: one for one in stores.candidates.iterate(viewer, wanted, with_person=True)} if wanted else {}


def candidate_name(candidate: Candidate) -> str:
    """What staff call the person; whoever has no stored name goes by the id."""
    return candidate.person.name or candidate.id


def employer_names(stores: Stores, viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    names: dict[str, str] = {}
    for start in range(0, len(wanted), 500):
        names |= {one.id: one.name for one in stores.employers.list(viewer, wanted[start : start + 500], limit=500)}
    return names


def posting_summary(posting: Posting, employer: str, fit: int, review: int, counts: Counts) -> PostingSummary:
    return PostingSummary(
        id=posting.id,
        title=posting.title,
        employer=employer,
        kind=None if posting.kind is None else posting.kind.value,
        place=place_text(posting.place),
        pay=pay_text(posting.pay),
        fit=fit,
        review=review,
        counts=counts,
    )


def entry_view(entry: Entry, name: str, posting: Posting, employer: str, one: Applicant, other: Opening) -> EntryView:
    """A line of a list. The two sides tell of each arrangement whether it is there, promised, or the person's own."""
    return EntryView(
        candidate=entry.candidate,
        name=name,
        posting=entry.posting,
        title=posting.title,
        employer=employer,
        band=entry.band,
        rank=entry.rank,
        score=entry.score,
        verdict=entry.verdict,
        verdict_text=_verdict_text(entry, one, other),
        accommodations=entry.accommodations,
        fit_text=_fit_text(entry),
        questions=entry.questions,
        reasons=tuple(ReasonView(text=r.text, feature=r.feature, weight=r.weight) for r in entry.reasons),
        explored=entry.explored,
    )


def left_out_view(row: LeftOut, name: str) -> LeftOutView:
    return LeftOutView(candidate=row.candidate, name=name, cause=row.cause, text=row.text, counts=row.counts)


def _verdict_text(entry: Entry, one: Applicant, other: Opening) -> Text:
    if entry.verdict == "eligible_with":
        needs = arrangements_text(entry.accommodations, one.ability, other.ability)
        return Text(zh="可胜任；需要：{needs}", en="Can do it; needs: {needs}").format(needs=needs)
    if entry.verdict == "review":
        names = join(name_text(name) for name in (*entry.rules, *entry.abilities))
        return Text(zh="{lead}：{names}", en="{lead}: {names}").format(lead=VERDICTS["review"], names=names)
    return VERDICTS[entry.verdict]


def _fit_text(entry: Entry) -> Text:
    """Fit as counts: how many demands are met, and how many of those with an arrangement."""
    text = Text(zh="{demanded} 项要求满足 {met} 项", en="{met} of {demanded} demands met")
    if entry.arranged:
        text = Text(zh=text.zh + "，其中 {arranged} 项靠安排", en=text.en + ", {arranged} of them with an arrangement")
    return text.format(demanded=entry.demanded, met=entry.met, arranged=entry.arranged)
