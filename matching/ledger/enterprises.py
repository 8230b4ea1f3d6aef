"""The figures of one enterprise for its social-responsibility report: what it offered, whom it hired, what it kept."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from matching.knowledge.catalogue import Text
from matching.ledger.books import Books
from matching.ledger.period import Period
from matching.ledger.retention import retention
from matching.records import AccommodationStatus, Employer, EmployerRecord, PostingKind
from matching.suppression import rounded, shown

TARGETED: Final = frozenset({PostingKind.SOE_TARGETED, PostingKind.PRIVATE_TARGETED})
_ARRANGED: Final = (AccommodationStatus.IN_PLACE, AccommodationStatus.COMMITTED)


@dataclass(frozen=True)
class EnterpriseFigures:
    """One enterprise in a period. Numbers of people are None where they are kept back.

    `postings` published in the period, `targeted` of them set aside for persons with disabilities, `jobs` their headcounts together
    (`without_headcount` postings did not tell theirs), `arranged` of them with an arrangement in place or promised. `stayed` of
    `known` people were still there after six months, of those placed in the period whose day has come. `kept` of `checked` promises
    were kept.
    """

    employer: str
    name: str
    postings: int
    targeted: int
    jobs: int
    without_headcount: int
    arranged: int
    hired_times: int | None
    hired_people: int | None
    stayed: int | None
    known: int | None
    not_known: int | None
    checked: int
    kept: int

    @property
    def lines(self) -> tuple[Text, ...]:
        """The figures as sentences."""
        return tuple(self._lines())

    def _lines(self) -> Iterable[Text]:
        yield Text(
            zh="发布招聘 {n} 条，其中定向岗位 {targeted} 条；共 {jobs} 个名额（{untold} 条没有写人数）。",
            en="{n} postings published, {targeted} of them targeted; {jobs} jobs in all ({untold} postings told no number).",
        ).format(n=self.postings, targeted=self.targeted, jobs=self.jobs, untold=self.without_headcount)
        yield Text(zh="其中 {n} 条已有或答应了便利安排。", en="{n} of them with an arrangement in place or promised.").format(
            n=self.arranged
        )
        yield Text(zh="招用 {times} 人次，{people} 人。", en="{times} placements of {people} people.").format(
            times=_told(self.hired_times), people=_told(self.hired_people)
        )
        yield Text(
            zh="满六个月的人里，知道去向的 {known} 人，仍在岗 {stayed} 人；去向不明 {unknown} 人。",
            en="After six months: {stayed} of {known} still there whose whereabouts are known; of {unknown} nobody knows.",
        ).format(known=_told(self.known), stayed=_told(self.stayed), unknown=_told(self.not_known))
        yield Text(
            zh="答应的安排查了 {checked} 项，兑现 {kept} 项。", en="{kept} of {checked} promised arrangements were kept."
        ).format(checked=self.checked, kept=self.kept)


def enterprise_figures(
    employers: Iterable[Employer], books: Books, records: Mapping[str, EmployerRecord], period: Period, as_of: date
) -> tuple[EnterpriseFigures, ...]:
    """One enterprise after another, by name. `records` by employer id; without one no promise was checked."""
    return tuple(
        _one(employer, books, records.get(employer.id, EmployerRecord()), period, as_of)
        for employer in sorted(employers, key=lambda one: (one.name, one.id))
    )


def _one(employer: Employer, books: Books, record: EmployerRecord, period: Period, as_of: date) -> EnterpriseFigures:
    def counts(day: date | None) -> bool:
        return day is not None and day <= as_of and period.holds(day)

    postings = [one for one in books.postings if one.employer == employer.id and counts(one.published_on)]
    placed = [one for one in books.placements if one.employer == employer.id and counts(one.on)]
    six = retention(placed, books.outcomes, 6, as_of)
    return EnterpriseFigures(
        employer=employer.id,
        name=employer.name,
        postings=len(postings),
        targeted=sum(one.kind in TARGETED for one in postings),
        jobs=sum(one.headcount or 0 for one in postings),
        without_headcount=sum(one.headcount is None for one in postings),
        arranged=sum(any(status in _ARRANGED for status in one.workplace.statuses.values()) for one in postings),
        hired_times=len(placed),
        hired_people=len({one.candidate for one in placed}),
        stayed=six.retained,
        known=six.retained + six.left,
        not_known=six.unknown,
        checked=record.checked,
        kept=record.kept,
    )


def publish_enterprise(one: EnterpriseFigures) -> EnterpriseFigures:
    """The figures for a report that anybody may read: people under five are kept back, the rest is rounded to five."""
    stayed = None if one.stayed is None or one.known is None else shown(one.stayed, one.known)
    return replace(
        one,
        hired_times=_round(one.hired_times),
        hired_people=_round(one.hired_people),
        stayed=stayed,
        known=_round(one.known),
        not_known=_round(one.not_known),
    )


def _round(people: int | None) -> int | None:
    return None if people is None else rounded(people)


def _told(number: int | None) -> Text:
    return Text(zh="（人数少，不显示）", en="(kept back)") if number is None else Text(zh=f"{number:,}", en=f"{number:,}")
