"""The documents of an event behind their doors: who may have which, what an employer's never holds, by page and by command."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from python_calamine import CalamineWorkbook
from starlette.testclient import TestClient

from api.actions.errors import BadInput, NotAllowed, NotFound
from api.actions.papers import Order, one_paper, paper_files
from api.actions.stages import alias_of
from api.paper.blocks import Style
from api.paper.files import Format
from api.wiring import Application
from data.stores import Consent, Explained, Scope
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    CertificateDetails,
    Person,
    Refusals,
    Resume,
    Role,
    Skill,
    Viewer,
    Wishes,
)
from tests.api.conftest import CLERK, HE, HERE, LIN, LOOPBACK, SPRING, ZHOU, build_world
from tests.api.paper.pdfs import fonts_of, words_of
from tests.api.papers import paper_told
from tests.api.test_cli import tongtu
from tests.api.web import Web

RIVER = "e_river"
MORE = tuple(f"c_more_{number}" for number in range(4))
NEVER = ("残疾", "二级", "脑瘫", "读屏", "手语", "42010619900501001X", "屏幕阅读", "文字沟通", "视力", "听力")
"""Words of category, grade, diagnosis, certificate and arrangement that the files of the people hold."""
FORMS: tuple[Format, ...] = ("pdf", "xlsx", "csv", "json")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Application:
    """Lin agreed to be listed and named, Zhou to be listed, two more withdrew or refuse the employer, the others said nothing."""
    made = build_world(tmp_path_factory.mktemp("papers"))
    with made.database.begin(LOCAL_ORGANIZER) as stores:
        people = {one.id: one for one in stores.candidates.iterate(LOCAL_ORGANIZER, with_person=True)}
        saved = stores.candidates.upsert_many(LOCAL_ORGANIZER, [_telling(one) for one in people.values()])
        assert (saved.updated, saved.refused) == (8, ())
        for name in (LIN, MORE[0], MORE[1], MORE[2]):
            number = stores.consents.save(LOCAL_ORGANIZER, _consent(name, Scope.LISTING, SPRING))
            if name == MORE[1]:
                stores.consents.withdraw(LOCAL_ORGANIZER, number)
        stores.consents.save(LOCAL_ORGANIZER, _consent(LIN, Scope.IDENTITY, None))
        stores.consents.save(LOCAL_ORGANIZER, _consent(MORE[3], Scope.IDENTITY, None))
    return made


@pytest.fixture(scope="module")
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK) as made:
        yield made


def _telling(one: Candidate) -> tuple[Candidate, CertificateDetails]:
    """The file with words that tell of health wherever somebody may write, and a certificate."""
    resume = Resume(
        skills=(Skill(name="文字录入"), Skill(name="手语翻译"), Skill(name="读屏软件操作")),
        certificates=("残疾人证", "会计证"),
        experience="脑瘫，视力残疾二级，做过三年档案，用读屏软件",
    )
    changes = {
        "resume": resume,
        "wishes": Wishes(text="残疾二级，想做文员", pay_min=3_000),
        "person": Person(
            name=one.person.name, phone="13800001234", birth=date(1990, 5, 1), sex="female", contact_note="听力残疾，请发短信"
        ),
        "refusals": Refusals(employers=frozenset({RIVER}) if one.id == MORE[2] else frozenset()),
    }
    details = {"candidate": one.id, "number": f"42010619900501{sum(map(ord, one.id)) % 1_000:03}X", "category": 4, "grade": 2}
    return one.model_copy(update=changes), CertificateDetails.model_validate(details)


def _consent(name: str, scope: Scope, event: str | None) -> Consent:
    return Consent(
        candidate=name,
        scope=scope,
        event=event,
        employers=frozenset({RIVER}),
        wording="w-1",
        explained=Explained.READ,
        given_on=date(2027, 3, 1),
    )


def text_of(app: Application, order: Order, form: Format) -> str:
    """Everything that a file says, whatever its format."""
    content = one_paper(app, LOCAL_ORGANIZER, SPRING, order, form).content
    if form == "pdf":
        return words_of(content)
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return "\n".join(
            str(cell) for sheet in book.sheet_names for row in book.get_sheet_by_name(sheet).to_python() for cell in row
        )
    return content.decode("utf-8-sig")


@pytest.mark.parametrize("form", FORMS)
def test_employers_file_holds_who_agreed_and_never_what_is_nobodys_business(app: Application, form: Format) -> None:
    text = text_of(app, Order("shortlist", posting=CLERK, audience="employer"), form)
    aliases = {name: alias_of(app, SPRING, RIVER, name) for name in (LIN, ZHOU, HE, *MORE)}
    assert {name for name, alias in aliases.items() if alias in text} == {LIN, MORE[0]}
    assert [word for word in NEVER if word in text] == []
    assert [word for word in ("周二", "何三", "张0", "张1", "张2", "张3", *MORE, LIN) if word in text] == []
    assert "文字录入" in text
    assert "13800001234" in text, "Lin agreed to be named"


@pytest.mark.parametrize("form", FORMS)
def test_staffs_file_holds_names_but_no_category_grade_or_diagnosis(app: Application, form: Format) -> None:
    text = text_of(app, Order("shortlist", posting=CLERK), form)
    assert [name in text for name in ("林一", "张0", "张1")] == [True] * 3
    assert [word for word in ("残疾", "二级", "脑瘫", "42010619900501") if word in text] == []


def test_employers_list_shows_no_rank_but_its_band(app: Application) -> None:
    view = paper_told(app, LOCAL_ORGANIZER, SPRING, Order("shortlist", posting=CLERK, audience="employer"))
    assert [str(row[0]) for row in view.tables[0].rows] == ["前 5 名"] * 2
    aliases = [str(row[1]) for row in view.tables[0].rows]
    assert aliases == sorted(aliases)


def test_alias_is_another_one_for_each_employer_and_event(app: Application) -> None:
    aliases = [alias_of(app, event, employer, LIN) for event in (SPRING, "autumn") for employer in (RIVER, "e_hall")]
    assert len(set(aliases)) == 4
    assert alias_of(app, SPRING, RIVER, LIN) == aliases[0]


@pytest.mark.parametrize("kind", ["call-list", "left-out", "report", "guide"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_document_is_made_in_every_style(app: Application, kind: str, language: str) -> None:
    for large in (False, True):
        for plain in (False, True):
            order = Order(kind, Style(language, large, plain))  # type: ignore[arg-type]
            content = one_paper(app, LOCAL_ORGANIZER, SPRING, order, "pdf").content
            assert all(fonts_of(content).values())
            assert {name.partition("-")[0] for name in fonts_of(content)} == {"NotoSansCJKsc"}
            assert [word for word in ("残疾二级", "脑瘫", "42010619900501") if word in words_of(content)] == []


def test_report_counts_and_names_nobody(app: Application) -> None:
    text = text_of(app, Order("report"), "pdf")
    assert "8位求职者中" in text
    assert [name for name in ("林一", "周二", "何三", "宋四", "张0") if name in text] == []
    assert ["文字录入员" in text, "改变一件事" in text] == [True, True]


def test_guide_takes_the_offices_own_ways_or_leaves_lines(app: Application) -> None:
    assert "电话027-0000" in text_of(app, Order("guide", contacts=(("电话", "027-0000"),)), "pdf")
    assert "短信或微信" in text_of(app, Order("guide"), "pdf")


def test_every_posting_has_a_file_with_a_name_to_find_it_by(app: Application) -> None:
    made = [one.name for one in paper_files(app, LOCAL_ORGANIZER, SPRING, Order("shortlist"), "csv")]
    assert made == [
        "2027-03-20_春季专场_面试名单_江城文印社_文字录入员.csv",
        "2027-03-20_春季专场_面试名单_江城文印社_手工编织.csv",
        "2027-03-20_春季专场_面试名单_滨江展厅_展厅讲解员.csv",
    ]


def test_the_same_order_gives_the_same_bytes(app: Application) -> None:
    for form in FORMS:
        order = Order("shortlist", posting=CLERK)
        assert one_paper(app, LOCAL_ORGANIZER, SPRING, order, form) == one_paper(app, LOCAL_ORGANIZER, SPRING, order, form)


def test_each_document_is_logged_as_an_export_before_it_leaves(app: Application) -> None:
    auditor = Viewer(account="shen", role=Role.AUDITOR)
    one_paper(app, LOCAL_ORGANIZER, SPRING, Order("shortlist", posting=CLERK, audience="employer"), "pdf")
    with app.database.read(auditor) as stores:
        lines = stores.log.list(auditor, 0, 1_000, kind="event", object_id=SPRING)
    assert lines[-1].detail == {"what": "shortlist", "for": "employer", "kind": "pdf", "posting": CLERK}
    assert lines[-1].action == "export"


def test_orders_that_make_no_sense_are_refused(app: Application) -> None:
    for order, form in (
        (Order("report", audience="employer"), "pdf"),
        (Order("report", posting=CLERK), "pdf"),
        (Order("report", Style(large=True)), "xlsx"),
        (Order("shortlist"), "pdf"),
    ):
        with pytest.raises(BadInput):
            one_paper(app, LOCAL_ORGANIZER, SPRING, order, form)  # type: ignore[arg-type]
    with pytest.raises(NotFound):
        one_paper(app, LOCAL_ORGANIZER, SPRING, Order("shortlist", posting="p_none"), "pdf")
    with pytest.raises(NotFound):
        one_paper(app, LOCAL_ORGANIZER, "none", Order("guide"), "pdf")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_staff_get_documents(app: Application, role: Role) -> None:
    viewer = Viewer(account="x", role=role, organisation=RIVER)
    with pytest.raises(NotAllowed):
        one_paper(app, viewer, SPRING, Order("shortlist", posting=CLERK, audience="employer"), "csv")


def test_web_answers_the_file_with_its_name(web: TestClient) -> None:
    answer = web.get(f"/api/v1/events/{SPRING}/papers/shortlist", params={"posting": CLERK, "as": "pdf", "large": "true"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    name = answer.headers["content-disposition"].partition("UTF-8''")[2]
    assert unquote(name) == "2027-03-20_春季专场_面试名单_江城文印社_文字录入员_大字版.pdf"
    assert answer.content.startswith(b"%PDF-1.7")


def test_web_answers_json_and_problems(web: TestClient) -> None:
    told = web.get(f"/api/v1/events/{SPRING}/papers/guide", params={"language": "en"}).json()
    assert (told["kind"], told["file"]) == ("guide", "2027-03-20_春季专场_Service-guide.json")
    assert [web.get(f"/api/v1/events/{SPRING}/papers/{path}").status_code for path in ("nothing", "shortlist")] == [422, 422]


def test_command_writes_into_a_folder_and_over_nothing(app: Application, tmp_path: Path) -> None:
    home, out = app.settings.home, tmp_path / "out"
    words = ["paper", SPRING, "shortlist", "--posting", CLERK, "--for", "employer", "--as", "xlsx", "--out", str(out)]
    first = tongtu(*words, home=home)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.strip() == str(out / "2027-03-20_春季专场_面试名单_江城文印社_文字录入员_给单位.xlsx")
    guide = tongtu("paper", SPRING, "guide", "--plain", "--contact", "电话=027", "--out", str(out), "--json", home=home)
    assert json.loads(guide.stdout)["file"] == str(out / "2027-03-20_春季专场_服务指南_易读版.pdf")
    assert tongtu("paper", SPRING, "report", "--large", "--as", "csv", "--out", str(out), home=home).returncode == 2


def test_list_of_nobody_says_so(app: Application) -> None:
    assert "还没有人同意" in text_of(app, replace(Order("shortlist", posting="p_hall"), audience="employer"), "pdf")
