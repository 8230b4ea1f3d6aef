from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.stores import Database, Saved
from matching.records import (
    AgeClause,
    Demand,
    Eligibility,
    Employer,
    Intermediary,
    Pay,
    PayUnit,
    Place,
    Posting,
    PostingKind,
    PostingStatus,
    Provenance,
    Role,
    SourceRef,
    Viewer,
    Workplace,
)
from tests.data.publishing import publish


@pytest.fixture
def mended(database: Database, organizer: Viewer, mill: Employer) -> Database:
    """A database that knows the mill."""
    with database.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
    return database


def test_the_same_again_changes_nothing(mended: Database, organizer: Viewer, mill: Employer, clerk: Posting) -> None:
    with mended.begin(organizer) as stores:
        assert stores.postings.upsert_many(organizer, [clerk]) == Saved(inserted=1)
        before = stores.postings.content_hash(organizer)
    with mended.begin(organizer) as stores:
        assert stores.employers.upsert_many(organizer, [mill]) == Saved(unchanged=1)
        assert stores.postings.upsert_many(organizer, [clerk]) == Saved(unchanged=1)
        assert stores.postings.content_hash(organizer) == before
        assert stores.postings.get(organizer, "p_clerk") == clerk


@pytest.mark.parametrize(
    "change",
    [
        {"title": "文员"},
        {"contact": "钱主任"},
        {"pay": Pay(text="面议")},
        {"eligibility": Eligibility(residence=("420107",), graduated_within_years=2, unemployed_only=True)},
    ],
    ids=str,
)
def test_any_change_is_an_update(mended: Database, organizer: Viewer, clerk: Posting, change: dict[str, Any]) -> None:
    changed = clerk.model_copy(update=change)
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [clerk])
        before = stores.postings.content_hash(organizer)
        known, read = stores.postings.changed(organizer, {}, ["p_clerk", "p_gone"])
        assert (list(known), [one.id for one in read]) == (["p_clerk"], ["p_clerk"])
        assert stores.postings.changed(organizer, known) == (known, ())
        assert stores.postings.upsert_many(organizer, [changed]) == Saved(updated=1)
        assert stores.postings.changed(organizer, known)[1] == (changed.model_copy(update={"contact": None}),)
        assert stores.postings.get(organizer, "p_clerk") == changed
        assert stores.postings.content_hash(organizer) != before


def test_a_posting_needs_its_employer(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    lost = clerk.model_copy(update={"employer": "e_nobody"})
    problem = "^posting p_clerk names employer e_nobody, which is not stored; store it first$"
    with pytest.raises(ValueError, match=problem), mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [lost])


def test_pay_without_end_is_refused(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    endless = clerk.model_copy(update={"pay": Pay(maximum=float("inf"), unit=PayUnit.MONTH)})
    with pytest.raises(ValueError, match="a pay without end cannot be stored"), mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [endless])


def test_filters_and_pages(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    shop = Employer(id="e_shop", name="书店")
    seller = {"employer": "e_shop", "kind": PostingKind.ECOMMERCE, "place": Place(district="420111")}
    with mended.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [shop])
        stores.postings.upsert_many(
            organizer,
            [
                clerk.model_copy(update={"id": "p_1", "contact": None}),
                clerk.model_copy(update={"id": "p_2", "contact": None, **seller}),
                clerk.model_copy(update={"id": "p_3", "contact": None, "status": PostingStatus.CLOSED}),
            ],
        )
    with mended.read(organizer) as stores:

        def names(**filters: Any) -> list[str]:
            return [one.id for one in stores.postings.list(organizer, **filters)]

        assert names() == ["p_1", "p_2", "p_3"]
        assert names(employer="e_mill") == ["p_1", "p_3"]
        assert names(status=PostingStatus.OPEN) == ["p_1", "p_2"]
        assert names(kind=PostingKind.ECOMMERCE) == ["p_2"]
        assert names(district="420102", status=PostingStatus.CLOSED) == ["p_3"]
        assert names(after="p_1", limit=1) == ["p_2"]
        assert names(ids=["p_3", "p_1", "p_9"], limit=1) == ["p_1"]
        assert [one.id for one in stores.postings.iterate(organizer, status=PostingStatus.OPEN)] == ["p_1", "p_2"]
        assert [one.id for one in stores.postings.iterate(organizer, ids=["p_3", "p_2"])] == ["p_2", "p_3"]
        assert stores.postings.count(organizer) == 3
        assert stores.postings.count(organizer, status=PostingStatus.CLOSED) == 1


