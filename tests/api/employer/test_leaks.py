"""What an employer may never read leaves through no door, at no stage: by its words, and by changing it to see a difference."""

import io
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from api.wiring import Application
from data.stores import Scope
from matching.knowledge import CATALOGUE
from matching.records import (
    LOCAL_ORGANIZER,
    AbilityProfile,
    Aid,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Household,
    Licence,
    Person,
    Role,
    Skill,
)
from tests.api.conftest import CLERK, CRAFT, HALL, LIN, SPRING, open_copy
from tests.api.employer.conftest import HIRED, NAMED, STATED, TELLING, browser_of, withdraw
from tests.api.employer.test_doors import READS, V1
from tests.api.paper.pdfs import words_of

FILES = [
    f"{V1}/events/{SPRING}/files/{kind}?{what}&as={form}"
    for kind, what, forms in (
        ("shortlist", f"posting={CLERK}", ("pdf", "xlsx", "csv", "json")),
        ("shortlist", f"posting={CRAFT}", ("csv",)),
        ("booth", "booth=A1", ("pdf", "csv", "json")),
        ("calendar", "booth=A1", ("ics",)),
    )
    for form in forms
]
ERRORS = [
    f"/employer/postings/{HALL}",
    f"{V1}/postings/{LIN}",
    f"/employer/events/{SPRING}/postings/{LIN}",
    f"{V1}/events/{LIN}",
    f"/employer/events/{SPRING}/files/booth?booth=A2&as=pdf",
    f"{V1}/events/{SPRING}/postings/{CLERK}/people/{LIN}/decision",
    "/candidates/c_lin",
    f"/events/{SPRING}/candidates/{LIN}",
    f"/api/v1/events/{SPRING}/candidates/{LIN}",
]
OF_PEOPLE = [one for one in (*READS, *FILES, *ERRORS) if "/events" in one or one.endswith(("/hires", "/employer"))]
"""The doors that tell of people; the others name arrangements and demands of the postings themselves."""
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
CLASSES = (
    *("视力残疾", "听力残疾", "言语残疾", "肢体", "智力", "精神", "多重残疾", "残疾人证", "残疾军人", "伤残"),
    *("一级", "二级", "三级", "四级", "脑瘫", "失聪", "盲文", "手语", "读屏", "医疗按摩"),
    *("impairment", "veteran", "disability certificate", "sign language", "braille", "screen reader", "deaf", "blind"),
)
"""Words of category, grade, diagnosis and access route."""


def everything(app: Application, paths: list[str]) -> dict[str, str]:
    """What each door says in both languages, without the keys that are new on every page; files by their words."""
    said = {}
    with browser_of(app) as me:
        for language in ("zh-CN", "en"):
            # JSON and files are the same whatever the browser reads.
            for path in paths if language == "zh-CN" else [one for one in paths if not one.startswith("/api/")]:
                answer = me.get(path, headers={"accept-language": language})
                said[f"{language} {path}"] = KEY.sub("KEY", _words(answer.headers["content-type"], answer.content))
    return said


def _words(kind: str, content: bytes) -> str:
    if kind.startswith("application/pdf"):
        return words_of(content)
    if "spreadsheet" in kind:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        return "\n".join(str(cell) for row in rows for cell in row)
    return content.decode("utf-8-sig")


def found(said: dict[str, str], words: list[str]) -> dict[str, list[str]]:
    """Door -> which of the words stand there; doors without any are left out."""
    hits = {path: [word for word in words if word in text] for path, text in said.items()}
    return {path: some for path, some in hits.items() if some}


@pytest.fixture(scope="module")
def unnamed(built_room: Path, tmp_path_factory: pytest.TempPathFactory) -> Application:
    """The room after those who were named took that back: everybody is at the stage of listing."""
    app = open_copy(built_room, tmp_path_factory.mktemp("unnamed"))
    for name in (NAMED, HIRED):
        with app.database.read(LOCAL_ORGANIZER) as stores:
            held = stores.consents.list(LOCAL_ORGANIZER, name)
        for one in held:
            if one.consent.scope is Scope.IDENTITY:
                withdraw(app, one.id)
    return app


def test_no_telling_value_leaves_at_the_stage_of_listing(unnamed: Application) -> None:
    words = [value.partition("{")[0] for value in TELLING.values()]
    said = everything(unnamed, [*READS, *FILES, *ERRORS])
    assert found(said, words) == {}
    people = {path: text for path, text in said.items() if path.partition(" ")[2] in OF_PEOPLE}
    assert found(people, [*CLASSES, "36 岁", "36岁", "aged 36", "1990"]) == {}
    arrangements = [name for row in CATALOGUE.accommodations for name in (row.zh, row.en) if len(name) > 2]
    dimensions = [name for row in CATALOGUE.dimensions for name in (row.zh, row.en) if len(name) > 3 and " " in name]
    abilities = [row.zh for row in CATALOGUE.dimensions if len(row.zh) > 2]
    names = [row.name for row in CATALOGUE.dimensions if "_" in row.name]
    # Nor how many demands are met with an arrangement: the number alone, read beside other postings, tells a grade.
    assert found(people, [*arrangements, *dimensions, *abilities, *names, "借助安排", "with an arrangement"]) == {}


