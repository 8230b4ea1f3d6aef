"""Candidates from a sheet: what goes in, what stays out and what the line about it says. All people are invented."""

import csv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from data.importers.candidates import read_candidates
from data.importers.certificate import check_character
from data.importers.columns_candidates import ABILITY_COLUMNS, CANDIDATE_COLUMNS
from data.importers.faults import CANDIDATE_FIELDS, HIDDEN, CandidateBatch, Fault, ImportRefused
from data.importers.mapping import Mapping
from data.importers.people import employer_key
from matching.knowledge import CATALOGUE
from matching.records import AssessmentSource, Candidate, CertificateDetails, CredentialKind, Education, Refusal, assessment

TODAY = date(2026, 11, 23)
CITIZEN = "42019919900305100" + check_character("42019919900305100")
NUMBER = CITIZEN + "42"
OTHER = "42019919851111123" + check_character("42019919851111123") + "13"


def key(natural: str) -> str:
    """An id that shows what it was made from, so that a test can compare it."""
    return f"<{natural}>"


def write_csv(path: Path, headers: Sequence[str], *rows: Sequence[str], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows([headers, *rows])
    return path


def write_xlsx(path: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(path)
    return path


def read(path: Path, mapping: Mapping | None = None) -> CandidateBatch:
    return read_candidates(path, key, mapping, TODAY)


def one(tmp_path: Path, **cells: str) -> tuple[Candidate, CertificateDetails | None, tuple[Fault, ...]]:
    """The one person of a sheet with these columns (Chinese headers as keywords) beside a certificate number."""
    columns = {"残疾人证号": NUMBER, **cells}
    batch = read(write_csv(tmp_path / "one.csv", tuple(columns), tuple(columns.values())))
    assert [fault for fault in batch.faults if fault.severity == "rejected"] == []
    ((candidate, details, _),) = batch.records
    return candidate, details, (*batch.faults, *batch.unparsed)


def rejected(tmp_path: Path, **cells: str) -> Fault:
    """The one fault that keeps the person of such a sheet out."""
    columns = {"残疾人证号": NUMBER, **cells}
    batch = read(write_csv(tmp_path / "one.csv", tuple(columns), tuple(columns.values())))
    assert batch.records == ()
    (fault,) = (fault for fault in batch.faults if fault.severity == "rejected")
    return fault


def test_no_header_stands_for_two_fields() -> None:
    names = [name for column in CANDIDATE_COLUMNS for name in {column.header, *column.aliases}]
    assert sorted(names) == sorted(set(names))
    assert [column.field for column in ABILITY_COLUMNS] == [f"ability:{row.name}" for row in CATALOGUE.dimensions]


@pytest.mark.parametrize(
    ("cell", "name", "until"),
    [
        ("机动车驾驶证（C1）", "car", None),
        ("C1驾照（2026-12-31）", "car", date(2026, 12, 31)),
        ("驾驶证C5（2028年1月31日）", "car", date(2028, 1, 31)),
        ("特种作业操作证（低压电工）", "electrician", None),
        ("小型汽车驾驶证", "car", None),
    ],
)
def test_a_licence_is_read_however_it_is_spelled(tmp_path: Path, cell: str, name: str, until: date | None) -> None:
    candidate, _, faults = one(tmp_path, 执照=cell)
    assert [(licence.name, licence.valid_until) for licence in candidate.resume.licences] == [(name, until)]
    assert faults == ()


def test_a_licence_that_nobody_knows_is_kept_with_a_warning(tmp_path: Path) -> None:
    candidate, _, faults = one(tmp_path, 执照="焊工证（2027-05-01）")
    assert [(licence.name, licence.valid_until) for licence in candidate.resume.licences] == [("焊工证", date(2027, 5, 1))]
    assert [(fault.column, fault.severity, fault.problem.en) for fault in faults] == [
        ("执照", "warning", "the name of a licence is not recognised; kept as it stands")
    ]


def test_a_whole_row_is_read_cell_by_cell(tmp_path: Path) -> None:
    candidate, details, faults = one(
        tmp_path,
        编号="A-7",
        姓名="样例甲",
        联系电话="13900000000",
        户籍地="武汉市洪山区",
        证件有效期="2031年6月30日",
        居住区="武汉市洪山区",
        家庭编号="F-1",
        零就业家庭="是",
        登记失业="否",
        评估来源="评估员",
        评估日期="2026/3/12",
        评估可信度="0.8",
        文字信息获取="3",
        台阶与楼梯="0",
        站立="未评估",
        自带辅具="放大软件、单手键盘、轮椅",
        沟通技能="手语",
        不接受的安排="安静工位、降噪、居家/远程",
        不接受的条件="夜班、计件",
        不去的单位="样例有限公司；另一家公司",
        技能="办公软件（社区培训、结业）、打字",
        证书="计算机一级",
        执照="健康证（2027-05-01）、C1驾驶证",
        学历="中专",
        工作年限="3年",
        工作经历="在社区食堂帮厨\n两年",
        毕业院校="样例学校",
        毕业时间="2024年6月",
        意向职业="文员、客服",
        意向岗位类别="公益性岗位",
        期望月薪="2,500元",
        最长通勤分钟="45",
        每天最多小时="6",
        意向区域="洪山区、光谷",
        居家工作="可以",
        参与自动匹配="否",
    )
    assert [fault.column for fault in faults] == ["自带辅具"]
    assert candidate.id == f"c_<citizen:{CITIZEN}>"
    assert (candidate.person.name, candidate.person.phone, candidate.person.birth) == ("样例甲", "13900000000", date(1990, 3, 5))
    assert candidate.person.sex == "female"
    assert candidate.credential.model_dump() == {"kind": CredentialKind.CERTIFICATE, "valid_until": date(2031, 6, 30)}
    assert (candidate.home.text, candidate.home.city, candidate.home.district) == ("洪山区", "武汉", "420111")
    assert candidate.person.contact_note is None
    assert candidate.household.model_dump() == {
        "id": "h_<household:F-1>", "zero_employment": True, "poverty_watch": None, "rural": None,
    }  # fmt: skip
    assert (candidate.registered_unemployed, candidate.employment_aid_recognised) == (False, None)
    given_level = assessment(3, AssessmentSource.ASSESSOR, date(2026, 3, 12), 0.8)
    assert candidate.profile.assessments[CATALOGUE.position["text_access"]] == given_level
    assert (candidate.profile.level("stairs"), candidate.profile.level("standing")) == (0, None)
    assert candidate.profile.assessed == 2
    assert [aid.name for aid in candidate.aids] == ["magnifier", "one_hand_keyboard"]
    assert candidate.access_skills == frozenset({"csl"})
    assert candidate.refusals.accommodations == frozenset({"quiet_space", "remote"})
    assert candidate.refusals.conditions == frozenset({Refusal.NIGHT, Refusal.PIECE_RATE})
    assert candidate.refusals.employers == frozenset({"e_<name:样例有限公司>", "e_<name:另一家公司>"})
    assert [(skill.name, skill.evidence) for skill in candidate.resume.skills] == [("办公软件", "社区培训、结业"), ("打字", "")]
    assert [(licence.name, licence.valid_until) for licence in candidate.resume.licences] == [
        ("health_certificate", date(2027, 5, 1)),
        ("car", None),
    ]
    assert (candidate.resume.education, candidate.resume.experience_years) == (Education.SENIOR, 3)
    assert candidate.resume.experience == "在社区食堂帮厨\n两年"
    assert candidate.resume.graduate is not None
    assert candidate.resume.graduate.graduated_on == date(2024, 6, 1)
    wishes = candidate.wishes
    assert (wishes.occupations, wishes.kinds, wishes.pay_min) == (("文员", "客服"), frozenset({"public_welfare"}), 2500)
    assert (wishes.minutes_max, wishes.hours_max, wishes.remote) == (45, 6, "welcome")
    assert wishes.districts == frozenset({"420111", "东湖高新区"})
    assert candidate.profiling is False
    assert details == CertificateDetails(candidate=candidate.id, number=NUMBER, category=4, grade=2)
    assert NUMBER not in repr((candidate, details))


def test_one_person_with_a_reissue_and_a_new_grade(tmp_path: Path) -> None:
    # System case N27: the same 20 characters with B1, or with another grade, are the same person.
    ids = [
        read(write_csv(tmp_path / "n27.csv", ("残疾人证号",), (number,))).records[0][0].id
        for number in (NUMBER, f"{NUMBER}B1", f"{CITIZEN}43")
    ]
    assert ids == [f"c_<citizen:{CITIZEN}>"] * 3
    batch = read(write_csv(tmp_path / "both.csv", ("残疾人证号",), (NUMBER,), (f"{NUMBER}B1",), (OTHER,)))
    assert (batch.rows, len(batch.records), batch.duplicates) == (3, 2, 1)
    assert [(fault.row, fault.severity, fault.problem.en) for fault in batch.faults] == [
        (3, "warning", "the same person as in row 2; this row was left out")
    ]


def test_a_citizen_number_alone_is_the_same_person_as_with_the_certificate(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("身份证号", "证件类别"), (CITIZEN, "残疾人证")))
    assert batch.records[0][0].id == f"c_<citizen:{CITIZEN}>"
    assert batch.records[0][1] is None


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (CITIZEN[:17] + ("1" if CITIZEN[17] != "1" else "2") + "42", "the check character (18th) does not fit"),
        (CITIZEN + "82", "the 19th character (category) is not 1 to 7"),
        (CITIZEN + "45", "the 20th character (grade) is not 1 to 4"),
        ("4.20199199003051E+19", "the number was stored as a numeric cell, its last digits are lost"),
    ],
)
def test_a_wrong_certificate_number_keeps_its_row_out_and_no_other(tmp_path: Path, number: str, problem: str) -> None:
    # System case N26: rejected with the field, nothing of the person is lost or shown.
    batch = read(write_csv(tmp_path / "a.csv", ("残疾人证号", "姓名"), (number, "样例甲"), (OTHER, "样例乙")))
    assert [row for _, _, row in batch.records] == [3]
    assert [(f.row, f.column, f.value, f.problem.en, f.severity) for f in batch.faults] == [
        (2, "残疾人证号", HIDDEN, problem, "rejected")
    ]
    assert "样例甲" not in repr(batch.faults)


