"""What a change opens, counted the slow way: change the records, judge every pair again, compare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from matching.courses import course_side
from matching.judgement import Applicant, Judgement, judge, opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import ACCESS_SKILLS
from matching.policy import Policy
from matching.records import AccommodationStatus, Demand, Posting, Provenance
from matching.unlock import Change, ChangeKind, Offer
from matching.verdicts import Standing, evaluate
from matching.verdicts.requirements import AWAY_FROM_PREMISES, requirements

FIT = ("eligible", "eligible_with")
_STATUSES = {"recognition": "recognised", "registration": "registered_unemployed", "household": "zero_employment"}


@dataclass(frozen=True)
class Counted:
    """(posting, person) pairs that fit then, and that were blocked and then need a look."""

    fit: frozenset[tuple[str, int]]
    review: frozenset[tuple[str, int]]


Before = Mapping[tuple[str, int], Judgement]


def judge_all(people: Sequence[Applicant], postings: Sequence[Posting], policy: Policy) -> Before:
    """Every (posting, person) pair as it stands."""
    return {(post.id, row): judge(one, opening(post), policy) for post in postings for row, one in enumerate(people)}


def recount(
    change: Change,
    people: Sequence[Applicant],
    postings: Sequence[Posting],
    offers: Mapping[str, Offer],
    policy: Policy,
    standing: Before,
) -> Counted:
    """Judge every pair again with the change, and compare with how it stands.

    An ability that a course or assessment lifts from unknown is at least so much and may be more: the person fits by the least,
    and is blocked only by the most.
    """
    fit, review = set(), set()
    for post in postings:
        after = opening(change_posting(post, change))
        for row, one in enumerate(people):
            before = standing[post.id, row]
            if before.verdict in FIT or not is_asked(change, row, one, offers):
                continue
            if change.name.startswith("rule."):
                if settles(before, change.name):
                    fit.add((post.id, row))
                continue
            least, most = change_person(one, change, offers)
            if judge(least, after, policy).verdict in FIT:
                fit.add((post.id, row))
            elif before.verdict == "blocked" and judge(most, after, policy).verdict != "blocked":
                review.add((post.id, row))
    return Counted(frozenset(fit), frozenset(review))


def settles(found: Judgement, name: str) -> bool:
    """Whether nothing but what this rule asks this addressee is open."""
    _, rule, addressee = name.split(".")
    if any(finding.standing in (Standing.REVIEW, Standing.BLOCKED) for finding in found.findings):
        return False
    open_rules = [one for one in found.rule_findings if one.standing in (Standing.REVIEW, Standing.BLOCKED)]
    return [(one.rule, one.standing, one.addressee) for one in open_rules] == [(rule, Standing.REVIEW, addressee)]


def change_posting(post: Posting, change: Change) -> Posting:
    """The record of the posting after a change at it; the same record for a change about people."""
    workplace = post.workplace
    if change.name in ("remote", "remote_possible", "fact.remote_possible") and is_bound_to_place(post):
        return post
    if change.kind is ChangeKind.ACCOMMODATION:
        row = CATALOGUE.accommodation(change.name)
        if workplace.statuses.get(row.name, AccommodationStatus.POSSIBLE) is not AccommodationStatus.POSSIBLE:
            return post
        facts = {row.needs_fact: True} if row.needs_fact is not None and row.fact_can_change else {}
        statuses = {**workplace.statuses, row.name: AccommodationStatus.COMMITTED}
        return _at(post, statuses=statuses, facts={**workplace.facts, **facts})
    if change.kind is ChangeKind.FACT:
        return _at(post, facts={**workplace.facts, change.name: True}) if workplace.facts.get(change.name) is False else post
    if change.kind is ChangeKind.ANSWER:
        what, _, name = change.name.partition(".")
        if what == "fact" and name not in workplace.facts:
            return _at(post, facts={**workplace.facts, name: True})
        if what == "demand":
            return answer_demand(post, name)
    return post


def is_bound_to_place(post: Posting) -> bool:
    """Whether the task itself means moving about, so that nobody proposes home work."""
    rows = requirements(post).rows
    return any(row.task_level > row.derived_level for row in rows if row.dimension in AWAY_FROM_PREMISES)


def answer_demand(post: Posting, dimension: str) -> Posting:
    """The least that the employer could say: what is firm stays, what is unknown or inferred is nothing."""
    kept = []
    for demand in post.demands:
        firm = demand.provenance.firm and demand.level is not None
        nothing = Demand(dimension=dimension, level=0, provenance=Provenance.CONFIRMED)
        kept.append(demand if demand.dimension != dimension or firm else nothing)
    if not any(demand.dimension == dimension for demand in kept) and dimension not in ("stairs", "toilet_self_care", "commute"):
        kept.append(Demand(dimension=dimension, level=0, provenance=Provenance.CONFIRMED))
    best: dict[str, dict[str, Any]] = {
        "stairs": {"floor": 1, "entrance_steps": 0},
        "toilet_self_care": {"toilet": "accessible"},
        "commute": {"commute": 0},
    }
    workplace = post.workplace
    loose = {
        field: value
        for field, value in best.get(dimension, {}).items()
        if getattr(workplace, field) is None or field in workplace.assumed
    }
    changed = _at(post, **loose, assumed=workplace.assumed - set(loose))
    return changed.model_copy(update={"demands": tuple(kept)})


def is_asked(change: Change, row: int, one: Applicant, offers: Mapping[str, Offer]) -> bool:
    if change.kind is ChangeKind.COURSE:
        offer = offers[change.name]
        return row not in offer.taken_by and evaluate(one.ability, course_side(offer.course)).verdict in FIT
    what, _, dimension = change.name.partition(".")
    return what != "ability" or one.ability.levels[CATALOGUE.position[dimension]] is None


def change_person(one: Applicant, change: Change, offers: Mapping[str, Offer]) -> tuple[Applicant, Applicant]:
    """The person after the change: as little as it gives, and as much as it may."""
    ability, person = one.ability, one.person
    raised: Mapping[str, int] = {}
    if change.kind in (ChangeKind.AID, ChangeKind.TRAVEL_TRAINING):
        ability = replace(ability, aids=ability.aids | {change.name})
    elif change.kind is ChangeKind.LICENCE:
        person = replace(person, licences=(*person.licences, (change.name, None)))
    elif change.kind is ChangeKind.STATUS:
        granted: dict[str, Any] = {_STATUSES[change.name]: True}
        person = replace(person, **granted)
    elif change.kind is ChangeKind.COURSE:
        course = offers[change.name].course
        raised = course.raises
        ability = replace(ability, skills=ability.skills | (set(course.teaches) & set(ACCESS_SKILLS)))
        person = replace(person, licences=(*person.licences, *((name, None) for name in course.licences)))
    elif change.name.startswith("ability."):
        raised = {change.name.removeprefix("ability."): 4}
    least, most = list(ability.levels), list(ability.levels)
    for name, level in raised.items():
        place = CATALOGUE.position[name]
        known = ability.levels[place]
        least[place] = max(known or 0, level)
        most[place] = None if known is None else least[place]
    return Applicant(replace(ability, levels=tuple(least)), person), Applicant(replace(ability, levels=tuple(most)), person)


def _at(post: Posting, **changes: Any) -> Posting:
    return post.model_copy(update={"workplace": post.workplace.model_copy(update=changes)})
