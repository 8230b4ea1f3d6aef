"""The linter behind its doors: what is flagged, whom it would keep out, and that counting is one access a day."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotFound
from api.actions.lint import count_flags, is_event, lint_event, lint_file, lint_one
from api.cli.lint import lint_lines
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Employer,
    Event,
    Person,
    Posting,
    PostingStatus,
    Role,
    SourceRef,
    Viewer,
)
from tests.api.test_cli import tongtu
from tests.api.web import Web

NOW = datetime(2027, 3, 18, 1, 30, tzinfo=UTC)
FAIR = "fair"
AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
TEXTS = {
    "p_a_plain": ("包装工", "双休，有培训"),
    "p_b_ask": ("文员", "活泼开朗"),
    "p_c_age": ("文员", "18-30岁，形象好"),
    "p_d_limit": ("装订工", "限肢体残疾，四级优先"),
    "p_e_closed": ("文员", "仅限女性"),
    "p_f_none": ("仓库管理员", "四肢健全"),
}


class Clock:
    """A clock that the test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def office(empty_home: Path, tmp_path: Path, clock: Clock) -> Application:
    """40 people, 25 with a limb and 15 with a hearing disability, 10 of them under 36; six postings, one of them closed."""
    shutil.copytree(empty_home, tmp_path, dirs_exist_ok=True)
    app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), clock)
    people = []
    for number in range(40):
        name = f"c_{number:02}"
        person = Person(name=f"人{number}", birth=date(2000 if number < 10 else 1980, 5, 1), sex="male")
        candidate = Candidate(id=name, person=person, credential=Credential(kind=CredentialKind.CERTIFICATE))
        papers = CertificateDetails(candidate=name, category=4 if number < 25 else 2, grade=4 if number < 20 else 2)
        people.append((candidate, papers))
    postings = [
        Posting(
            id=name,
            employer="e_mill",
            title=title,
            text=text,
            source=SourceRef(name="test"),
            status=PostingStatus.CLOSED if name == "p_e_closed" else PostingStatus.OPEN,
        )
        for name, (title, text) in TEXTS.items()
    ]
    with app.database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, people)
        stores.employers.upsert_many(LOCAL_ORGANIZER, [Employer(id="e_mill", name="江城面粉厂")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, postings)
        stores.events.upsert_many(
            LOCAL_ORGANIZER, [Event(id=FAIR, name="春季专场"), Event(id="small", name="小", postings=("p_b_ask",))]
        )
    return app


@pytest.fixture
def web(office: Application) -> Iterator[TestClient]:
    with TestClient(Web(office), base_url="http://127.0.0.1", client=("127.0.0.1", 50_000)) as made:
        yield made


def counted(office: Application) -> list[dict[str, object]]:
    """The details of every aggregate in the log."""
    with office.database.read(AUDITOR) as stores:
        return [dict(line.detail) for line in stores.log.list(AUDITOR, kind="candidate") if line.action == "aggregate"]


def test_the_most_serious_come_first_and_closed_ones_are_not_read(office: Application) -> None:
    view = lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10)
    assert (view.postings, view.flagged, view.next) == (5, 4, None)
    assert [(item.posting, [flag.clause for flag in item.flags]) for item in view.items] == [
        ("p_d_limit", ["category_only", "grade_limit"]),
        ("p_f_none", ["no_disability"]),
        ("p_c_age", ["age_range", "looks"]),
        ("p_b_ask", ["temperament"]),
    ]
    assert [(row.clause, row.postings) for row in view.clauses] == [
        ("category_only", 1),
        ("grade_limit", 1),
        ("no_disability", 1),
        ("age_range", 1),
        ("looks", 1),
        ("temperament", 1),
    ]
    assert view.items[0].employer == "江城面粉厂"


def test_pages_together_are_the_whole(office: Application) -> None:
    seen: list[str] = []
    after: str | None = None
    while True:
        page = lint_event(office, LOCAL_ORGANIZER, FAIR, after, 1)
        seen += [item.posting for item in page.items]
        after = page.next
        if after is None:
            break
    assert seen == ["p_d_limit", "p_f_none", "p_c_age", "p_b_ask"]


def test_an_event_of_chosen_postings_reads_those(office: Application) -> None:
    view = lint_event(office, LOCAL_ORGANIZER, "small", None, 10)
    assert (view.postings, [item.posting for item in view.items]) == (1, ["p_b_ask"])