def test_a_number_stored_as_a_number_is_corrupt(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", ("残疾人证号", "姓名"), (int(NUMBER.replace("X", "1")), "样例甲"), (OTHER, "样例乙"))
    batch = read(path)
    assert [row for _, _, row in batch.records] == [3]
    (fault,) = batch.faults
    assert (fault.row, fault.column, fault.value) == (2, "残疾人证号", HIDDEN)
    assert fault.advice.zh == "把该列设为“文本”格式后重新填写"


def test_cells_of_a_workbook_come_as_they_are_typed(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "a.xlsx",
        ("编号", "证件类别", "出生日期", "联系电话", "文字信息获取", "台阶与楼梯", "期望月薪", "零就业家庭"),
        (17, "工伤伤残", datetime(1990, 3, 5), 13900000000, 3, 2.0, 2500, True),
    )
    ((candidate, details, row),) = read(path).records
    assert (candidate.id, candidate.external_id, row) == ("c_<ext:local:17>", "17", 2)
    assert (candidate.person.birth, candidate.person.phone) == (date(1990, 3, 5), "13900000000")
    assert (candidate.profile.level("text_access"), candidate.profile.level("stairs")) == (3, 2)
    assert (candidate.wishes.pay_min, candidate.household.zero_employment, details) == (2500, True, None)


def test_the_source_is_part_of_an_external_id(tmp_path: Path) -> None:
    headers = ("编号", "来源系统", "证件类别")
    batch = read(write_csv(tmp_path / "a.csv", headers, ("7", "甲系统", "残疾人证"), ("7", "乙系统", "残疾人证")))
    assert [candidate.id for candidate, _, _ in batch.records] == ["c_<ext:甲系统:7>", "c_<ext:乙系统:7>"]


def test_a_document_number_is_no_external_id(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("编号", "证件类别"), (CITIZEN, "残疾人证"), (OTHER, ""), ("1" * 18, "残疾人证"))
    batch = read(path)
    assert [(candidate.id, candidate.external_id) for candidate, *_ in batch.records] == [
        (f"c_<citizen:{CITIZEN}>", None),
        (f"c_<citizen:{OTHER[:18]}>", None),
    ]
    assert [details and details.number for _, details, _ in batch.records] == [None, OTHER]
    taken = "the number of a document: taken as such, not stored as an id"
    assert [(f.row, f.column, f.value, f.problem.en, f.severity) for f in batch.faults] == [
        (2, "编号", HIDDEN, taken, "warning"),
        (3, "编号", HIDDEN, taken, "warning"),
        (4, "编号", HIDDEN, "looks like the number of a document", "rejected"),
    ]


def test_a_document_among_the_ids_is_of_the_same_person(tmp_path: Path) -> None:
    assert one(tmp_path, 编号=CITIZEN)[0].external_id is None
    path = write_csv(tmp_path / "a.csv", ("编号", "残疾人证号"), (OTHER, NUMBER))
    assert [(f.column, f.severity) for f in read(path).faults] == [("编号", "warning"), ("编号", "rejected")]


def test_one_id_for_two_people_keeps_the_later_row_out(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("编号", "残疾人证号"), ("7", NUMBER), ("7", OTHER), ("8", OTHER)))
    assert [row for *_, row in batch.records] == [2, 4]
    assert [(f.row, f.column, f.problem.en, f.severity) for f in batch.faults] == [
        (3, "编号", "row 2 uses this number for another person, with other documents", "rejected")
    ]


