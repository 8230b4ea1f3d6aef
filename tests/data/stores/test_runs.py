import zlib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np
import orjson
import pytest
from sqlalchemy import text

from data.stores import Database, ListSummary, NotAllowed, Run, ShownPair
from data.stores.runs import Turnout
from matching.knowledge.catalogue import Text
from matching.records import Candidate, Employer, Event, Posting, Role, Viewer
from matching.shortlist import Counts, Entry, LeftOut, Prematch, Reason, Shortlist, Shown, Versions

MADE = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)
VERSIONS = Versions(software="1", knowledge="k", encoder="e", ranker="r", candidates="c", postings="p", settings="s")


def entry(candidate: str, posting: str, rank: int, **fields: Any) -> Entry:
    plain = {"band": "fit", "verdict": "eligible_with", "score": 0.1 + 0.2, "met": 9, "arranged": 1, "demanded": 9}
    why = Reason(feature="skills", text=Text(zh="会表格", en="knows spreadsheets"), weight=0.7)
    return Entry(
        **{"candidate": candidate, "posting": posting, "rank": rank, "accommodations": ("text_comm",), "reasons": (why,)}
        | plain
        | fields
    )


@pytest.fixture
def prematch() -> Prematch:
    first = Shortlist(
        event="ev_fair",
        posting="p_clerk",
        entries=(
            entry("c_lin", "p_clerk", 1),
            entry("c_gao", "p_clerk", 2),
            entry("c_gone", "p_clerk", 1, band="review", verdict="review"),
        ),
        counts=Counts(eligible_with=2, review=1),
    )
    second = Shortlist(event="ev_fair", posting="p_baker", entries=(entry("c_lin", "p_baker", 1),), counts=Counts(eligible_with=1))
    left = LeftOut(
        candidate="c_gao",
        cause="cut",
        counts=Counts(eligible_with=1, blocked=1),
        dimensions=(("reading", 1),),
        text=Text(zh="名次在后", en="others ranked above"),
    )
    left_lin = left.model_copy(update={"candidate": "c_lin", "cause": "review"})
    return Prematch(
        event="ev_fair",
        versions=VERSIONS,
        shortlists=(first, second),
        left_out=(left, left_lin),
        counts=Counts(eligible_with=3, review=1, blocked=1),
    )


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate, fair: Event) -> Database:
    """A database with an event and three people."""
    gone = gao.model_copy(update={"id": "c_gone"})
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None), (gone, None)])
        stores.events.upsert_many(organizer, [fair])
    return database


def test_a_saved_run_comes_back_as_it_was(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE, confirmed_by="wang")
    with ready.read(organizer) as stores:
        run = stores.runs.get(organizer, name)
        assert run == Run(
            id=name,
            event="ev_fair",
            made_at=MADE,
            made_by="wang",
            confirmed_by="wang",
            versions=VERSIONS,
            counts=prematch.counts,
            hash=run.hash if run else "",
        )
        assert stores.runs.latest(organizer, "ev_fair") == run
        assert stores.runs.list(organizer) == (run,) == stores.runs.list(organizer, "ev_fair")
        assert stores.runs.summaries(organizer, name) == (ListSummary("p_clerk", 2, 1), ListSummary("p_baker", 1, 0))
        assert tuple(stores.runs.iterate(organizer, name)) == prematch.shortlists
        assert stores.runs.shortlist(organizer, name, "p_clerk") == prematch.shortlists[0]
        assert stores.runs.left_out(organizer, name) == prematch.left_out
        assert stores.runs.entries_of_candidate(organizer, name, "c_gao") == prematch.shortlists[0].entries[1:2]
        assert stores.runs.left_out(organizer, name, "c_lin") == prematch.left_out[1:]
        mine = (prematch.shortlists[0].entries[0], prematch.shortlists[1].entries[0])
        assert stores.runs.entries_of_candidate(organizer, name, "c_lin") == mine
        assert stores.runs.holds(organizer, name) is True


def test_what_is_not_there_is_none(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE)
        assert stores.runs.get(organizer, "r_no") is None
        assert stores.runs.latest(organizer, "ev_no") is None
        assert stores.runs.holds(organizer, "r_no") is None
        assert stores.runs.shortlist(organizer, "r_no", "p_clerk") is None
        assert stores.runs.shortlist(organizer, name, "p_no") is None
        assert stores.runs.summaries(organizer, "r_no") == ()
        assert stores.runs.left_out(organizer, name, "c_no") == ()
        assert stores.runs.entries_of_candidate(organizer, name, "c_no") == ()


