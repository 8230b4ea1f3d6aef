"""Records that look the same: proposed, merged by a person, and parted again."""

from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.actions.duplicates import duplicates_view, merge_people, merge_postings, twin_people
from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.importing import import_file
from api.actions.people_entry import add_person
from api.wiring import Application
from data.stores import NewAccount, Organisation, OrganisationKind
from matching.records import LOCAL_ADMINISTRATOR, LOCAL_ORGANIZER, Role, Service, ServiceKind, Viewer
from tests.api.conftest import open_copy
from tests.api.records.conftest import visit_as


@pytest.fixture
def twins(records_office: Application, tmp_path: Path) -> tuple[str, str]:
    """Two postings of one employer that two systems sent."""
    sheet = tmp_path / "twins.csv"
    rows = "A-1,园林养护工,东湖示例园林有限公司,武汉-武昌区,4000元/月\nB-7,园林养护工（急招）,东湖示例园林,武汉-武昌区,4000元/月\n"
    sheet.write_text(f"岗位编号,岗位名称,用人单位,工作地点,薪资\n{rows}", "utf-8-sig")
    import_file(records_office, LOCAL_ORGANIZER, "postings", sheet, None)
    pairs = [(one.one.id, one.other.id) for one in duplicates_view(records_office, LOCAL_ORGANIZER).twins]
    assert len(pairs) <= 1
    return pairs[0] if pairs else ("", "")


def test_twins_are_proposed_merged_and_parted(web: TestClient, records_office: Application, twins: tuple[str, str]) -> None:
    kept, merged = twins
    assert "园林养护工" in web.get("/duplicates").text
    answer = web.post("/duplicates/postings/merge", data={"kept": kept, "merged": merged})
    assert answer.status_code == 303
    page = web.get(answer.headers["location"]).text
    assert "Take it back" in page
    assert web.get(f"/postings/{merged}").status_code == 404
    assert duplicates_view(records_office, LOCAL_ORGANIZER).twins == ()
    number = answer.headers["location"].rpartition("merge=")[2]
    assert web.post("/duplicates/postings/part", data={"merge": number}).status_code == 303
    assert web.get(f"/postings/{merged}").status_code == 200
    assert duplicates_view(records_office, LOCAL_ORGANIZER).twins == ()


def test_what_cannot_be_merged_is_said(web: TestClient, records_office: Application) -> None:
    with pytest.raises(BadInput):
        merge_postings(records_office, LOCAL_ORGANIZER, "p_clerk", "p_clerk")
    with pytest.raises(NotFound):
        merge_postings(records_office, LOCAL_ORGANIZER, "p_clerk", "p_none")
    with pytest.raises(Conflict):
        merge_postings(records_office, LOCAL_ORGANIZER, "p_none", "p_clerk")
    answer = web.post("/duplicates/postings/part", data={"merge": "9999"})
    assert (answer.status_code, "Nothing was changed" in answer.text) == (404, True)


def test_two_files_of_one_person(web: TestClient, records_office: Application) -> None:
    first = {"name": "丁小雨", "certificate_number": "42010119940506002X21"}
    second = {"name": "丁 小雨", "external_id": "T-77", "credential_kind": "残疾人证"}
    kept = add_person(records_office, LOCAL_ORGANIZER, first, accepted=True).id
    merged = add_person(records_office, LOCAL_ORGANIZER, second, accepted=True).id
    pairs = {(one.kept.id, one.merged.id): one.hindered for one in twin_people(records_office, LOCAL_ORGANIZER)}
    assert pairs[kept, merged] is None
    assert "丁小雨" in web.post("/duplicates/people", data={"a": ""}).text
    with pytest.raises(Conflict):
        merge_people(records_office, LOCAL_ORGANIZER, merged, kept)
    answer = web.post("/duplicates/people/merge", data={"kept": kept, "merged": merged})
    assert answer.status_code == 303
    assert web.get(f"/people/{merged}/edit").status_code == 404
    number = answer.headers["location"].rpartition("merge=")[2]
    assert web.post("/duplicates/people/part", data={"merge": number}).status_code == 303
    assert web.get(f"/people/{merged}/edit").status_code == 200
    assert (kept, merged) not in {(one.kept.id, one.merged.id) for one in twin_people(records_office, LOCAL_ORGANIZER)}