def test_contacts_and_documents_leave_the_free_texts(tmp_path: Path) -> None:
    candidate, _, faults = one(
        tmp_path,
        联系说明="只发短信",
        技能="打字（电话13900000000）、制表",
        证书=f"计算机一级、证号{NUMBER}",
        毕业院校="样例学校 微信：abc_123",
        工作经历=f"身份证 {CITIZEN}，帮厨两年",
        求职说明="请写信到 a@example.org",
        期望月薪="面议，QQ：1234567",
    )
    assert candidate.person.contact_note == "只发短信；电话13900000000；微信：abc_123；a@example.org；QQ:1234567".replace(
        "QQ:", "QQ："
    )
    assert [(skill.name, skill.evidence) for skill in candidate.resume.skills] == [("打字", ""), ("制表", "")]
    assert candidate.resume.certificates == ("计算机一级", "证号")
    assert candidate.resume.experience == "身份证 [证件号码]，帮厨两年"
    assert candidate.resume.graduate is not None
    assert candidate.resume.graduate.school == "样例学校"
    assert candidate.wishes.text.splitlines()[0] == "请写信到 [联系方式]"
    moved = [fault for fault in faults if fault.problem.en == "holds a contact or the number of a document; taken out of here"]
    assert [fault.column for fault in moved] == ["技能", "证书", "工作经历", "毕业院校", "求职说明", "期望月薪"]
    assert not any(word in repr(faults) for word in ("13900000000", "abc_123", "a@example", "1234567", CITIZEN))


