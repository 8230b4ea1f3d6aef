from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text

from data.stores import Database
from data.stores.uploads import FaultyRow
from matching.records import Role, Viewer

LATER = date(2026, 4, 1)
BODY = {"name": "求职者.xlsx", "mapping": {"姓名": "name"}}


@pytest.fixture
def sent(database: Database, organizer: Viewer) -> Database:
    with database.begin(organizer) as stores:
        stores.uploads.add(organizer, "u_1", "candidates", BODY, LATER)
        stores.uploads.keep_rows(organizer, "u_1", [(3, {"姓名": "林小满", "生日": date(1994, 5, 6)}), (9, {"姓名": "高大山"})])
    return database


def test_an_upload_comes_back_as_it_was_kept(sent: Database, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        found = stores.uploads.get(organizer, "u_1")
        assert found is not None
        assert (found.kind, found.state, found.made_by, found.body) == ("candidates", "sent", "wang", BODY)
        assert stores.uploads.change(organizer, "u_1", state="done", body=BODY | {"report": 1}, job="j_1") is True
        assert stores.uploads.change(organizer, "u_no", state="done") is False
        again = stores.uploads.get(organizer, "u_1")
        assert again is not None
        assert (again.state, again.job, again.body["report"], again.forget_on) == ("done", "j_1", 1, LATER)
    with pytest.raises(ValueError, match="unknown state of an upload"), sent.begin(organizer) as stores:
        stores.uploads.change(organizer, "u_1", state="lost")


def test_rows_wait_until_they_are_settled(sent: Database, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        assert stores.uploads.rows(organizer, "u_1") == (
            FaultyRow(3, "open", {"姓名": "林小满", "生日": "1994-05-06"}),
            FaultyRow(9, "open", {"姓名": "高大山"}),
        )
        assert stores.uploads.settle_row(organizer, "u_1", 3, "fixed") is True
        assert stores.uploads.settle_row(organizer, "u_1", 3, "fixed") is False
        assert stores.uploads.rows(organizer, "u_1", [3]) == (FaultyRow(3, "fixed", {}),)
        assert stores.uploads.count_open(organizer) == {"u_1": 1}
        stores.uploads.keep_rows(organizer, "u_1", [(3, {"姓名": "林"})])
        assert stores.uploads.count_open(organizer) == {"u_1": 2}


def test_newest_uploads_come_first_page_by_page(sent: Database, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        stores.uploads.add(organizer, "u_0", "postings", BODY, LATER)
    with sent.begin(organizer) as stores:
        stores.uploads.add(organizer, "u_2", "courses", BODY, LATER)
    with sent.read(organizer) as stores:
        first = stores.uploads.list(organizer, limit=2)
        assert [one.id for one in first] == ["u_2", "u_0"]
        assert [one.id for one in stores.uploads.list(organizer, first[-1].id)] == ["u_1"]


def test_uploads_are_for_their_sender_and_the_organizers_of_the_place(sent: Database, organizer: Viewer) -> None:
    hongshan = Viewer(account="h", role=Role.ORGANIZER, district="420111")
    helper = Viewer(account="c", role=Role.COUNSELOR, district="420111")
    auditor = Viewer(account="a", role=Role.AUDITOR)
    with sent.begin(helper) as stores:
        stores.uploads.add(helper, "u_h", "assessment", BODY, LATER)
    for viewer, seen in ((organizer, ["u_h", "u_1"]), (hongshan, ["u_h"]), (helper, ["u_h"]), (auditor, [])):
        with sent.read(viewer) as stores:
            assert [one.id for one in stores.uploads.list(viewer)] == seen
            assert stores.uploads.rows(viewer, "u_1") == (() if viewer is not organizer else stores.uploads.rows(organizer, "u_1"))


def test_nothing_of_a_forgotten_upload_is_left(sent: Database, url: str, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        assert stores.uploads.forget(organizer, LATER) == ()
        assert stores.uploads.forget(organizer, LATER + timedelta(days=1)) == ("u_1",)
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        for table in ("uploads", "faulty_rows"):
            assert connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() == 0
        assert connection.execute(text("SELECT count(*) FROM keys WHERE subject = 'upload:u_1'")).scalar() == 0
    engine.dispose()


def test_nothing_readable_of_a_file_lies_in_the_tables(sent: Database, url: str, organizer: Viewer) -> None:
    engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
    with engine.connect() as connection:
        stored: list[Any] = [
            *connection.execute(text("SELECT * FROM uploads")),
            *connection.execute(text("SELECT * FROM faulty_rows")),
        ]
    engine.dispose()
    for word in ("求职者", "林小满", "高大山"):
        assert word not in repr(stored)
        assert word.encode() not in b"".join(
            bytes(value) for row in stored for value in row if isinstance(value, bytes | memoryview)
        )


def test_an_upload_is_removed_with_its_rows(sent: Database, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        assert stores.uploads.remove(organizer, "u_1") is True
        assert stores.uploads.remove(organizer, "u_1") is False
        assert stores.uploads.get(organizer, "u_1") is None


def test_rows_that_wait_end_together_and_files_that_wait_are_counted(sent: Database, organizer: Viewer) -> None:
    with sent.begin(organizer) as stores:
        assert stores.uploads.count_sent(organizer) == 1
        assert (stores.uploads.drop_open(organizer, "u_1"), stores.uploads.drop_open(organizer, "u_none")) == (2, 0)
        assert [(row.state, row.cells) for row in stores.uploads.rows(organizer, "u_1")] == [("dropped", {}), ("dropped", {})]
        stores.uploads.change(organizer, "u_1", state="done")
        assert stores.uploads.count_sent(organizer) == 0
