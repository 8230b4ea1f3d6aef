"""The posts of one person: which fit, need an arrangement, need a look or are blocked, each with its reason and what opens it."""

from collections.abc import Iterator
from typing import Final

from api.actions.errors import NotFound
from api.actions.lists import POSTING
from api.actions.person_events import EVERYWHERE, event_of_person, find_person_events
from api.actions.person_verdicts import find_person, verdicts_of
from api.actions.pools import check_staff
from api.actions.views import candidate_name, employer_names, pay_text, place_text
from api.person_verdicts import PairVerdict, PersonVerdicts
from api.schemas.person_posts import (
    EventRef,
    OpensView,
    PairAbilityView,
    PairGroupView,
    PairRuleView,
    PairView,
    PersonPostsView,
    PersonPostView,
)
from api.wiring import Application
from data.stores import Run, Stores
from matching.explanation import DimensionRow, Explanation, RuleRow, explain
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import GROUPS, Dimension, Text
from matching.records import Candidate, Event, Viewer
from matching.shortlist import Counts, VerdictName
from matching.unlock.wishes import suits
from matching.verdicts import Standing
from matching.verdicts.wording import join

VERDICTS: Final[tuple[VerdictName, ...]] = ("eligible", "eligible_with", "review", "blocked")
_OPEN: Final = (Standing.REVIEW, Standing.BLOCKED)
_NO_WAY: Final = Text(zh="目前没有已知的办法", en="no known change")
_NOT_ASKED: Final = Text(zh="不要求", en="not asked")
_NOT_KNOWN: Final = Text(zh="还不清楚", en="not known")
_NOT_ASSESSED: Final = Text(zh="还没有评估", en="not assessed")
_TOO_OLD: Final = Text(zh="评估已过有效期", en="the assessment is too old to count")
_CANNOT: Final = Text(zh="做不到", en="cannot do it")


def person_posts(
    app: Application,
    viewer: Viewer,
    candidate: str,
    event_id: str | None = None,
    verdict: VerdictName | None = None,
    start: int = 0,
    limit: int = 20,
) -> PersonPostsView:
    """A page of the posts with one verdict (without it, the best that there is). Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event, run = event_of_person(stores, viewer, candidate, event_id)
        verdicts = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
        events = find_person_events(stores, viewer, candidate)
        ranks = _ranks(stores, viewer, run, candidate)
        present = [one for one in VERDICTS if verdicts.counts[one]] or [VERDICTS[0]]
        shown = present[0] if verdict is None else verdict
        of_verdict = [one for one in verdicts.pairs if one.judgement.verdict == shown]
        of_verdict.sort(key=lambda one: _order(one, person, ranks))
        page = of_verdict[start : start + limit]
        names = employer_names(stores, viewer, {one.posting.employer for one in page})
    return PersonPostsView(
        candidate=candidate,
        name=candidate_name(person),
        event=_event_ref(event),
        events=tuple(EventRef(id=one.id, name=one.name) for one in events),
        rules_of=verdicts.policy.date,
        postings=len(verdicts.pairs),
        wanted=sum(suits(person.wishes, one.posting) for one in verdicts.pairs),
        counts=Counts(**{name: verdicts.counts[name] for name in VERDICTS}),
        verdict=shown,
        before=start,
        items=tuple(_post(viewer, one, verdicts, person, ranks, names) for one in page),
        next=start + limit if start + limit < len(of_verdict) else None,
    )


def pair_view(app: Application, viewer: Viewer, candidate: str, posting: str, event_id: str | None = None) -> PairView:
    """The profile of one person at one open posting. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        event, _ = event_of_person(stores, viewer, candidate, event_id)
        verdicts = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
        pair = next((one for one in verdicts.pairs if one.posting.id == posting), None)
        if pair is None:
            raise NotFound(POSTING, posting)
        employer = employer_names(stores, viewer, [pair.posting.employer]).get(pair.posting.employer, "")
    told = _told(viewer, pair, verdicts)
    asked = {row.dimension: row for row in told.dimensions}
    rows = {row.name: _pair_row(row, asked.get(row.name), verdicts, pair) for row in CATALOGUE.dimensions}
    return PairView(
        candidate=candidate,
        name=candidate_name(person),
        posting=posting,
        title=pair.posting.title,
        employer=employer,
        event=_event_ref(event),
        rules_of=verdicts.policy.date,
        verdict=pair.judgement.verdict,
        line=told.line,
        paragraph=told.paragraph,
        groups=tuple(
            PairGroupView(key=key, title=title, rows=tuple(rows[row.name] for row in CATALOGUE.dimensions if row.group == key))
            for key, title in GROUPS.items()
        ),
        rules=tuple(_rule_view(row) for row in told.rules),
    )