def test_the_same_run_has_the_same_hash(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    worse = entry("c_lin", "p_baker", 1, score=0.29999999999999993)
    other = prematch.model_copy(
        update={"shortlists": (prematch.shortlists[0], prematch.shortlists[1].model_copy(update={"entries": (worse,)}))}
    )
    later = MADE.replace(hour=3)
    with ready.begin(organizer) as stores:
        names = [
            stores.runs.save(organizer, prematch, MADE),
            stores.runs.save(organizer, prematch, MADE),
            stores.runs.save(organizer, prematch, later),
            stores.runs.save(organizer, other, later),
        ]
        assert names[0] == names[1]
        assert len(set(names)) == 3
        hashes = [run.hash for run in stores.runs.list(organizer)]
        assert hashes[0] == hashes[1] != hashes[2]
        latest = stores.runs.latest(organizer, "ev_fair")
        assert latest is not None
        assert latest.id == names[3]


def test_who_sees_what_of_a_run(ready: Database, organizer: Viewer, auditor: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE)
    hongshan = Viewer(account="h", role=Role.COUNSELOR, district="420111")
    mill = Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")
    with ready.read(auditor) as stores:
        run = stores.runs.get(auditor, name)
        assert run is not None
        assert run.counts == prematch.counts
        assert stores.runs.holds(auditor, name) is True
        assert stores.runs.shortlist(auditor, name, "p_clerk") is None
        assert stores.runs.summaries(auditor, name) == ()
        assert stores.runs.left_out(auditor, name) == ()
        assert stores.runs.entries_of_candidate(auditor, name, "c_lin") == ()
        assert stores.runs.get(mill, name) is None
        assert stores.runs.list(mill) == ()
        assert stores.runs.shortlist(mill, name, "p_clerk") is None
        assert tuple(stores.runs.iterate(mill, name)) == ()
        found = stores.runs.shortlist(hongshan, name, "p_clerk")
        assert found is not None
        assert [one.candidate for one in found.entries] == ["c_lin"]
        assert [one.candidate for one in stores.runs.left_out(hongshan, name)] == ["c_lin"]
        assert stores.runs.entries_of_candidate(hongshan, name, "c_gao") == ()


def test_an_erased_person_leaves_the_lists_and_the_proof_stands(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE)
    with ready.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
    with ready.read(organizer) as stores:
        found = stores.runs.shortlist(organizer, name, "p_clerk")
        assert found == prematch.shortlists[0].model_copy(update={"entries": prematch.shortlists[0].entries[1:]})
        assert stores.runs.entries_of_candidate(organizer, name, "c_lin") == ()
        assert stores.runs.left_out(organizer, name) == prematch.left_out[:1]
        assert stores.runs.holds(organizer, name) is True
        connection = stores.runs.session.connection
        bodies = [zlib.decompress(row.body) for row in connection.execute(text("SELECT body FROM shortlists"))]
        assert [b"c_lin" in body for body in bodies] == [False, False]


def test_a_changed_entry_is_found(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE)
        connection = stores.runs.session.connection
        query = text("SELECT body FROM shortlists WHERE posting = 'p_baker'")
        raw = orjson.loads(zlib.decompress(connection.execute(query).scalar_one()))
        raw["entries"][0]["rank"] = 2
        body = zlib.compress(orjson.dumps(raw, option=orjson.OPT_SORT_KEYS))
        connection.execute(text("UPDATE shortlists SET body = :body WHERE posting = 'p_baker'"), {"body": body})
        assert stores.runs.holds(organizer, name) is False


@pytest.mark.parametrize("change", ["DELETE FROM shortlists", "UPDATE left_out SET body = '{}'", "UPDATE runs SET counts = '{}'"])
def test_a_changed_run_is_found(ready: Database, organizer: Viewer, prematch: Prematch, change: str) -> None:
    with ready.begin(organizer) as stores:
        name = stores.runs.save(organizer, prematch, MADE)
    with ready.begin(organizer) as stores:
        stores.runs.session.connection.execute(text(change))
        if "counts" in change:
            counts = '{"blocked":0,"eligible":0,"eligible_with":0,"review":0}'
            stores.runs.session.connection.execute(text("UPDATE runs SET counts = :counts"), {"counts": counts})
        assert stores.runs.holds(organizer, name) is False


def test_a_run_is_saved_whole_or_not_at_all(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    broken = entry("c_lin", "p_other", 1)
    lists = (*prematch.shortlists, prematch.shortlists[1].model_copy(update={"entries": (broken,)}))
    problem = "the list of posting p_baker holds an entry of posting p_other"
    with pytest.raises(ValueError, match=problem), ready.begin(organizer) as stores:
        stores.runs.save(organizer, prematch.model_copy(update={"shortlists": lists}), MADE)
    with ready.read(organizer) as stores:
        assert stores.runs.list(organizer) == ()


def test_a_score_must_be_a_number(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    odd = entry("c_lin", "p_baker", 1, score=float("nan"))
    lists = (prematch.shortlists[1].model_copy(update={"entries": (odd,)}),)
    with pytest.raises(ValueError, match="has a score that is no number"), ready.begin(organizer) as stores:
        stores.runs.save(organizer, prematch.model_copy(update={"shortlists": lists}), MADE)


def test_a_run_needs_its_event(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with pytest.raises(ValueError, match="there is no event ev_no; store it before its runs"), ready.begin(organizer) as stores:
        stores.runs.save(organizer, prematch.model_copy(update={"event": "ev_no"}), MADE)


# --- what the ranker saw ---------------------------------------------------------------------------------------------------------

ROW = np.array([0.5, np.nan, -2.0], "<f4").tobytes()
FAIR_DAY = date(2026, 4, 1)


def seen(candidate: str, posting: str, position: int, **fields: Any) -> Shown:
    plain: dict[str, Any] = {"band": "fit", "features": ROW, "propensity": None}
    return Shown(candidate=candidate, posting=posting, position=position, **plain | fields)


@pytest.fixture
def learnable(ready: Database, organizer: Viewer, mill: Employer, clerk: Posting) -> Database:
    """The database of `ready` with the two postings of the lists."""
    with ready.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
        stores.postings.upsert_many(organizer, [clerk, clerk.model_copy(update={"id": "p_baker"})])
    return ready


@pytest.fixture
def snapshot(prematch: Prematch) -> Prematch:
    """The run with what the ranker saw; Gao opted out of profiling when it was made."""
    shown = (
        seen("c_lin", "p_clerk", 1, propensity=0.25),
        seen("c_gao", "p_clerk", 2, features=None),
        seen("c_gone", "p_clerk", 3, band="review"),
        seen("c_lin", "p_baker", 1),
    )
    return prematch.model_copy(update={"shown": shown})


def pair(candidate: str, posting: str, position: int, **fields: Any) -> ShownPair:
    plain: dict[str, Any] = {"band": "fit", "features": ROW, "propensity": None, "day": FAIR_DAY}
    return ShownPair(event="ev_fair", posting=posting, employer="e_mill", candidate=candidate, position=position, **plain | fields)


def test_what_the_ranker_saw_comes_back_bit_for_bit(learnable: Database, organizer: Viewer, snapshot: Prematch) -> None:
    with learnable.begin(organizer) as stores:
        name = stores.runs.save(organizer, snapshot, MADE)
    with learnable.read(organizer) as stores:
        (run,) = stores.runs.shown(organizer, "test")
        assert (run.run.id, run.day) == (name, FAIR_DAY)
        assert run.pairs == (
            pair("c_lin", "p_baker", 1),
            pair("c_lin", "p_clerk", 1, propensity=0.25),
            pair("c_gao", "p_clerk", 2, features=None),
            pair("c_gone", "p_clerk", 3, band="review"),
        )
        assert stores.runs.shown(organizer, "test", ["ev_no"]) == ()
        assert stores.runs.to_allocate(organizer, "ev_fair", "test") == run
        assert stores.runs.to_allocate(organizer, "ev_no", "test") is None
        for role in (Role.COUNSELOR, Role.AUDITOR, Role.ADMINISTRATOR):
            with pytest.raises(NotAllowed, match="ask its organizer"):
                stores.runs.to_allocate(Viewer(account="x", role=role), "ev_fair", "test")
        assert stores.runs.features_of(organizer, "c_lin") == {(name, "p_baker"): ROW, (name, "p_clerk"): ROW}
        assert stores.runs.features_of(organizer, "c_gao") == {}
        both = {("c_lin", "p_clerk"), ("c_gao", "p_clerk"), ("c_gone", "p_clerk"), ("c_lin", "p_baker")}
        assert stores.runs.went_with(organizer, "ev_fair") == both
        assert stores.runs.went_with(organizer, "ev_no") is None


def test_it_is_no_part_of_the_frozen_lists(learnable: Database, organizer: Viewer, prematch: Prematch, snapshot: Prematch) -> None:
    with learnable.begin(organizer) as stores:
        names = [stores.runs.save(organizer, one, made) for one, made in ((prematch, MADE), (snapshot, MADE.replace(hour=3)))]
        first, second = (stores.runs.get(organizer, name) for name in names)
        assert first is not None
        assert second is not None
        assert first.hash == second.hash
        assert tuple(stores.runs.iterate(organizer, names[1])) == prematch.shortlists


def test_an_event_went_with_the_run_confirmed_last_of_those_before_its_day(
    learnable: Database, organizer: Viewer, snapshot: Prematch, fair: Event
) -> None:
    def save(day: int, confirmed_by: str | None = None) -> str:
        with learnable.begin(organizer) as stores:
            return stores.runs.save(organizer, snapshot, datetime(2026, 4, 1, 8, tzinfo=UTC) + timedelta(days=day), confirmed_by)

    def chosen() -> list[str]:
        with learnable.read(organizer) as stores:
            return [one.run.id for one in stores.runs.shown(organizer, "test")]

    save(1)
    assert chosen() == []
    first, second = save(-9), save(-7)
    assert chosen() == [second]
    confirmed = save(-8, "wang")
    assert [chosen(), first == second] == [[confirmed], False]
    save(0)
    assert chosen() == [confirmed]
    with learnable.begin(organizer) as stores:
        stores.events.upsert_many(organizer, [fair.model_copy(update={"on": None})])
    with learnable.read(organizer) as stores:
        ((run, day),) = [(one.run.id, one.day) for one in stores.runs.shown(organizer, "test")]
    assert (run, day) == (confirmed, date(2026, 3, 24))


def test_nothing_is_learnt_of_who_opted_out_or_was_erased(
    learnable: Database, organizer: Viewer, snapshot: Prematch, lin: Candidate
) -> None:
    with learnable.begin(organizer) as stores:
        stores.runs.save(organizer, snapshot, MADE)
        stores.candidates.upsert_many(organizer, [(lin.model_copy(update={"profiling": False}), None)])
        stores.candidates.erase(organizer, "c_gone")
    with learnable.read(organizer) as stores:
        (run,) = stores.runs.shown(organizer, "test")
        assert [(one.candidate, one.posting, one.features) for one in run.pairs] == [
            ("c_lin", "p_baker", None),
            ("c_lin", "p_clerk", None),
            ("c_gao", "p_clerk", None),
        ]
        query = text("SELECT count(*) FROM listed WHERE features IS NOT NULL OR candidate = 'c_gone'")
        assert stores.runs.session.connection.execute(query).scalar() == 0


def test_who_may_learn_and_that_it_is_written_down(
    learnable: Database, organizer: Viewer, auditor: Viewer, snapshot: Prematch
) -> None:
    administrator = Viewer(account="root", role=Role.ADMINISTRATOR)
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    with learnable.begin(organizer) as stores:
        stores.runs.save(organizer, snapshot, MADE)
    for viewer, people in ((organizer, 4), (auditor, 4), (administrator, 4), (hongshan, 2)):
        with learnable.read(viewer) as stores:
            assert [len(one.pairs) for one in stores.runs.shown(viewer, "train the ranker")] == [people]
    for viewer in (Viewer(account="c", role=Role.COUNSELOR), Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")):
        with learnable.read(viewer) as stores, pytest.raises(NotAllowed, match="may not read what the models learn from"):
            stores.runs.shown(viewer, "look")
    with learnable.read(auditor) as stores:
        lines = [line for line in stores.log.list(auditor, kind="run") if line.action == "learn"]
    assert [(line.account, line.detail) for line in lines] == [
        (account, {"count": count, "purpose": "train the ranker"})
        for account, count in (("wang", 4), ("shen", 4), ("root", 4), ("h", 2))
    ]


def test_turnout_counts_whom_a_run_looked_at_and_whom_it_listed(ready: Database, organizer: Viewer, prematch: Prematch) -> None:
    with ready.begin(organizer) as stores:
        assert stores.runs.turnout(organizer, "ev_fair") is None
        bands = {
            ("c_lin", "p_clerk"): "fit",
            ("c_gao", "p_clerk"): "fit",
            ("c_gone", "p_clerk"): "review",
            ("c_lin", "p_baker"): "fit",
        }
        shown = tuple(seen(*pair, position=1, band=band) for pair, band in bands.items())
        stores.runs.save(organizer, prematch.model_copy(update={"shown": shown}), MADE)
    with ready.read(organizer) as stores:
        found = stores.runs.turnout(organizer, "ev_fair")
        assert found == Turnout(frozenset({"c_lin", "c_gao", "c_gone"}), frozenset({"c_lin", "c_gao"}))
        assert stores.runs.turnout(organizer, "ev_none") is None
        for outsider in (Viewer(account="shen", role=Role.AUDITOR), Viewer(account="e", role=Role.EMPLOYER, organisation="e_1")):
            assert stores.runs.turnout(outsider, "ev_fair") is None