def test_identity_tells_name_contact_and_what_was_chosen_and_no_more(seen_room: Application) -> None:
    allowed = {"name", "phone", "email"}
    words = [value.partition("{")[0] for field, value in TELLING.items() if field not in allowed]
    said = everything(seen_room, [*READS, *FILES, *ERRORS])
    assert found(said, words) == {}
    people = {path: text for path, text in said.items() if path.partition(" ")[2] in OF_PEOPLE}
    assert found(people, list(CLASSES)) == {}
    chosen = {name for one in STATED for name in (CATALOGUE.accommodation(one).zh, CATALOGUE.accommodation(one).en)}
    arrangements = [name for row in CATALOGUE.accommodations for name in (row.zh, row.en) if len(name) > 2]
    told = {word for words_ in found(people, arrangements).values() for word in words_}
    assert told == chosen
    assert TELLING["phone"] in said[f"zh-CN {V1}/events/{SPRING}/postings/{CLERK}/list"]


def test_there_is_something_that_could_leak(seen_room: Application) -> None:
    """Staff read in the same files what no door of an employer says."""
    with browser_of(seen_room, Role.ORGANIZER, None) as staff:
        text = staff.get(f"/api/v1/events/{SPRING}/postings/{CLERK}/shortlist").text
    assert (TELLING["name"] in text, "screen_reader" in text) == (True, True)
    with seen_room.database.read(LOCAL_ORGANIZER) as stores:
        file = stores.candidates.get(LOCAL_ORGANIZER, LIN)
        paper = stores.candidates.certificate_details(LOCAL_ORGANIZER, LIN, "test")
        run = stores.runs.latest(LOCAL_ORGANIZER, SPRING)
        assert run is not None
        arranged = {one.posting: one.arranged for one in stores.runs.entries_of_candidate(LOCAL_ORGANIZER, run.id, LIN)}
    assert file is not None
    assert paper is not None
    whole = file.model_dump_json() + paper.model_dump_json()
    assert [field for field, value in TELLING.items() if value.partition("{")[0] not in whole] == []
    assert arranged[CLERK] > 0


def other_self(one: Candidate) -> tuple[Candidate, CertificateDetails]:
    """The same person to an employer, and another one in everything that is none of its business."""
    open_file = one.id in (NAMED, HIRED)
    person = Person(
        name=one.person.name if open_file else "另一人",
        phone=one.person.phone if open_file else "13700000000",
        email=one.person.email if open_file else None,
        contact_note="请打电话",
        birth=date(2001, 9, 9),
        sex="male",
    )
    visible = tuple(skill for skill in one.resume.skills if skill.name in ("文字录入", "整理档案"))
    resume = one.resume.model_copy(
        update={
            "skills": (*visible, Skill(name="读屏软件操作")),
            "certificates": ("会计证",),
            "licences": (Licence(name="car"),),
            "experience": "在社区做过三年档案整理，精神残疾三级" if open_file else "没有说",
            "experience_years": one.resume.experience_years if open_file else 17.0,
        }
    )
    changes = {
        "external_id": None,
        "person": person,
        "credential": Credential(kind=CredentialKind.WORK_INJURY),
        "household": Household(),
        "home": one.home.model_copy(update={"address": "", "text": ""}),
        "profile": AbilityProfile.of({"speaking": 0, "stairs": 0}, unlisted=1),
        "aids": (Aid(name="wheelchair") if "wheelchair" in CATALOGUE.order else Aid(name="screen_reader"),),
        "access_skills": frozenset({"screen_reader"}),
        "refusals": one.refusals.model_copy(update={"accommodations": frozenset(), "conditions": frozenset()}),
        "resume": resume,
        "wishes": one.wishes.model_copy(update={"text": "别的愿望", "occupations": ("保洁",), "minutes_max": 10}),
        "profiling": False,
    }
    return one.model_copy(update=changes), CertificateDetails(candidate=one.id, number=None, category=7, grade=1)


def test_what_is_none_of_an_employers_business_changes_no_byte(room: Application) -> None:
    """Every forbidden field of every file becomes another: no page, file, figure or error of the employer says anything else."""
    paths = [*READS, *FILES, *ERRORS]
    before = everything(room, paths)
    with room.database.begin(LOCAL_ORGANIZER) as stores:
        people = list(stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True))
        saved = stores.candidates.upsert_many(LOCAL_ORGANIZER, [other_self(one) for one in people])
    assert (saved.updated, saved.refused) == (12, ())
    after = everything(room, paths)
    # The list of the files that were taken has grown by those that were taken in between.
    changed = [
        path for path in before if before[path] != after[path] and not path.endswith("/files") and "/employer/files" not in path
    ]
    assert changed == []


def test_a_promise_or_a_confirmed_demand_changes_no_line_before_the_next_match(
    room: Application, key: Callable[[], dict[str, str]]
) -> None:
    """Else an employer could make a change, look who moved, and take it back."""
    path = f"{V1}/events/{SPRING}/postings/{CLERK}/list"
    with browser_of(room) as me:
        before = me.get(path).content
        for change in ("accommodation:screen_reader", "accommodation:ramp", "fact:seated_possible"):
            assert me.post(f"{V1}/postings/{CLERK}/offers", json={"change": change}, headers=key()).status_code == 200
        values = {"values": {"demands.standing": 0, "statuses.screen_reader": "refused"}}
        assert me.put(f"/api/v1/postings/{CLERK}/demands", json=values, headers=key()).status_code == 200
        assert me.get(path).content == before
