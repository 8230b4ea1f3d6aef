"""Entry and edit by form: what a sheet could not bring does not go in, and two who edit one record lose nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from api.actions.employers_entry import add_employer, change_employer, employer_form
from api.actions.entering import AlreadyThere, ChangedMeanwhile, EntryRefused
from api.actions.errors import NotFound
from api.actions.importing import import_file
from api.actions.people_entry import add_person, change_person, person_form
from api.actions.postings_entry import add_posting, change_posting, posting_form
from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Candidate, CertificateDetails, EmployerKind, Person, Posting
from tests.api.conftest import CLERK, NOW, build_world

NUMBER = "42010119940506002X21"
OTHER = "42010119900305003X21"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Application]:
    app = build_world(tmp_path_factory.mktemp("office"))
    yield app
    app.database.close()


def person(app: Application, name: str) -> Candidate:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.candidates.get(LOCAL_ORGANIZER, name)
    assert found is not None
    return found


def posting(app: Application, name: str) -> Posting:
    with app.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.postings.get(LOCAL_ORGANIZER, name)
    assert found is not None
    return found


def test_a_person_is_entered_as_from_a_sheet(office: Application) -> None:
    typed = {
        "name": "丁小雨",
        "external_id": "T-1",
        "credential_kind": "残疾人证",
        "home": "洪山区",
        "skills": "打字、手语",
        "kinds": "公益性岗位",
    }
    with pytest.raises(EntryRefused) as told:
        add_person(office, LOCAL_ORGANIZER, typed)
    assert (list(told.value.faults), list(told.value.warnings)) == ([], ["skills"])
    made = add_person(office, LOCAL_ORGANIZER, typed, accepted=True)
    found = person(office, made.id)
    assert (found.person.name, found.home.district, found.access_skills) == ("丁小雨", "420111", frozenset({"csl"}))
    assert ([skill.name for skill in found.resume.skills], found.wishes.kinds) == (["打字"], frozenset({"public_welfare"}))
    with pytest.raises(AlreadyThere) as there:
        add_person(office, LOCAL_ORGANIZER, typed, accepted=True)
    assert there.value.id == made.id


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "甲", "certificate_number": "123"}, "certificate_number"),
        ({"name": "甲"}, "certificate_number"),
        ({"external_id": "T-9", "credential_kind": "残疾人证"}, "name"),
        ({"name": "甲", "external_id": "T-9", "credential_kind": "残疾人证", "pay_min": "-5"}, "pay_min"),
        ({"name": "甲", "external_id": "T-9", "credential_kind": "残疾人证", "aids": "魔法"}, "aids"),
    ],
)
def test_what_an_import_refuses_is_refused_beside_its_field(office: Application, typed: dict[str, str], field: str) -> None:
    with pytest.raises(EntryRefused) as told:
        add_person(office, LOCAL_ORGANIZER, typed, accepted=True)
    assert list(told.value.faults) == [field]


def test_an_edit_changes_what_was_changed_and_nothing_else(office: Application) -> None:
    before = person(office, "c_zhou")
    form = person_form(office, LOCAL_ORGANIZER, "c_zhou")
    change_person(office, LOCAL_ORGANIZER, "c_zhou", {**form.cells, "phone": "13900000001", "pay_min": "3500"}, form.was)
    assert person(office, "c_zhou") == before.model_copy(
        update={
            "person": before.person.model_copy(update={"phone": "13900000001"}),
            "wishes": before.wishes.model_copy(update={"pay_min": 3500}),
        }
    )
    form = person_form(office, LOCAL_ORGANIZER, "c_zhou")
    change_person(office, LOCAL_ORGANIZER, "c_zhou", {**form.cells, "phone": "", "pay_min": "3000"}, form.was)
    assert person(office, "c_zhou") == before


def test_a_form_sent_back_as_it_was_changes_nothing(office: Application) -> None:
    for name in ("c_lin", "c_he", "c_song"):
        before, form = person(office, name), person_form(office, LOCAL_ORGANIZER, name)
        change_person(office, LOCAL_ORGANIZER, name, form.cells, form.was)
        assert person(office, name) == before


def test_a_contact_among_the_skills_is_moved_as_an_import_moves_it(office: Application) -> None:
    form = person_form(office, LOCAL_ORGANIZER, "c_he")
    typed = {**form.cells, "experience": "做过档案，电话 13900001234"}
    with pytest.raises(EntryRefused) as told:
        change_person(office, LOCAL_ORGANIZER, "c_he", typed, form.was)
    assert list(told.value.warnings) == ["experience"]
    change_person(office, LOCAL_ORGANIZER, "c_he", typed, form.was, accepted=True)
    found = person(office, "c_he")
    assert "13900001234" not in found.resume.experience
    assert found.person.contact_note is not None
    assert "13900001234" in found.person.contact_note


def test_the_second_of_two_is_told_and_loses_nothing(office: Application) -> None:
    first = person_form(office, LOCAL_ORGANIZER, "c_song")
    second = person_form(office, LOCAL_ORGANIZER, "c_song")
    change_person(office, LOCAL_ORGANIZER, "c_song", {**first.cells, "phone": "13900000001", "wish_text": "想做编织"}, first.was)
    mine = {**second.cells, "phone": "13900000002", "email": "song@example.org"}
    with pytest.raises(ChangedMeanwhile) as told:
        change_person(office, LOCAL_ORGANIZER, "c_song", mine, second.was)
    assert told.value.theirs == {"phone": "13900000001"}
    assert (told.value.cells["phone"], told.value.cells["email"], told.value.cells["wish_text"]) == (
        "13900000002",
        "song@example.org",
        "想做编织",
    )
    assert person(office, "c_song").person.phone == "13900000001"
    change_person(office, LOCAL_ORGANIZER, "c_song", told.value.cells, told.value.was)
    found = person(office, "c_song")
    assert (found.person.phone, found.person.email, found.wishes.text) == ("13900000002", "song@example.org", "想做编织")


def test_a_new_certificate_is_of_the_same_person(office: Application) -> None:
    def enter(number: str) -> None:
        form = person_form(office, LOCAL_ORGANIZER, "c_more_1")
        change_person(office, LOCAL_ORGANIZER, "c_more_1", {**form.cells, "certificate_number": number}, form.was, accepted=True)

    enter(NUMBER)
    enter(f"{NUMBER}B1")
    with pytest.raises(EntryRefused) as told:
        enter(OTHER)
    assert list(told.value.faults) == ["certificate_number"]
    with office.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.candidates.certificate_details(LOCAL_ORGANIZER, "c_more_1", "test") == CertificateDetails(
            candidate="c_more_1", number=f"{NUMBER}B1", category=2, grade=1
        )


def test_a_certificate_is_not_entered_for_two_people(office: Application) -> None:
    form = person_form(office, LOCAL_ORGANIZER, "c_more_2")
    with pytest.raises(EntryRefused) as told:
        change_person(office, LOCAL_ORGANIZER, "c_more_2", {**form.cells, "certificate_number": NUMBER}, form.was, accepted=True)
    assert list(told.value.faults) == ["certificate_number"]


def test_nobody_is_edited_who_is_not_there(office: Application) -> None:
    with pytest.raises(NotFound):
        person_form(office, LOCAL_ORGANIZER, "c_nobody")
    with pytest.raises(NotFound):
        posting_form(office, LOCAL_ORGANIZER, "p_nothing")
    with pytest.raises(NotFound):
        employer_form(office, LOCAL_ORGANIZER, "e_nobody")


def test_a_posting_is_entered_and_edited(office: Application) -> None:
    typed = {"title": "保洁员", "employer": "江城文印社", "pay": "4500-6000元/月", "place": "武汉-洪山区", "hours": "8小时双休"}
    made = add_posting(office, LOCAL_ORGANIZER, typed, accepted=True)
    found = posting(office, made.id)
    assert (found.title, found.pay.minimum, found.place.district, found.hours.per_day) == ("保洁员", 4500, "420111", 8)
    form = posting_form(office, LOCAL_ORGANIZER, made.id)
    change_posting(office, LOCAL_ORGANIZER, made.id, {**form.cells, "headcount": "3", "pay": "面议"}, form.was, accepted=True)
    again = posting(office, made.id)
    assert (again.headcount, again.pay.minimum, again.title, again.hours) == (3, None, "保洁员", found.hours)
    with pytest.raises(AlreadyThere):
        add_posting(office, LOCAL_ORGANIZER, typed, accepted=True)


def test_editing_a_posting_leaves_its_demands_and_workplace(office: Application) -> None:
    before = posting(office, CLERK)
    form = posting_form(office, LOCAL_ORGANIZER, CLERK)
    change_posting(office, LOCAL_ORGANIZER, CLERK, {**form.cells, "closes_on": "2027-06-30"}, form.was, accepted=True)
    assert posting(office, CLERK) == before.model_copy(update={"closes_on": date(2027, 6, 30)})


def test_pay_under_the_floor_is_told_before_it_is_saved(office: Application) -> None:
    form = posting_form(office, LOCAL_ORGANIZER, CLERK)
    with pytest.raises(EntryRefused) as told:
        change_posting(office, LOCAL_ORGANIZER, CLERK, {**form.cells, "pay": "1000元/月"}, form.was)
    assert (list(told.value.faults), list(told.value.warnings)) == ([], ["pay"])


def test_an_employer_is_entered_and_edited_and_an_import_keeps_it(office: Application, tmp_path: Path) -> None:
    made = add_employer(
        office,
        LOCAL_ORGANIZER,
        {"employer": "东湖示例厂", "employer_kind": "民营企业", "district": "武昌区", "contact": "赵 027-1"},
    )
    form = employer_form(office, LOCAL_ORGANIZER, made.id)
    assert (form.cells["employer_kind"], form.cells["district"], form.cells["contact"]) == ("民营企业", "武昌区", "赵 027-1")
    with pytest.raises(EntryRefused) as told:
        change_employer(office, LOCAL_ORGANIZER, made.id, {**form.cells, "employer_code": "91420100"}, form.was)
    assert list(told.value.faults) == ["employer_code"]
    change_employer(office, LOCAL_ORGANIZER, made.id, {**form.cells, "staff": "120"}, form.was)
    sheet = tmp_path / "one.csv"
    sheet.write_text("岗位名称,用人单位\n装配工,东湖示例厂\n", "utf-8-sig")
    import_file(office, LOCAL_ORGANIZER, "postings", sheet, None)
    with office.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.employers.get(LOCAL_ORGANIZER, made.id)
    assert found is not None
    assert (found.kind, found.staff, found.district, found.contact) == (EmployerKind.PRIVATE, 120, "420106", "赵 027-1")


def test_two_employers_do_not_share_a_credit_code(office: Application) -> None:
    code = "91420100MA4KXXXX0A"
    with pytest.raises(EntryRefused):
        add_employer(office, LOCAL_ORGANIZER, {"employer": "甲厂", "employer_code": code})


def test_a_form_of_an_empty_installation_enters_the_first_person(tmp_path: Path) -> None:
    app = open_application(Settings(home=tmp_path, database_url=f"sqlite:///{tmp_path / 'tongtu.db'}"), lambda: NOW)
    made = add_person(app, LOCAL_ORGANIZER, {"name": "林小满", "certificate_number": NUMBER, "home": "武昌区"}, accepted=True)
    found = person(app, made.id)
    assert found.person == Person(name="林小满", birth=date(1994, 5, 6), sex="female")
    with app.database.read(LOCAL_ORGANIZER) as stores:
        papers = stores.candidates.certificate_details(LOCAL_ORGANIZER, made.id, "test")
    assert papers is not None
    assert (papers.number, papers.category, papers.grade) == (NUMBER, 2, 1)
    app.database.close()
