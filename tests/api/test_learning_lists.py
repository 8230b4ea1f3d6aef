"""The office's own lists as a table to learn from: as the ranker saw them then, joined with what came of them."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from api.actions.errors import BadInput, NotAllowed
from api.actions.learning_lists import read_learning_lists, stored_lists
from api.settings import Settings
from api.wiring import Application, open_application
from matching.features import FEATURES, features_hash, pack_features
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    Credential,
    CredentialKind,
    Employer,
    Event,
    Outcome,
    Person,
    Posting,
    Role,
    SourceRef,
    Step,
    Viewer,
)
from matching.shortlist import Counts, Entry, Prematch, Shortlist, Shown, Versions

NOW = datetime(2027, 12, 1, 1, tzinfo=UTC)
DAYS = {"winter": date(2027, 1, 15), "autumn": date(2027, 9, 20), "ahead": date(2027, 12, 20)}
POSTS = ("p_1", "p_2")
PEOPLE = tuple(f"c_{number:02}" for number in range(50))
Listed = dict[tuple[str, str], Sequence[str]]
"""(event, posting) -> the people of its list, in order."""
LISTED: Listed = {
    ("winter", "p_1"): PEOPLE[:30],
    ("winter", "p_2"): PEOPLE[10:40],
    ("autumn", "p_1"): PEOPLE[:30],
    ("autumn", "p_2"): PEOPLE[30:],
    ("ahead", "p_1"): PEOPLE[:5],
}


def features_of(event: str, posting: str, person: str) -> np.ndarray[Any, np.dtype[np.float64]]:
    """A row of its own for each pair, one value missing."""
    number = list(DAYS).index(event) * 1_000 + POSTS.index(posting) * 100 + PEOPLE.index(person)
    row = np.full(len(FEATURES), float(number))
    row[1] = np.nan
    return row


def make_run(event: str, **changes: Any) -> Prematch:
    """The run of an event over `LISTED`; `changes` replace fields of what was shown of everybody but the first of each list."""
    lists, shown = [], []
    for (where, posting), people in LISTED.items():
        if where != event:
            continue
        entries = [_entry(person, posting, rank) for rank, person in enumerate(people, start=1)]
        lists.append(Shortlist(event=event, posting=posting, entries=tuple(entries), counts=Counts(eligible=len(entries))))
        packed = pack_features(np.vstack([features_of(event, posting, person) for person in people]))
        seen = [Shown(one, posting, "fit", rank, row) for rank, (one, row) in enumerate(zip(people, packed, strict=True), start=1)]
        shown += [seen[0], *(one._replace(**changes) for one in seen[1:])]
    versions = Versions(
        software="t", knowledge="t", encoder="t", ranker="t", candidates="t", postings="t", settings="t", features=features_hash()
    )
    return Prematch(event=event, versions=versions, shortlists=tuple(lists), left_out=(), counts=Counts(), shown=tuple(shown))


def _entry(person: str, posting: str, rank: int) -> Entry:
    plain: dict[str, Any] = {"band": "fit", "verdict": "eligible", "met": 1, "arranged": 0, "demanded": 1}
    return Entry(candidate=person, posting=posting, rank=rank, score=1 / rank, **plain)


def told(event: str, posting: str, person: str, *steps: Step, on: date | None = None) -> list[Outcome]:
    return [Outcome(candidate=person, posting=posting, event=event, step=step, on=on) for step in steps]


OUTCOMES = (
    told("winter", "p_1", "c_00", Step.INTERVIEWED, Step.HIRED, Step.RETAINED_3)
    + told("winter", "p_1", "c_01", Step.INTERVIEWED, Step.HIRED)
    + told("winter", "p_2", "c_12", Step.INTERVIEWED, Step.OFFERED, Step.DECLINED)
    + told("winter", "p_2", "c_13", Step.INVITED, Step.REJECTED)
    + told("autumn", "p_1", "c_02", Step.INTERVIEWED, Step.HIRED, on=date(2027, 9, 20))
    + told("autumn", "p_1", "c_03", Step.INTERVIEWED, Step.HIRED, Step.LEFT, on=date(2027, 9, 25))
    + [one for number in range(4, 12) for one in told("autumn", "p_1", f"c_{number:02}", Step.INTERESTED)]
    + told("autumn", "p_2", "c_31", Step.ATTENDED)
    + told("autumn", "p_2", "c_00", Step.INTERVIEWED)
)


@pytest.fixture
def office(tmp_path: Path) -> Callable[..., Application]:
    """Makes an office with two past events and one ahead."""

    def make(outcomes: Sequence[Outcome] = OUTCOMES, events: Sequence[str] = tuple(DAYS), **changes: Any) -> Application:
        app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), lambda: NOW)
        with app.database.begin(LOCAL_ORGANIZER) as stores:
            stores.candidates.upsert_many(
                LOCAL_ORGANIZER,
                [
                    (Candidate(id=one, person=Person(), credential=Credential(kind=CredentialKind.CERTIFICATE)), None)
                    for one in PEOPLE
                ],
            )
            stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id=f"e_{one}", name=one) for one in POSTS])
            stores.postings.upsert_many(
                LOCAL_ORGANIZER, [Posting(id=one, employer=f"e_{one}", title="文员", source=SourceRef(name="t")) for one in POSTS]
            )
            stores.events.upsert_many(LOCAL_ORGANIZER, [Event(id=one, name=one, on=DAYS[one]) for one in events])
            for one in events:
                made = datetime.combine(min(DAYS[one], NOW.date()) - timedelta(days=3), datetime.min.time(), UTC)
                stores.runs.save(LOCAL_ORGANIZER, make_run(one, **changes), made)
            stores.outcomes.save_many(LOCAL_ORGANIZER, outcomes)
        return app

    return make


def test_pairs_come_as_they_were_shown_with_how_far_they_came(office: Callable[..., Application]) -> None:
    found = read_learning_lists(office(), LOCAL_ORGANIZER)
    lists = found.lists
    assert (found.events, found.left_out) == (("winter", "autumn"), {"ahead": 1})
    assert lists.sizes.tolist() == [30, 30, 30, 20]
    keys = [(event, posting, person) for (event, posting), people in LISTED.items() for person in people if event != "ahead"]
    assert [
        (found.events[e], POSTS[p], found.people[c]) for e, p, c in zip(lists.event, lists.posting, lists.person, strict=True)
    ] == keys
    np.testing.assert_array_equal(lists.features, np.vstack([features_of(*key) for key in keys]))
    assert lists.position.tolist() == [*range(1, 31), *range(1, 31), *range(1, 31), *range(1, 21)]
    assert (set(lists.propensity), lists.employer.tolist() == lists.posting.tolist()) == ({1.0}, True)
    reached = {
        key: int(lists.interested[row]) + lists.interviewed[row] + lists.offered[row] + lists.hired[row] + lists.retained[row]
        for row, key in enumerate(keys)
    }
    assert {key: far for key, far in reached.items() if far} == {
        ("winter", "p_1", "c_00"): 5,
        ("winter", "p_1", "c_01"): 4,
        ("winter", "p_2", "c_12"): 3,
        ("autumn", "p_1", "c_02"): 4,
        ("autumn", "p_1", "c_03"): 4,
        **{("autumn", "p_1", f"c_{number:02}"): 1 for number in range(4, 12)},
        ("autumn", "p_2", "c_31"): 1,
    }
    not_followed = [key for row, key in enumerate(keys) if not lists.followed[row]]
    assert not_followed == [("autumn", "p_1", "c_02")]
    assert (lists.first_day, lists.last_day) == (DAYS["winter"], DAYS["autumn"])
    assert lists.source == "own outcomes of 2 events; left out: 1 events that lie ahead"
    assert [note.zh for note in found.notes] == ["1 场活动还没有举办"]


def test_an_office_that_never_follows_up_is_not_taken_to_have_lost_everybody(office: Callable[..., Application]) -> None:
    outcomes = [one for one in OUTCOMES if one.step not in (Step.RETAINED_3, Step.LEFT)]
    lists = stored_lists(office(outcomes), LOCAL_ORGANIZER)
    assert (int(lists.hired.sum()), int((lists.hired & lists.followed).sum()), int(lists.retained.sum())) == (4, 0, 0)


def test_who_left_after_three_months_had_stayed_three_months(office: Callable[..., Application]) -> None:
    stayed = told("winter", "p_1", "c_00", Step.INTERVIEWED, Step.HIRED, on=date(2027, 1, 20))
    stayed += told("winter", "p_1", "c_00", Step.LEFT, on=date(2027, 4, 21))
    rest = [one for one in OUTCOMES if (one.event, one.candidate) != ("winter", "c_00")]
    lists = stored_lists(office([*stayed, *rest]), LOCAL_ORGANIZER)
    assert (lists.retained[0], lists.followed[0], lists.retained.sum()) == (True, True, 1)


def test_an_edit_after_the_list_changes_nothing_and_opting_out_leaves_nothing(office: Callable[..., Application]) -> None:
    app = office()
    before = stored_lists(app, LOCAL_ORGANIZER)
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        people = [next(stores.candidates.iterate(LOCAL_ORGANIZER, [name])) for name in ("c_00", "c_01")]
        edited = people[0].model_copy(update={"resume": people[0].resume.model_copy(update={"experience": "做过三年文员"})})
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(edited, None)])
    assert stored_lists(app, LOCAL_ORGANIZER).sha256 == before.sha256
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(people[1].model_copy(update={"profiling": False}), None)])
        stores.candidates.erase(LOCAL_ORGANIZER, "c_02")
    found = read_learning_lists(app, LOCAL_ORGANIZER)
    assert found.left_out == {"ahead": 1, "no_features": 2}
    assert [name for name in ("c_01", "c_02") if name in found.people] == []
    assert len(found.lists) == len(before) - 4


def test_what_cannot_be_learnt_from_is_counted(office: Callable[..., Application]) -> None:
    app = office()
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.events.upsert_many(LOCAL_ORGANIZER, [Event(id=one, name=one, on=date(2027, 10, 1)) for one in ("silent", "old")])
        empty = make_run("winter").model_copy(update={"event": "silent", "shortlists": ()})
        other = empty.model_copy(update={"event": "old", "versions": empty.versions.model_copy(update={"features": "another"})})
        for run in (empty, other):
            stores.runs.save(LOCAL_ORGANIZER, run, datetime(2027, 9, 30, tzinfo=UTC))
    assert read_learning_lists(app, LOCAL_ORGANIZER).left_out == {"ahead": 1, "no_outcomes": 1, "other_features": 1}


def test_pairs_under_review_were_not_shown_to_the_employer(office: Callable[..., Application]) -> None:
    with pytest.raises(BadInput) as refused:
        read_learning_lists(office(band="review"), LOCAL_ORGANIZER)
    assert "2 events, 4 shown pairs, 1 of them interested" in refused.value.detail.en
    assert "106 pairs under review" in refused.value.detail.en


@pytest.mark.parametrize(
    ("outcomes", "events", "told"),
    [
        ([], tuple(DAYS), "0 events, 0 shown pairs, 0 of them interested"),
        (OUTCOMES, ("autumn",), "1 events, 50 shown pairs, 11 of them interested"),
        (OUTCOMES[:3] + OUTCOMES[-1:], tuple(DAYS), "2 events, 110 shown pairs, 1 of them interested"),
    ],
)
def test_too_little_is_refused_with_the_numbers(
    office: Callable[..., Application], outcomes: Sequence[Outcome], events: Sequence[str], told: str
) -> None:
    with pytest.raises(BadInput) as refused:
        stored_lists(office([one for one in outcomes if one.event in events], events), LOCAL_ORGANIZER)
    assert told in refused.value.detail.en
    assert "it takes 2 events" in refused.value.detail.en


def test_who_may_train(office: Callable[..., Application]) -> None:
    app = office()
    administrator = Viewer(account="root", role=Role.ADMINISTRATOR)
    assert stored_lists(app, administrator).sha256 == stored_lists(app, LOCAL_ORGANIZER).sha256
    for role in (Role.AUDITOR, Role.COUNSELOR, Role.EMPLOYER):
        with pytest.raises(NotAllowed):
            stored_lists(app, Viewer(account="x", role=role))