def test_each_clause_says_how_many_people_it_would_keep_out(office: Application) -> None:
    view = lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10)
    found = {
        flag.clause: (flag.excluded.people, flag.excluded.of, flag.excluded.text.en) for item in view.items for flag in item.flags
    }
    kept_out = "of about 40 people of whom this is recorded, about {} would be kept out or put last"
    unknown = (None, None, "cannot be counted: nothing that tells is recorded")
    assert found == {
        "category_only": (15, 40, kept_out.format(15)),
        "grade_limit": (20, 40, kept_out.format(20) + " (by published groups: everybody but grade 3, 4)"),
        "age_range": (30, 40, kept_out.format(30) + " (by published groups: everybody but ages up to 30)"),
        "no_disability": unknown,
        "looks": unknown,
        "temperament": unknown,
    }


def test_counting_is_one_access_a_day(office: Application, clock: Clock) -> None:
    lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10)
    lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10)
    lint_one(office, LOCAL_ORGANIZER, "p_d_limit")
    once = {"purpose": "posting lint", "attributes": ["age", "category", "grade", "sex"]}
    assert counted(office) == [once]
    clock.now += timedelta(days=1)
    lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10)
    assert counted(office) == [once, once]


def test_a_figure_of_the_day_is_shown_again_unchanged(office: Application, clock: Clock) -> None:
    """Two fresh figures of one day could be compared, and tell who came in between."""
    before = lint_one(office, LOCAL_ORGANIZER, "p_d_limit")
    with office.database.begin(LOCAL_ORGANIZER) as stores:
        for number in range(25, 35):
            stores.candidates.erase(LOCAL_ORGANIZER, f"c_{number:02}")
    assert lint_one(office, LOCAL_ORGANIZER, "p_d_limit") == before
    clock.now += timedelta(days=1)
    assert lint_one(office, LOCAL_ORGANIZER, "p_d_limit").flags[0].excluded.people == 5


def test_another_process_shows_the_figure_of_the_day(office: Application, clock: Clock) -> None:
    """What was published is stored: somebody who starts the program anew after an erasure gets no second figure to compare."""
    before = lint_one(office, LOCAL_ORGANIZER, "p_d_limit")
    with office.database.begin(LOCAL_ORGANIZER) as stores:
        for number in range(25, 35):
            stores.candidates.erase(LOCAL_ORGANIZER, f"c_{number:02}")
    second = open_application(office.settings, clock)
    assert lint_one(second, LOCAL_ORGANIZER, "p_d_limit") == before
    assert len(counted(second)) == 1
    clock.now += timedelta(days=1)
    assert lint_one(second, LOCAL_ORGANIZER, "p_d_limit") != before
    assert len(counted(office)) == 2


def test_a_figure_says_which_groups_it_speaks_of(office: Application) -> None:
    """Nobody is under 26, so that the bands up to 30 are one group, and 18-30 is answered for all of it."""
    shown = lint_one(office, LOCAL_ORGANIZER, "p_c_age").flags[0].excluded
    assert shown.people == 30
    assert shown.text.zh.endswith("（按公布的分组算：30 岁及以下以外的人）")
    assert shown.text.en.endswith(" (by published groups: everybody but ages up to 30)")


def test_a_district_counts_apart(office: Application) -> None:
    lint_one(office, LOCAL_ORGANIZER, "p_d_limit")
    elsewhere = Viewer(account="li", role=Role.COUNSELOR, district="420103")
    shown = lint_one(office, elsewhere, "p_d_limit").flags[0].excluded
    assert (shown.people, shown.of, shown.text.en) == (None, None, "not shown: this is recorded of fewer than 5 people")


def test_an_employer_sees_its_flags_and_no_figure(office: Application) -> None:
    mill = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
    shown = lint_one(office, mill, "p_d_limit")
    assert [flag.clause for flag in shown.flags] == ["category_only", "grade_limit"]
    assert {flag.excluded.text.en for flag in shown.flags} == {"the figure is for staff and auditors only, for now"}
    assert counted(office) == []
    with pytest.raises(NotFound):
        lint_one(office, Viewer(account="x", role=Role.EMPLOYER, organisation="e_other"), "p_d_limit")


def test_flags_are_counted_without_opening_anybody(office: Application) -> None:
    assert [count_flags(office, LOCAL_ORGANIZER, name) for name in ("p_a_plain", "p_d_limit", "p_nowhere")] == [0, 2, 0]
    assert counted(office) == []


def test_events_are_told_from_postings(office: Application) -> None:
    assert [is_event(office, LOCAL_ORGANIZER, name) for name in (FAIR, "p_d_limit")] == [True, False]
    with pytest.raises(NotFound):
        lint_event(office, LOCAL_ORGANIZER, "nowhere", None, 10)


def write_sheet(folder: Path) -> Path:
    path = folder / "岗位.csv"
    path.write_text(
        "岗位名称,单位名称,岗位描述\n文员,江城面粉厂,18-35岁\n装订工,江城面粉厂,双休\n录入员,江城面粉厂,限听力残疾\n", "utf-8"
    )
    return path


