"""The words of job boards for what a job asks and gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importers import terms
from data.importers.columns_candidates import LICENCES
from data.importers.terms import (
    MASK,
    find_age,
    find_hours,
    find_licences,
    is_welfare,
    mask_contacts,
    read_age,
    read_education,
    read_experience,
    read_headcount,
    read_hours,
    read_licence,
    split_known,
    split_list,
)
from matching.knowledge import CATALOGUE
from matching.records import AgeClause, Education, Hours


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("不限", Education.NONE),
        ("学历不限", Education.NONE),
        ("初中及以下", Education.NONE),
        ("小学", Education.PRIMARY),
        ("初中", Education.JUNIOR),
        ("高中", Education.SENIOR),
        ("中专", Education.SENIOR),
        ("中技", Education.SENIOR),
        ("大专", Education.COLLEGE),
        ("大专及以上", Education.COLLEGE),
        ("大专或本科", Education.COLLEGE),
        ("本科", Education.BACHELOR),
        ("硕士研究生", Education.MASTER),
        ("博士", Education.DOCTOR),
        ("英语熟练", None),
        ("", None),
    ],
)
def test_education_is_the_least_that_is_accepted(text: str, level: Education | None) -> None:
    assert read_education(text) == level


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3-4年工作经验", 3.0),
        ("5-7年", 5.0),
        ("1-3年", 1.0),
        ("10年以上工作经验", 10.0),
        ("7年以上", 7.0),
        ("1年以下", 0.0),
        ("无工作经验", 0.0),
        ("经验不限", 0.0),
        ("不限", 0.0),
        ("应届毕业生", 0.0),
        ("半年以上", 0.5),
        ("六个月以上", 0.5),
        ("两年以上相关工作经验", 2.0),
        ("3", 3.0),
        ("本科", None),
        ("英语", None),
        ("99年", None),
    ],
)
def test_experience_is_the_least_that_is_asked(text: str, years: float | None) -> None:
    assert read_experience(text) == years


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("1人", 1),
        ("招2人", 2),
        ("5-10人", 5),
        ("十名", 10),
        ("150", 150),
        ("若干人", None),
        ("若干", None),
        ("0", None),
        ("-3", None),
        ("不限", None),
    ],
)
def test_headcount_is_a_lower_bound_or_unknown(text: str, count: int | None) -> None:
    assert read_headcount(text) == count


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("任职要求：年龄25-32岁，形象好", AgeClause(minimum=25, maximum=32, text="年龄25-32岁")),
        ("年龄在18至45周岁之间", AgeClause(minimum=18, maximum=45, text="年龄在18至45周岁之间")),
        ("35岁以下", AgeClause(maximum=35, text="35岁以下")),
        ("年满18周岁", AgeClause(minimum=18, text="年满18周岁")),
        ("年龄不超过40岁", AgeClause(maximum=40, text="年龄不超过40岁")),
    ],
)
def test_an_age_clause_keeps_its_words(text: str, clause: AgeClause) -> None:
    assert find_age(text) == clause


@pytest.mark.parametrize(
    "text", ["面向3-6岁儿童授课", "公司成立于2004年，平均年龄年轻", "6-12岁少儿编程", "3年以上经验", "200-300人"]
)
def test_what_is_no_age_clause(text: str) -> None:
    assert find_age(text) is None


def test_an_age_cell_that_is_not_understood_keeps_its_words() -> None:
    assert read_age("青壮年优先") == AgeClause(text="青壮年优先")
    assert read_age("18-45") == AgeClause(minimum=18, maximum=45, text="18-45")
    assert read_age("45-18").minimum is None


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("朝九晚六，周末双休", (8.0, 5.0, None)),
        ("早九晚五", (8.0, None, None)),
        ("朝九晚五 双休", (8.0, 5.0, None)),
        ("8小时双休", (8.0, 5.0, None)),
        ("9:00-18:00，单休", (8.0, 6.0, None)),
        ("每天工作6小时", (6.0, None, None)),
        ("4小时", (4.0, None, None)),
        ("做五休二 行政班", (None, 5.0, "day")),
        ("大小周", (None, 5.5, None)),
        ("两班倒", (None, None, "rotating")),
        ("白班夜班轮流", (None, None, "rotating")),
        ("夜班", (None, None, "night")),
        ("不上夜班", (None, None, "day")),
        ("五险一金", (None, None, None)),
    ],
)
def test_hours_by_the_words_of_boards(text: str, hours: tuple[float | None, float | None, str | None]) -> None:
    found = read_hours(text)
    assert (found.per_day, found.days_per_week, found.shift) == hours


def test_running_text_is_read_only_where_it_is_about_hours() -> None:
    found = find_hours("岗位职责：\n1、录入档案；\n2、24小时内回复客户；\n福利：做五休二，五险一金")
    assert (found.per_day, found.days_per_week, found.text) == (None, 5.0, "福利：做五休二")
    assert find_hours("1、24小时内回复客户；2、整理档案") == Hours()


def test_benefits_and_other_tags_are_told_apart() -> None:
    tags = ("五险一金", "年终奖金", "餐饮补贴", "带薪年假", "免费班车", "java", "语文老师", "客户资源", "数据挖掘", "电脑")
    assert [tag for tag in tags if is_welfare(tag)] == ["五险一金", "年终奖金", "餐饮补贴", "带薪年假", "免费班车"]


def test_lists_are_split_once_each_in_order() -> None:
    assert split_list("打字、表格,打字；  会计|无") == ("打字", "表格", "会计")
    assert split_list("五险一金 年终奖金  五险一金", spaces=True) == ("五险一金", "年终奖金")


def test_names_that_hold_a_separator_stay_whole() -> None:
    names = [row.zh for row in CATALOGUE.accommodations]
    assert split_known("、".join(names), names) == tuple(names)


@pytest.mark.parametrize("word", list(LICENCES))
def test_each_licence_of_the_sheet_has_the_records_name(word: str) -> None:
    assert read_licence(word) == LICENCES[word]


def test_a_licence_is_asked_or_only_wished() -> None:
    assert find_licences("1、须持健康证上岗；2、吃苦耐劳") == ("health_certificate",)
    assert find_licences("需持摩托车驾驶证") == ("motorcycle",)
    assert find_licences("有会计证者优先") == ()
    assert find_licences("负责审核健康证") == ()
    assert find_licences("持C1驾驶证，会办公软件") == ("car",)


@pytest.mark.parametrize(
    "words",
    [
        "有健康证或可办理健康证",
        "有健康证，可办理",
        "需有健康证（愿意办理）",
        "需持健康证，入职后办理",
        "有健康证或入职后办理健康证",
        "需健康证，可以办理",
    ],
)
def test_a_licence_that_may_be_obtained_later_is_no_hard_demand(words: str) -> None:
    assert find_licences(words) == ()
    assert find_licences(f"{words}；须持电工证") == ("electrician",)


def test_a_licence_of_the_sheet_is_known_however_it_is_spelled() -> None:
    words = ["驾驶证C1", "C5驾驶证", "机动车驾驶证（C1）", "特种作业操作证（低压电工）", "保健按摩师资格证书", "焊工证"]
    assert [read_licence(word) for word in words] == ["car", "car", "car", "electrician", "health_massage", None]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("请致电13900000000报名", f"请致电{MASK}报名"),
        ("咨询027-00000000", "咨询027-00000000"),
        ("电话：027-20000000", MASK),
        ("简历发至someone@example.com", f"简历发至{MASK}"),
        ("微信号：abc_12345", MASK),
        ("qq 123456789", MASK),
        ("139 0000 0000", MASK),
        ("联系人：王女士", MASK),
    ],
)
def test_contacts_leave_the_text(text: str, masked: str) -> None:
    assert mask_contacts(text).text == masked


@pytest.mark.parametrize(
    "text",
    ["处理1000000条数据", "编号20240101123456", "月薪4500-6000", "用微信接待客户", "2024年3月5日", "qq客服", "10000-15000元"],
)
def test_what_is_no_contact_stays(text: str) -> None:
    assert mask_contacts(text).text == text
    assert mask_contacts(text).contacts == ()


@given(st.text(max_size=60))
def test_no_text_makes_a_reader_fail(text: str) -> None:
    years, count = read_experience(text), read_headcount(text)
    assert years is None or 0 <= years <= 70
    assert count is None or 1 <= count <= 100_000
    clause, hours = read_age(text), read_hours(text)
    assert clause.minimum is None or clause.maximum is None or clause.minimum <= clause.maximum
    assert hours.per_day is None or 0 < hours.per_day <= 24
    assert read_education(text) in {None, *Education}


@given(
    st.text("0123456789１４-- ()转+@a:：微信企鹅号vxqıİ 元", max_size=24)
    | st.from_regex(r"[a元]?(?:1[3-9]\d|400|0\d{2,3})[ -]?\d{3,8}[ -]?\d{3,4}")
)
def test_a_text_that_is_passed_over_holds_no_contact(text: str) -> None:
    groups = terms._SEVEN_DIGITS.search(text) is not None or terms._CONTACT_HINT.search(text) is not None
    searched = terms._CONTACT.sub(MASK, terms._DOCUMENT.sub(terms.NUMBER_MASK, text)) if groups else text
    assert mask_contacts(text).text == searched


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.sampled_from(["联系{}", "手机:{}，", "{}（同微信）", "a {} b", "电话{}/027-88880000"]),
)
def test_no_mobile_number_survives(number: str, around: str) -> None:
    masked = mask_contacts(around.format(number))
    assert number not in masked.text
    assert number in "".join(masked.contacts)


@given(st.sampled_from(("微信", "wechat", "weixin", "vx", "v信", "qq", "扣扣")), st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_name_of_a_chat_is_known_in_any_case(word: str, upper: list[bool]) -> None:
    written = "".join(one.upper() if big else one for one, big in zip(word, upper, strict=False))
    masked = mask_contacts(f"有意者请加 {written}:abc12345")
    assert (masked.text, masked.contacts) == (f"有意者请加 {MASK}", (f"{written}:abc12345",))
