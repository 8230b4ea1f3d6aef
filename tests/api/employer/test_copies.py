"""What a person's own copy says of employers: whom the files told of them, what was decided, settled and handed over."""

import json
from typing import Any

from api.actions.employer_lists import decide, take_back
from api.actions.employer_papers import own_file
from api.actions.person_records import record_file, record_view
from api.actions.stages import alias_of
from api.paper.blocks import Style
from api.wiring import Application
from matching.records import LOCAL_ORGANIZER
from tests.api.conftest import CLERK, CRAFT, HE, SPRING
from tests.api.employer.conftest import HIRED, ME, PLAIN, RIVER


def copy_of(app: Application, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(record_file(app, LOCAL_ORGANIZER, name, "json").content)
    return found


def test_the_copy_tells_what_employers_read_and_decided(room: Application) -> None:
    alias = alias_of(room, SPRING, RIVER, PLAIN)
    decide(room, ME, SPRING, CLERK, alias, "decline", "pay", "no")
    take_back(room, ME, SPRING, CLERK, alias)
    decide(room, ME, SPRING, CLERK, alias, "invite", None, "yes")
    own_file(room, ME, SPRING, "shortlist", "csv", Style(), CLERK)
    whole = copy_of(room, PLAIN)
    assert [(one["verb"], one["reason"], one["undone_at"] is None) for one in whole["decisions"]] == [
        ("decline", "pay", False),
        ("invite", "", True),
    ]
    (file,) = whole["employer_files"]
    assert (file["employer"], file["posting"], file["form"], file["stage"], file["stale"]) == (
        RIVER,
        CLERK,
        "csv",
        "listing",
        False,
    )
    assert not any("by" in one or "person" in one for one in (*whole["decisions"], file)), "no account of an employer"
    assert copy_of(room, "c_crowd_0")["decisions"] == []
    said = {one.key: [row.value for row in one.rows] for one in record_view(room, LOCAL_ORGANIZER, PLAIN).sections}
    assert "决定：这次没有邀请" in said["decisions"][0].zh
    assert "reason: pay" in said["decisions"][0].en
    assert "单位：江城文印社" in said["employer_files"][0].zh


def test_the_copy_holds_the_note_of_a_settled_question_and_who_has_the_certificate(room: Application) -> None:
    (settled,) = copy_of(room, HE)["settled_reviews"]
    assert (settled["posting"], settled["named"], settled["note"]) == (CRAFT, "王芳", "打过电话，文字沟通")
    (handed,) = copy_of(room, HIRED)["handed_certificates"]
    assert (handed["employer"], handed["on"], handed["withdrawn_at"]) == (RIVER, "2027-03-18", None)
