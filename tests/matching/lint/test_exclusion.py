"""Whom a clause keeps out, as far as it can be counted."""

from datetime import date

import pytest

from matching.lint import Exclusion, lint_text
from matching.lint.exclusion import number
from matching.policy import policy_on

POLICY = policy_on(date(2026, 11, 26))


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("限肢体残疾", {4}),
        ("仅限听力、言语残疾人", {2, 3}),
        ("只招聋哑人", {2, 3}),
        ("只招盲人", {1}),
        ("不招精神残疾", {1, 2, 3, 4, 5, 7}),
        ("限定智力类残疾人员", {5}),
        ("多重残疾优先", {7}),
        ("限肢残、听残", {2, 4}),
        ("肢残、听残优先", {2, 4}),
        ("智力、精神残疾除外", {1, 2, 3, 4, 7}),
        ("智力残疾、精神残疾除外", {1, 2, 3, 4, 7}),
        ("聋哑人除外", {1, 4, 5, 6, 7}),
    ],
)
def test_categories(text: str, keeps: set[int]) -> None:
    (flag,) = [flag for flag in lint_text("文员", text, POLICY) if flag.name == "category_only"]
    assert flag.excludes == Exclusion("category", frozenset(keeps))


@pytest.mark.parametrize(
    ("text", "keeps"),
    [
        ("残疾四级优先", {4}),
        ("限三级及四级残疾人", {3, 4}),
        ("残疾等级要求为二级至四级", {2, 3, 4}),
        ("一、二级残疾人优先", {1, 2}),
        ("限3级残疾人", {3}),
        ("轻度残疾优先", {3, 4}),
        ("仅限重度残疾人", {1, 2}),
        ("要求持残疾证一级", {1}),
        ("肢残四级", {4}),
        ("轻度残疾", {3, 4}),
    ],
)
def test_grades(text: str, keeps: set[int]) -> None:
    (flag,) = [flag for flag in lint_text("文员", text, POLICY) if flag.name == "grade_limit"]
    assert flag.excludes == Exclusion("grade", frozenset(keeps))


@pytest.mark.parametrize("text", ["残疾三级以上优先", "残疾一级至四级优先"])
def test_grades_that_cannot_be_told_or_keep_nobody_out(text: str) -> None:
    (flag,) = [flag for flag in lint_text("文员", text, POLICY) if flag.name == "grade_limit"]
    assert flag.excludes is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("18-35岁", 18, 35),
        ("35周岁以下", None, 35),
        ("年龄20～４５周岁", 20, 45),
        ("二十五岁到四十岁", 25, 40),
        ("22岁以上", 22, None),
        ("11.40周岁以下", None, 40),
        ("未满50岁", None, 49),
        ("低于45周岁", None, 44),
        ("不超过45周岁", None, 45),
        ("under 35", None, 34),
    ],
)
def test_ages(text: str, low: int | None, high: int | None) -> None:
    (flag,) = lint_text("文员", text, POLICY)
    assert flag.excludes == Exclusion("age", minimum=low, maximum=high)


@pytest.mark.parametrize("text", ["28岁左右", "1990年以后出生", "超龄勿扰"])
def test_ages_that_give_no_range(text: str) -> None:
    (flag,) = lint_text("文员", text, POLICY)
    assert (flag.name, flag.excludes) == ("age_range", None)


@pytest.mark.parametrize(("text", "sex"), [("仅限女性", "female"), ("男性优先", "male"), ("性别：男", "male")])
def test_sexes(text: str, sex: str) -> None:
    (flag,) = lint_text("文员", text, POLICY)
    assert flag.excludes == Exclusion("sex", frozenset({sex}))


@pytest.mark.parametrize("text", ["身体健康", "形象好", "身高165cm以上", "四肢健全", "武汉户籍优先", "活泼开朗"])
def test_what_is_not_recorded_cannot_be_counted(text: str) -> None:
    (flag,) = lint_text("文员", text, POLICY)
    assert flag.excludes is None


def test_who_is_kept_out() -> None:
    assert [years for years in range(16, 63) if not Exclusion("age", minimum=20, maximum=22).excludes(years)] == [20, 21, 22]
    assert [years for years in (17, 99) if Exclusion("age", minimum=18).excludes(years)] == [17]
    assert [code for code in range(1, 8) if Exclusion("category", frozenset({4})).excludes(code)] == [1, 2, 3, 5, 6, 7]
    assert Exclusion("sex", frozenset({"female"})).excludes("male")
    assert not Exclusion("sex", frozenset({"female"})).excludes("female")


@pytest.mark.parametrize(("written", "value"), [("35", 35), ("三十五", 35), ("十八", 18), ("四十", 40), ("十", 10), (None, None)])
def test_numbers(written: str | None, value: int | None) -> None:
    assert number(written) == value
