"""Plans of persons at rest: what a counselor wrote stays, sealed, and a plan is settled on a day."""

from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import create_engine, text

from data.stores import Database, NotAllowed
from matching.person_plan import Edit, SectionKey
from matching.records import Candidate, Role, Viewer

DAY, LATER = date(2026, 3, 2), date(2026, 4, 2)
WORDS = Edit(section=SectionKey.WISHES, text="想先试半天班", by="wang", on=DAY, over="0123456789abcdef")
STEPS = Edit(section=SectionKey.STEPS, text="四月陪同面试", by="wang", on=LATER, over="fedcba9876543210")


@pytest.fixture
def ready(database: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> Database:
    with database.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
    return database


def edits(database: Database, viewer: Viewer, candidate: str = "c_lin") -> Sequence[Edit]:
    with database.read(viewer) as stores:
        return stores.plans.edits(viewer, candidate)


def test_words_are_kept_once_a_key_and_read_as_an_access(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        assert stores.plans.edit(organizer, "c_lin", WORDS, "k1") == WORDS
        assert stores.plans.edit(organizer, "c_lin", WORDS, "k1") == WORDS
        assert stores.plans.edit(organizer, "c_lin", STEPS, "k2") == STEPS
        for other, candidate in ((STEPS, "c_lin"), (WORDS, "c_gao")):
            with pytest.raises(ValueError, match="this key was used for another edit"):
                stores.plans.edit(organizer, candidate, other, "k1")
        with pytest.raises(ValueError, match="there is no candidate c_no"):
            stores.plans.edit(organizer, "c_no", WORDS, "k3")
    assert edits(ready, organizer) == (WORDS, STEPS)
    assert edits(ready, organizer, "c_gao") == ()
    with ready.read(auditor) as stores:
        actions = [one.action for one in stores.log.of_candidate(auditor, "c_lin")]
    assert actions == ["edit", "edit", "read-edits"]


def test_the_words_stand_nowhere_in_the_clear(ready: Database, organizer: Viewer, url: str) -> None:
    with ready.begin(organizer) as stores:
        stores.plans.edit(organizer, "c_lin", WORDS, "k1")
    engine = create_engine(url if url.startswith("sqlite") else url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        sealed = connection.execute(text("SELECT sealed_text FROM plan_edits")).scalar_one()
        lines = "".join(connection.execute(text("SELECT detail FROM log")).scalars())
    engine.dispose()
    assert WORDS.text.encode() not in bytes(sealed)
    assert WORDS.text not in lines


def test_a_plan_is_settled_once_a_key(ready: Database, organizer: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.plans.settle(organizer, "c_lin", LATER, "k1")
        stores.plans.settle(organizer, "c_lin", LATER, "k1")
        stores.plans.settle(organizer, "c_lin", DAY, "k2")
        assert stores.plans.settled(organizer, "c_lin") == (DAY, LATER)
        assert stores.plans.settled(organizer, "c_gao") == ()
        with pytest.raises(ValueError, match="this key was used for another plan"):
            stores.plans.settle(organizer, "c_gao", LATER, "k1")


def test_only_those_who_may_see_the_person_read_and_write(ready: Database, organizer: Viewer, auditor: Viewer) -> None:
    with ready.begin(organizer) as stores:
        stores.plans.edit(organizer, "c_lin", WORDS, "k1")
        stores.plans.settle(organizer, "c_lin", DAY, "k2")
    elsewhere = Viewer(account="h", role=Role.COUNSELOR, district="420102")
    own = Viewer(account="mei", role=Role.COUNSELOR, district="420111")
    assert edits(ready, own) == (WORDS,)
    for viewer in (elsewhere, auditor, Viewer(account="m", role=Role.EMPLOYER, organisation="e_mill")):
        assert edits(ready, viewer) == ()
        with ready.read(viewer) as stores:
            assert stores.plans.settled(viewer, "c_lin") == ()
    with ready.begin(elsewhere) as stores, pytest.raises(ValueError, match="there is no candidate c_lin"):
        stores.plans.edit(elsewhere, "c_lin", WORDS, "k9")
    with ready.begin(auditor) as stores, pytest.raises(NotAllowed):
        stores.plans.settle(auditor, "c_lin", DAY, "k9")