def test_a_failed_formula_is_one_line(tmp_path: Path) -> None:
    for header in ("居住区", "期望月薪", "文字信息获取", "残疾等级", "学历"):
        assert rejected(tmp_path, **{header: "#REF!"}).problem.en == "the cell holds a formula error"
    path = write_csv(tmp_path / "a.csv", ("身份证号", "证件类别"), (CITIZEN, "#N/A"), ("#N/A", "残疾人证"))
    assert [(f.row, f.column) for f in read(path).faults] == [(2, "证件类别"), (3, "身份证号")]


def test_a_missing_column_is_named_as_in_the_template(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("残疾人证号", "编号"), ("", "7")))
    assert [(f.column, f.severity) for f in batch.faults] == [("证件类别", "rejected")]


@pytest.mark.parametrize("wage", ["9" * 12, "9" * 400])
def test_an_endless_wage_keeps_its_row_out_and_no_other(tmp_path: Path, wage: str) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("残疾人证号", "期望月薪"), (NUMBER, wage), (OTHER, "3000")))
    assert [row for *_, row in batch.records] == [3]
    assert [(f.row, f.column, f.problem.en) for f in batch.faults] == [(2, "期望月薪", "outside 0 to 1000000")]


def test_the_batch_says_what_the_sheet_can_tell(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("残疾人证号", "姓名", "学历", "文字信息获取", "期望月薪"), (NUMBER, "", "", "", ""))
    assert read(path).fields == frozenset({"name", "resume", "profile", "wishes"})
    headers = tuple(column.header for column in CANDIDATE_COLUMNS)
    whole = write_csv(tmp_path / "b.csv", headers, ("",) * len(headers))
    assert read(whole).fields == CANDIDATE_FIELDS