def test_outlines_name_what_the_filters_leave(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    closed = clerk.model_copy(update={"id": "p_closed", "title": "夜班 <门卫>", "status": PostingStatus.CLOSED})
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [clerk, closed])
    with mended.read(organizer) as stores:
        found = {one.id: (one.employer, one.title) for one in stores.postings.outlines(organizer)}
        assert found.items() >= {clerk.id: (clerk.employer, clerk.title), "p_closed": (clerk.employer, "夜班 <门卫>")}.items()
        assert [one.id for one in stores.postings.outlines(organizer, ["p_closed", "p_none"])] == ["p_closed"]
        assert "p_closed" not in {one.id for one in stores.postings.outlines(organizer, status=PostingStatus.OPEN)}
        other = Viewer(account="x", role=Role.EMPLOYER, organisation="e_none")
        assert stores.postings.outlines(other) == ()


def test_a_status_of_the_office_outlives_the_same_file(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [clerk])
        before = stores.postings.content_hash(organizer)
        known, _ = stores.postings.changed(organizer, {}, status=PostingStatus.OPEN)
        assert stores.postings.set_status(organizer, "p_clerk", PostingStatus.REJECTED) is True
        assert [one.status for one in stores.postings.changed(organizer, known)[1]] == [PostingStatus.REJECTED]
        assert (list(known), stores.postings.changed(organizer, known, status=PostingStatus.OPEN)) == (["p_clerk"], ({}, ()))
        assert stores.postings.set_status(organizer, "p_nobody", PostingStatus.REJECTED) is False
        assert stores.postings.content_hash(organizer) != before
    raised = clerk.model_copy(update={"pay": Pay(minimum=5000, maximum=5000, unit=PayUnit.MONTH)})
    filled = raised.model_copy(update={"status": PostingStatus.FILLED})
    for record, status in ((clerk, PostingStatus.REJECTED), (raised, PostingStatus.REJECTED), (filled, PostingStatus.FILLED)):
        with mended.begin(organizer) as stores:
            stores.postings.upsert_many(organizer, [record])
            assert stores.postings.get(organizer, "p_clerk") == record.model_copy(update={"status": status})


def test_an_approval_of_the_office_outlives_the_next_file(mended: Database, organizer: Viewer, mill: Employer) -> None:
    renamed = mill.model_copy(update={"name": "江城面粉厂(新厂)"})
    with mended.begin(organizer) as stores:
        assert stores.employers.approve(organizer, "e_mill", True) is True
        assert stores.employers.approve(organizer, "e_nobody", True) is False
        assert stores.employers.upsert_many(organizer, [renamed]) == Saved(updated=1)
        assert stores.employers.get(organizer, "e_mill") == renamed.model_copy(update={"approved": True})
        assert stores.employers.approve(organizer, "e_mill", False) is True
        assert stores.employers.get(organizer, "e_mill") == renamed


def test_intermediaries_are_kept_apart(
    mended: Database, organizer: Viewer, auditor: Viewer, clerk: Posting, mill: Employer
) -> None:
    agency = Intermediary(id="m_agency", name="桥梁人力")
    with mended.begin(organizer) as stores:
        for _ in range(2):
            publish(stores, organizer, "postings", [(clerk, mill, agency)])
        assert stores.employers.intermediary(organizer, "m_agency") == agency
        assert stores.employers.intermediary(organizer, "m_nobody") is None
        assert stores.employers.intermediary(auditor, "m_agency") is None