def test_a_file_is_read_and_nothing_of_it_is_stored(office: Application, tmp_path: Path) -> None:
    view = lint_file(office, LOCAL_ORGANIZER, write_sheet(tmp_path), None)
    assert (view.postings, view.flagged) == (3, 2)
    assert [(item.row, item.title, item.employer, item.flags[0].clause) for item in view.items] == [
        (4, "录入员", "江城面粉厂", "category_only"),
        (2, "文员", "江城面粉厂", "age_range"),
    ]
    assert view.items[0].flags[0].excluded.people == 25
    assert lint_event(office, LOCAL_ORGANIZER, FAIR, None, 10).postings == 5


def test_a_foreign_layout_needs_its_mapping(office: Application, tmp_path: Path) -> None:
    path = tmp_path / "board.csv"
    path.write_text("职务,东家,写明\n文员,江城面粉厂,五官端正\n", "utf-8")
    with pytest.raises(BadInput):
        lint_file(office, LOCAL_ORGANIZER, path, None)
    mapping = tmp_path / "board.yaml"
    mapping.write_text(
        "name: board\nkind: postings\nabout: {zh: 例, en: example}\ncolumns: {职务: title, 东家: employer, 写明: text}\n", "utf-8"
    )
    (item,) = lint_file(office, LOCAL_ORGANIZER, path, mapping).items
    assert [flag.words for flag in item.flags] == ["五官端正"]


@pytest.mark.usefixtures("in_english")
def test_lines_for_a_terminal(office: Application) -> None:
    lines = list(lint_lines(lint_one(office, LOCAL_ORGANIZER, "p_f_none")))
    assert lines[0] == "仓库管理员 (p_f_none)  江城面粉厂"
    assert lines[1].endswith("“四肢健全” (text)")
    assert [line.strip()[0] for line in lines[2:]] == ["§", "→", "#"]
    assert list(lint_lines(lint_one(office, LOCAL_ORGANIZER, "p_a_plain")))[1:] == ["  -"]


def test_the_json_doors_say_what_the_actions_say(web: TestClient, office: Application) -> None:
    assert web.get(f"/api/v1/events/{FAIR}/lint?limit=2").json() == lint_event(office, LOCAL_ORGANIZER, FAIR, None, 2).model_dump(
        mode="json"
    )
    assert web.get("/api/v1/postings/p_c_age/lint").json() == lint_one(office, LOCAL_ORGANIZER, "p_c_age").model_dump(mode="json")
    assert web.get("/api/v1/postings/p_none/lint").status_code == 404
    assert web.get("/api/v1/events/nowhere/lint").status_code == 404


def test_the_page_quotes_and_proposes(web: TestClient) -> None:
    text = web.get(f"/events/{FAIR}/lint", headers={"accept-language": "en"}).text
    assert "4 of 5 open postings hold such a clause." in text
    assert text.index("装订工") < text.index("仓库管理员")
    assert '“<span lang="zh">限肢体残疾</span>”' in text
    assert "of about 40 people of whom this is recorded, about 15 would be kept out or put last" in text
    assert "To be confirmed." in text


def test_words_of_a_posting_come_back_as_text(client: TestClient) -> None:
    text = client.get("/events/spring-2027/postings/p_hall/lint").text
    assert text.count("限肢体残疾") >= 1
    assert "<i>" not in text


def test_the_shortlist_links_to_the_flags(client: TestClient) -> None:
    link = '<a href="/events/spring-2027/postings/p_hall/lint">'
    assert link in client.get("/events/spring-2027/postings/p_hall").text
    assert '/lint">See them' not in client.get("/events/spring-2027/postings/p_clerk", headers={"accept-language": "en"}).text


def test_the_command_reads_a_file(tmp_path: Path) -> None:
    done = tongtu("lint", str(write_sheet(tmp_path)), "--json", home=tmp_path / "home")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, [row["title"] for row in rows]) == (0, ["录入员", "文员"])
    assert rows[0]["flags"][0]["words"] == "限听力残疾"
    assert "2 of 3 postings hold such a clause" in done.stderr


def test_the_command_reads_an_event_and_a_posting(office: Application, tmp_path: Path) -> None:
    office.database.close()
    done = tongtu("lint", FAIR, "p_b_ask", home=tmp_path)
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if not line.startswith(" ")] == [
        "装订工 (p_d_limit)  江城面粉厂",
        "仓库管理员 (p_f_none)  江城面粉厂",
        "文员 (p_c_age)  江城面粉厂",
        "文员 (p_b_ask)  江城面粉厂",
        "文员 (p_b_ask)  江城面粉厂",
    ]
    assert "fair: 4 of 5 postings hold such a clause" in done.stderr


def test_the_command_refuses_what_is_not_there(tmp_path: Path) -> None:
    done = tongtu("lint", "nothing", home=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no posting is called nothing" in done.stderr