def test_nothing_identifies_the_person(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("残疾人证号", "姓名"), ("", "样例甲"), (NUMBER, "样例乙")))
    assert (batch.rows, len(batch.records)) == (2, 1)
    assert [(f.row, f.problem.en, f.severity) for f in batch.faults] == [(2, "nothing identifies the person", "rejected")]


def test_scope_is_never_guessed(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("编号", "证件类别"), ("1", "")))
    assert [fault.column for fault in batch.faults] == ["证件类别"]
    assert batch.records == ()


def test_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused) as refused:
        read(write_csv(tmp_path / "a.csv", ("姓名", "性别"), ("样例甲", "女")))
    assert refused.value.text.en == (
        "a.csv: none of the columns 残疾人证号 / 身份证号 / 编号 is there; add one, or say in a mapping file which column it is"
    )
    with pytest.raises(ImportRefused) as refused:
        read(write_csv(tmp_path / "a.csv", ("编号", "姓名"), ("1", "样例甲")))
    assert refused.value.text.en == (
        "a.csv: none of the columns 残疾人证号 / 证件类别 is there; add one, or say in a mapping file which column it is"
    )


def test_a_level_of_seven_keeps_the_row_out(tmp_path: Path) -> None:
    fault = rejected(tmp_path, 文字信息获取="7")
    assert (fault.row, fault.column, fault.value) == (2, "文字信息获取", "7")
    assert fault.problem.en == "an ability level is 0, 1, 2, 3 or 4"


@pytest.mark.parametrize("word", ["2.5", "-1", "较好", "是"])
def test_what_is_no_level_is_refused(tmp_path: Path, word: str) -> None:
    assert rejected(tmp_path, 文字信息获取=word).problem.en == "an ability level is 0, 1, 2, 3 or 4"


def test_words_in_an_ability_cell_are_not_shown(tmp_path: Path) -> None:
    assert rejected(tmp_path, 文字信息获取="左眼失明").value == HIDDEN


@given(st.lists(st.one_of(st.none(), st.integers(0, 4)), min_size=45, max_size=45))
def test_levels_come_back_in_their_places(tmp_path_factory: pytest.TempPathFactory, levels: list[int | None]) -> None:
    headers = ("残疾人证号", *(column.header for column in ABILITY_COLUMNS))
    row = (NUMBER, *("" if level is None else str(level) for level in levels))
    path = write_csv(tmp_path_factory.mktemp("levels") / "a.csv", headers, row)
    assert read(path).records[0][0].profile.levels == tuple(levels)