def test_a_merged_posting_is_hidden_and_can_come_back(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    twin = clerk.model_copy(update={"id": "p_twin", "source": SourceRef(name="web"), "title": "录入员(急)"})
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [clerk])
        number = stores.postings.merge(organizer, "p_clerk", twin, "same post on two pages")
        assert stores.postings.merge(organizer, "p_clerk", twin, "again") == number
    with mended.read(organizer) as stores:
        assert [one.id for one in stores.postings.list(organizer)] == ["p_clerk"]
        assert stores.postings.get(organizer, "p_twin") is None
        assert stores.postings.count(organizer) == 1
        (merge,) = stores.postings.merges(organizer)
        assert (merge.kept, merge.merged, merge.reason, merge.merged_by) == (
            "p_clerk",
            "p_twin",
            "same post on two pages",
            "wang",
        )
        assert merge.undone_at is None
    with mended.begin(organizer) as stores:
        assert stores.postings.undo_merge(organizer, number) is True
        assert stores.postings.undo_merge(organizer, number) is False
        assert stores.postings.undo_merge(organizer, 999) is False
        assert stores.postings.get(organizer, "p_twin") == twin
    with mended.begin(organizer) as stores:
        stores.postings.merge(organizer, "p_clerk", twin, "the same file again")
        assert [one.id for one in stores.postings.list(organizer)] == ["p_clerk", "p_twin"]
        assert [merge.undone_at is None for merge in stores.postings.merges(organizer)] == [False]


def test_impossible_merges_are_refused(mended: Database, organizer: Viewer, clerk: Posting) -> None:
    twin, third = clerk.model_copy(update={"id": "p_twin"}), clerk.model_copy(update={"id": "p_third"})
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [clerk])
        stores.postings.merge(organizer, "p_clerk", twin, "same")
    for kept, merged, problem in (
        ("p_clerk", clerk, "posting p_clerk cannot be merged into itself; give the second appearance an id of its own"),
        ("p_nobody", third, "cannot merge p_third into posting p_nobody, which is not stored"),
        ("p_twin", clerk, "cannot merge into posting p_twin: it is itself merged into p_clerk"),
    ):
        with pytest.raises(ValueError, match=f"^{problem}$"), mended.begin(organizer) as stores:
            stores.postings.merge(organizer, kept, merged, "test")


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)), max_size=30)
MONEY = st.none() | st.floats(0, 1e9)
POSTINGS = st.builds(
    Posting,
    id=st.just("p_any"),
    employer=st.just("e_mill"),
    kind=st.none() | st.sampled_from(PostingKind),
    title=TEXT,
    text=TEXT,
    source=st.builds(SourceRef, name=TEXT, url=st.none() | TEXT),
    status=st.sampled_from(PostingStatus),
    pay=st.tuples(MONEY, st.sampled_from(PayUnit)).map(lambda pair: Pay(minimum=pair[0], unit=pair[1], text="x")),
    age=st.none() | st.builds(AgeClause, minimum=st.integers(0, 120), text=TEXT),
    skills=st.lists(TEXT, max_size=3).map(tuple),
    contact=st.none() | TEXT,
    demands=st.sampled_from([(), (Demand(dimension="reading", level=2, provenance=Provenance.STATED, evidence="识字"),)]),
    workplace=st.builds(Workplace, floor=st.none() | st.integers(-5, 200), assumed=st.sampled_from([frozenset(), {"floor"}])),
    published_on=st.none() | st.dates(),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(posting=POSTINGS)
def test_any_posting_comes_back_as_it_was(mended: Database, organizer: Viewer, posting: Posting) -> None:
    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [posting])
        assert stores.postings.get(organizer, "p_any") == posting
        assert stores.postings.upsert_many(organizer, [posting]) == Saved(unchanged=1)


def test_postings_are_found_by_id_and_by_the_number_at_their_source(
    mended: Database, organizer: Viewer, auditor: Viewer, clerk: Posting
) -> None:
    def numbered(name: str, number: str) -> Posting:
        return clerk.model_copy(update={"id": name, "source": SourceRef(name=name, external_id=number)})

    with mended.begin(organizer) as stores:
        stores.postings.upsert_many(organizer, [numbered("p_1", "G-1"), numbered("p_2", "G-2"), numbered("p_3", "G-2")])
        stores.postings.merge(organizer, "p_1", numbered("p_4", "G-4"), "the same")
        found = stores.postings.find_named(organizer, ["G-1", "G-2", "G-4", "p_3", "p_4", "G-9"])
        assert found == {"G-1": ("p_1",), "G-2": ("p_2", "p_3"), "G-4": ("p_1",), "p_3": ("p_3",), "p_4": ("p_1",)}
        assert stores.postings.find_named(auditor, ["G-1"]) == {}
        assert stores.postings.find_named(organizer, []) == {}