def test_whether_another_office_has_a_number_cannot_be_told(built_town: Path, tmp_path: Path) -> None:
    office = open_copy(built_town, tmp_path)
    known, fresh = "42010119880704001931", "42010119880704003531"
    typed = {"name": "鲁一鸣", "certificate_number": known, "home": "武昌区"}
    first = add_person(office, LOCAL_ORGANIZER, typed, accepted=True)
    told = []
    with office.database.begin(LOCAL_ADMINISTRATOR) as stores:
        district = Organisation("d_420111", OrganisationKind.DISTRICT, "洪山区", "420111", caseloads=True)
        stores.organisations.add(LOCAL_ADMINISTRATOR, district)
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("he", "he", "何", Role.COUNSELOR, "d_420111", "420111"))
    for account, caseload in (("li", False), ("he", True)):
        web = visit_as(office, Role.COUNSELOR, account, "d_420111", "420111", caseload)
        for number in (known, fresh):
            typed = {"name": f"问{account}", "certificate_number": number, "home": "洪山区", "accepted": "1"}
            answers = [web.post("/people/new", data=typed) for _ in range(2)]
            at = answers[0].headers["location"].partition("?")[0]
            page = web.get(at).text
            seen = web.get("/search", params={"q": number}).text.replace(number, "")
            sent = [(one.status_code, one.headers["location"].replace(at, "")) for one in answers]
            told.append((account, sent, at.split("/")[2] in seen, len(page)))
            assert at.split("/")[2] != first.id
        assert told[-1] == told[-2]
    pairs = [(one.kept.id, one.merged.id) for one in twin_people(office, LOCAL_ORGANIZER) if first.id == one.kept.id]
    assert len(pairs) == 2
    for kept, merged in pairs:
        merge_people(office, LOCAL_ORGANIZER, kept, merged)
    again = add_person(
        office,
        Viewer(account="li", role=Role.COUNSELOR, organisation="d_420111", district="420111"),
        {"name": "问li", "certificate_number": known, "home": "洪山区"},
        accepted=True,
    )
    assert again.id not in {first.id, *(merged for _, merged in pairs)}


def test_a_second_file_with_services_is_kept_apart(records_office: Application) -> None:
    names = [
        add_person(
            records_office, LOCAL_ORGANIZER, {"name": "于大海", "external_id": number, "credential_kind": "残疾人证"}, accepted=True
        ).id
        for number in ("T-80", "T-81")
    ]
    with records_office.database.begin(LOCAL_ORGANIZER) as stores:
        for name in names:
            stores.services.save(
                LOCAL_ORGANIZER, Service(candidate=name, kind=ServiceKind.NEEDS, on=records_office.today, by="wang")
            )
    found = next(one for one in twin_people(records_office, LOCAL_ORGANIZER) if {one.kept.id, one.merged.id} == set(names))
    assert found.hindered is not None
    assert "services" in found.hindered.en


def test_what_is_told_of_a_second_file_reaches_the_kept_one(records_office: Application, tmp_path: Path) -> None:
    kept = add_person(
        records_office, LOCAL_ORGANIZER, {"name": "安宁", "external_id": "T-90", "credential_kind": "残疾人证"}, accepted=True
    ).id
    other = add_person(
        records_office, LOCAL_ORGANIZER, {"name": "安宁", "external_id": "T-91", "credential_kind": "残疾人证"}, accepted=True
    ).id
    merge_people(records_office, LOCAL_ORGANIZER, kept, other)
    sheet = tmp_path / "again.csv"
    sheet.write_text("编号,姓名,证件类别,联系电话\nT-91,安宁,残疾人证,13900001111\n", "utf-8-sig")
    report = import_file(records_office, LOCAL_ORGANIZER, "candidates", sheet, None)
    assert (report.imported, report.updated) == (0, 1)
    with records_office.database.read(LOCAL_ORGANIZER) as stores:
        found = stores.candidates.get(LOCAL_ORGANIZER, kept)
    assert found is not None
    assert found.person.phone == "13900001111"