def test_an_unknown_accommodation_keeps_the_row_out_without_being_shown(tmp_path: Path) -> None:
    fault = rejected(tmp_path, 自带辅具="放大软件、魔法棒")
    assert (fault.column, fault.value, fault.problem.en) == ("自带辅具", HIDDEN, "entry 2 is no known name")
    assert rejected(tmp_path, 不接受的安排="魔法棒").problem.en == "entry 1 is no known name"
    assert rejected(tmp_path, 沟通技能="魔法").column == "沟通技能"
    assert rejected(tmp_path, 不接受的条件="周一").column == "不接受的条件"


@pytest.mark.parametrize("words", ["zh", "name"])
def test_every_accommodation_is_read_by_its_names_in_one_list(tmp_path: Path, words: str) -> None:
    cell = "、".join(getattr(row, words) for row in CATALOGUE.accommodations)
    candidate, _, faults = one(tmp_path, 不接受的安排=cell)
    assert faults == ()
    assert candidate.refusals.accommodations == frozenset(row.name for row in CATALOGUE.accommodations)


def test_an_access_route_among_the_skills_is_listed_apart(tmp_path: Path) -> None:
    candidate, _, faults = one(tmp_path, 技能="手语、剪纸、读屏软件", 沟通技能="盲文")
    assert candidate.access_skills == frozenset({"csl", "braille", "screen_reader"})
    assert [skill.name for skill in candidate.resume.skills] == ["剪纸"]
    assert [fault.severity for fault in faults] == ["warning", "warning"]


def test_negative_and_impossible_figures_keep_the_row_out(tmp_path: Path) -> None:
    fault = rejected(tmp_path, 期望月薪="-2000")
    assert (fault.column, fault.value, fault.problem.en) == ("期望月薪", "-2000", "a wage cannot be negative")
    assert rejected(tmp_path, 每天最多小时="30").problem.en == "outside 0 to 24"
    assert rejected(tmp_path, 最长通勤分钟="-5").problem.en == "outside 0 to 1440"


@pytest.mark.parametrize(
    ("words", "pay"),
    [("2500", 2500), ("2500-3500元/月", 2500), ("3千以上", 3000), ("面议", None), ("100元/天", 2175)],
)
def test_a_wished_wage_in_words(tmp_path: Path, words: str, pay: int | None) -> None:
    candidate, _, faults = one(tmp_path, 期望月薪=words)
    assert (candidate.wishes.pay_min, faults) == (pay, ())


def test_what_cannot_be_read_is_kept_as_text_and_reported(tmp_path: Path) -> None:
    candidate, _, faults = one(tmp_path, 期望月薪="够吃饭就行", 学历="夜校", 工作年限="好几年", 意向区域="火星", 求职说明="离家近")
    assert candidate.wishes.text == "离家近\n期望薪资：够吃饭就行\n意向区域：火星"
    assert candidate.resume.experience == "学历：夜校\n工作年限：好几年"
    assert [(fault.column, fault.severity) for fault in faults] == [
        ("学历", "warning"),
        ("工作年限", "warning"),
        ("期望月薪", "warning"),
        ("意向区域", "warning"),
    ]
    batch = read(write_csv(tmp_path / "b.csv", ("残疾人证号", "学历"), (NUMBER, "夜校")))
    assert (batch.faults, len(batch.unparsed)) == ((), 1)


def test_of_an_address_the_district_alone_is_open(tmp_path: Path) -> None:
    candidate, _, _ = one(tmp_path, 居住区="武汉市洪山区样例路9号3栋", 联系说明="只发短信")
    assert (candidate.home.text, candidate.home.address, candidate.home.district) == ("洪山区", "", "420111")
    assert candidate.person.contact_note == "只发短信；住址：武汉市洪山区样例路9号3栋"
    assert "样例路" not in repr(candidate)
    zone, _, faults = one(tmp_path, 居住区="东湖高新区（洪山区）")
    assert (zone.home.zone, zone.home.district, zone.person.contact_note, faults) == ("东湖高新区", "420111", None, ())