def _told(viewer: Viewer, pair: PairVerdict, verdicts: PersonVerdicts) -> Explanation:
    told = explain(pair.judgement, verdicts.applicant, pair.opening, verdicts.policy, viewer)
    assert told is not None, "staff are told everything"
    return told


def _ranks(stores: Stores, viewer: Viewer, run: Run | None, candidate: str) -> dict[str, int]:
    entries = () if run is None else stores.runs.entries_of_candidate(viewer, run.id, candidate)
    return {one.posting: one.rank for one in entries}


def _order(one: PairVerdict, person: Candidate, ranks: dict[str, int]) -> tuple[bool, bool, int, str]:
    """What was wished for first, then what the last run listed, by rank."""
    name = one.posting.id
    return not suits(person.wishes, one.posting), name not in ranks, ranks.get(name, 0), name


def _post(
    viewer: Viewer, one: PairVerdict, verdicts: PersonVerdicts, person: Candidate, ranks: dict[str, int], names: dict[str, str]
) -> PersonPostView:
    told = _told(viewer, one, verdicts)
    asked = [text for row in told.dimensions for text in row.questions]
    asked += [row.question for row in told.rules if row.question is not None]
    return PersonPostView(
        posting=one.posting.id,
        title=one.posting.title,
        employer=names.get(one.posting.employer, ""),
        place=place_text(one.posting.place),
        pay=pay_text(one.posting.pay),
        verdict=one.judgement.verdict,
        line=told.line,
        paragraph=told.paragraph,
        questions=tuple(dict.fromkeys(asked)) if one.judgement.verdict == "review" else (),
        opens=tuple(_opens(told)) if one.judgement.verdict in ("review", "blocked") else (),
        wanted=suits(person.wishes, one.posting),
        rank=ranks.get(one.posting.id),
    )


def _opens(told: Explanation) -> Iterator[OpensView]:
    """What is in the way and what opens it: where something blocks, that alone."""
    rows = [row for row in told.dimensions if row.standing in _OPEN]
    rules = [row for row in told.rules if row.standing in _OPEN]
    if Standing.BLOCKED in {row.standing for row in rows} | {rule.standing for rule in rules}:
        rows = [row for row in rows if row.standing is Standing.BLOCKED]
        rules = [row for row in rules if row.standing is Standing.BLOCKED]
    for row in rows:
        if row.hints is not None:
            yield OpensView(what=row.name, how=row.hints, by=None)
    for rule in rules:
        found = _rule_opens(rule)
        if found is not None:
            yield found


def _rule_opens(row: RuleRow) -> OpensView | None:
    if row.standing not in _OPEN:
        return None
    how = row.until if row.until is not None else row.would
    if how is None and row.standing is Standing.REVIEW:
        return None
    return OpensView(what=row.name, how=how or _NO_WAY, by=row.by)


def _rule_view(row: RuleRow) -> PairRuleView:
    return PairRuleView(
        name=row.name, standing=row.standing.value, reason=row.reason, opens=_rule_opens(row), to_confirm=row.to_confirm
    )


def _pair_row(row: Dimension, asked: DimensionRow | None, verdicts: PersonVerdicts, pair: PairVerdict) -> PairAbilityView:
    side = verdicts.applicant.ability
    ability = side.levels[CATALOGUE.position[row.name]]
    outdated = row.name in side.outdated
    demand = 0 if asked is None else asked.level
    used = next((one.used for one in pair.judgement.findings if one.requirement.dimension == row.name), ())
    return PairAbilityView(
        dimension=row.name,
        text=row.text,
        asked=asked is not None,
        demand=demand,
        demand_text=_NOT_ASKED if asked is None or demand == 0 else _NOT_KNOWN if demand is None else row.anchor(demand),
        provenance=None if asked is None or not asked.parts else asked.parts[0].provenance,
        ability=ability,
        ability_text=_ability_text(row, ability, outdated),
        outdated=outdated,
        standing=None if asked is None else asked.standing.value,
        used=() if asked is None else asked.used,
        bridge=join(CATALOGUE.accommodation(name).text for name in used) if used else None,
        hint=None if asked is None else asked.hints,
        questions=() if asked is None else asked.questions,
    )


def _ability_text(row: Dimension, ability: int | None, outdated: bool) -> Text:
    if ability is None:
        return _TOO_OLD if outdated else _NOT_ASSESSED
    return row.anchor(ability) if ability else _CANNOT


def _event_ref(event: Event | None) -> EventRef | None:
    return None if event is None else EventRef(id=event.id, name=event.name)