@pytest.mark.parametrize(
    ("words", "city", "district"),
    [("青山区", "武汉", "420107"), ("洪山", "武汉", "420111"), ("包头市青山区", "包头", None), ("长沙", "长沙", None)],
)
def test_a_bare_district_is_one_of_wuhan(tmp_path: Path, words: str, city: str, district: str | None) -> None:
    candidate, _, faults = one(tmp_path, 居住区=words)
    assert (candidate.home.city, candidate.home.district, faults) == (city, district, ())


def test_a_home_that_names_no_known_place_is_personal_text(tmp_path: Path) -> None:
    candidate, _, faults = one(tmp_path, 居住区="样例大院5号")
    assert (candidate.home.text, candidate.home.city) == ("", None)
    assert candidate.person.contact_note == "住址：样例大院5号"
    assert [(fault.column, fault.value, fault.severity) for fault in faults] == [("居住区", HIDDEN, "warning")]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"残疾类别": "视力"}, "残疾类别"),
        ({"残疾等级": "四级"}, "残疾等级"),
        ({"性别": "男"}, "性别"),
        ({"出生日期": "1991-03-05"}, "出生日期"),
    ],
)
def test_a_column_that_contradicts_the_number_is_reported_and_the_number_wins(
    tmp_path: Path, cells: dict[str, str], column: str
) -> None:
    candidate, details, faults = one(tmp_path, **cells)
    assert [(fault.column, fault.value, fault.severity) for fault in faults] == [(column, HIDDEN, "warning")]
    assert (candidate.person.birth, candidate.person.sex) == (date(1990, 3, 5), "female")
    assert details is not None
    assert (details.category, details.grade) == (4, 2)


def test_two_documents_of_two_people_in_one_row(tmp_path: Path) -> None:
    assert rejected(tmp_path, 身份证号=OTHER[:18]).problem.en == "differs from the first 18 characters of the certificate number"


def test_grades_of_other_credentials(tmp_path: Path) -> None:
    headers = ("编号", "证件类别", "残疾等级", "残疾类别")
    rows = (
        ("1", "残疾军人证", "八级", ""),
        ("2", "工伤伤残", "10", ""),
        ("3", "残疾人证", "3级", "肢体残疾"),
        ("4", "残疾军人证", "9", ""),
    )
    batch = read(write_csv(tmp_path / "a.csv", headers, *rows))
    details = [details for _, details, _ in batch.records]
    assert [None if one is None else (one.category, one.grade) for one in details] == [(None, 8), (None, 10), (4, 3), None]
    assert [(fault.row, fault.column, fault.value) for fault in batch.faults] == [(5, "残疾等级", HIDDEN)]


def test_a_document_of_another_kind_has_a_number_of_another_shape(tmp_path: Path) -> None:
    headers = ("残疾人证号", "证件类别", "身份证号", "残疾等级")
    rows = (("军-A 00123", "残疾军人证", "", "6"), ("军-A 00124", "残疾军人证", CITIZEN, "6"), ("军-A 00125", "残疾人证", "", ""))
    batch = read(write_csv(tmp_path / "a.csv", headers, *rows))
    assert [(candidate.id, details) for candidate, details, _ in batch.records] == [
        ("c_<document:军A00123>", CertificateDetails(candidate="c_<document:军A00123>", number="军A00123", grade=6)),
        (f"c_<citizen:{CITIZEN}>", CertificateDetails(candidate=f"c_<citizen:{CITIZEN}>", number="军A00124", grade=6)),
    ]
    assert [(fault.row, fault.column, fault.value) for fault in batch.faults] == [(4, "残疾人证号", HIDDEN)]


def test_a_date_that_is_no_whole_date_is_left_out(tmp_path: Path) -> None:
    candidate, _, faults = one(tmp_path, 证件有效期="2031年", 评估日期="2027-01-01", 文字信息获取="2")
    assert candidate.credential.valid_until is None
    assert candidate.profile.assessments[0] == assessment(2)
    assert sorted((fault.column, fault.value) for fault in faults) == [("证件有效期", "2031年"), ("评估日期", "2027-01-01")]


def test_a_failed_formula_is_named(tmp_path: Path) -> None:
    fault = rejected(tmp_path, 学历="#REF!")
    assert (fault.column, fault.value, fault.problem.en) == ("学历", "#REF!", "the cell holds a formula error")


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    candidate, _, _ = one(tmp_path, 工作经历='=HYPERLINK("x")', 姓名="@样例")
    assert (candidate.resume.experience, candidate.person.name) == ('=HYPERLINK("x")', "@样例")


def test_a_column_that_nobody_reads_is_said_once(tmp_path: Path) -> None:
    batch = read(write_csv(tmp_path / "a.csv", ("序号", "残疾人证号", "星座"), ("1", NUMBER, "金牛"), ("2", OTHER, "水瓶")))
    assert [(fault.row, fault.column, fault.severity) for fault in batch.faults] == [(None, "星座", "warning")]


def test_gb18030_titles_and_footers(tmp_path: Path) -> None:
    rows = [("某区残疾人求职登记", "", ""), ("残疾人证号", "姓名", "性别"), (NUMBER, "𠮷甲", "女"), ("合计", "", "")]
    path = tmp_path / "a.csv"
    with path.open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    batch = read(path)
    assert [(candidate.person.name, row) for candidate, _, row in batch.records] == [("𠮷甲", 3)]
    assert [(fault.row, fault.severity) for fault in batch.faults] == [(4, "warning")]


def test_a_foreign_layout_with_a_mapping(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("证号", "视", "愿"), (NUMBER, "好", "文员"), (OTHER, "无", "客服"))
    mapping = Mapping(
        name="old",
        kind="candidates",
        columns={"证号": "certificate_number", "视": "ability:text_access", "愿": "occupations"},
        values={"ability:text_access": {"好": "4", "无": "0"}},
        constants={"credential_kind": "残疾人证"},
    )
    records = read(path, mapping).records
    assert [(candidate.profile.level("text_access"), candidate.wishes.occupations) for candidate, _, _ in records] == [
        (4, ("文员",)),
        (0, ("客服",)),
    ]


def test_a_mapping_to_a_field_that_is_none(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("证号",), (NUMBER,))
    with pytest.raises(ImportRefused) as refused:
        read(path, Mapping(name="old", kind="candidates", columns={"证号": "certificate"}))
    assert "certificate" in refused.value.text.en


def test_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{{"certificate_number": "{NUMBER}", "text_access": 3, "skills": ["打字", "剪纸"]}}\nnonsense\n', "utf-8")
    batch = read(path)
    ((candidate, _, row),) = batch.records
    assert (row, candidate.profile.level("text_access"), [s.name for s in candidate.resume.skills]) == (1, 3, ["打字", "剪纸"])
    assert (batch.rows, [(fault.row, fault.severity) for fault in batch.faults]) == (2, [(2, "rejected")])


def test_twice_gives_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "a.csv", ("残疾人证号", "姓名"), (NUMBER, "样例甲"), (OTHER, "样例乙"))
    assert read(path) == read(path)


def test_an_employer_by_code_and_by_name() -> None:
    assert employer_key("91420100ma4kxxxxxx") == "name:91420100ma4kxxxxxx"
    assert employer_key("91350100M000100Y43") == "code:91350100M000100Y43"
    assert employer_key(" 样例（武汉）公司 ") == "name:样例(武汉)公司"


@pytest.mark.parametrize(
    ("cell", "track", "warnings"), [("50岁起", "w50", 0), ("55岁起", "w55", 0), ("w55", "w55", 0), ("", None, 0), ("53岁", None, 1)]
)
def test_the_retirement_rule_is_one_of_two_or_not_known(tmp_path: Path, cell: str, track: str | None, warnings: int) -> None:
    candidate, _, faults = one(tmp_path, 女职工退休=cell)
    assert (candidate.person.retirement_track, len(faults)) == (track, warnings)
    assert all(fault.value == HIDDEN for fault in faults)
