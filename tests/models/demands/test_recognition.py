"""Titles as boards write them, and the occupation they are for."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.occupation_profiles import profiles
from matching.records import PostingKind
from models.demands.characters import readable
from models.demands.likeness import Recognition
from models.demands.names import grams, names
from models.demands.recognition import LEAST_SCORE, recognise


def one(title: str, text: str = "", kind: PostingKind | None = None) -> Recognition:
    (found,) = recognise([readable(title)], [readable(text)], [kind])
    return found


def best(title: str, text: str = "", kind: PostingKind | None = None) -> str | None:
    found = one(title, text, kind)
    return names().targets[found.targets[0]].name if found.targets else None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("保洁", "保洁员"),
        ("急聘保洁员3000-4000元双休", "保洁员"),
        ("【武汉】电商客服(包住+五险一金)", "在线客服"),
        ("电话客服", "电话客服"),
        ("财务助理/文员/会计 税后5000", "财务助理"),
        ("快遞員(武昌片區)", "快递员"),
        ("外卖骑手", "网约配送员"),
        ("盲人保健按摩师", "保健按摩师"),
        ("医疗按摩师", "盲人医疗按摩人员"),
        ("Java开发工程师", "计算机软件工程技术人员"),
        ("CNC操机 长白班", "多工序数控机床操作调整工"),
        ("公益性岗位：社区保洁", "保洁员"),
        ("消控室值班员", "消防设施操作员"),
        ("项目经理", "项目管理工程技术人员"),
        ("项目经理储备（深圳）", "项目管理工程技术人员"),
        ("书法老师", "小学教师"),
        ("英语（小学）老师", "小学教师"),
        ("绘画老师", "小学教师"),
        ("手语老师", "手语翻译"),
        ("c++工程师", "计算机软件工程技术人员"),
        ("幼儿园老师+社保+双休", "幼儿园教师"),
        ("社保专员", "企业人力资源管理师"),
        ("汽车销售+高温补贴", "汽车销售顾问"),
        ("考研老师", "职业培训师"),
        ("门店储备干部", "连锁经营管理师"),
    ],
)
def test_a_title_is_recognised(title: str, expected: str) -> None:
    assert best(title) == expected


@pytest.mark.parametrize(
    "title",
    [
        "",
        "高薪",
        "诚邀您加入",
        "月入过万 日结",
        "🔥🔥招人啦",
        "Hello",
        "经理",
        "助理",
        "员工",
        "工作人员",
        "其他",
        "武汉 光谷",
        "储备干部",
        "管理培训生",
        "实习生（外包岗）",
        "a" * 50_000,
        "😀",
    ],
)
def test_a_title_that_names_no_work_is_not_recognised(title: str) -> None:
    assert one(title).targets == ()
    assert one(title).score < LEAST_SCORE


def test_every_name_and_title_of_a_profile_means_that_profile() -> None:
    rows = [(row.name, title) for row in profiles() for title in (row.name, *row.titles)]
    found = recognise([readable(title) for _, title in rows], [""] * len(rows), [None] * len(rows))
    wrong = [
        (name, title)
        for (name, title), recognition in zip(rows, found, strict=True)
        if not recognition.targets or names().targets[recognition.targets[0]].name != name
    ]
    assert wrong == []


def test_a_variant_of_one_kind_is_for_postings_of_that_kind() -> None:
    assert best("纸盒加工", kind=PostingKind.AUXILIARY) == "纸盒糊制员"
    assert best("烘焙助理", kind=PostingKind.PRIVATE_TARGETED) != "烘焙工坊学员"


def test_the_text_helps_where_the_title_could_mean_two_things() -> None:
    assert best("陶艺工作室助理", "揉泥、拉坯、上釉,陶艺体验课") == "陶瓷工艺品制作师"


def test_a_line_that_names_the_post_is_read() -> None:
    assert best("", "岗位名称：保洁员。要求吃苦耐劳") == "保洁员"
    assert best("某某公司", "现招 图书管理员 两名,招聘图书管理员2名") == "图书馆服务员"


@settings(deadline=None, max_examples=60)
@given(st.text(max_size=40), st.text(max_size=40))
def test_probabilities_fall_and_add_up_to_at_most_one(title: str, text: str) -> None:
    found = one(title, text)
    assert list(found.probabilities) == sorted(found.probabilities, reverse=True)
    assert sum(found.probabilities) <= 1 + 1e-6
    assert len(set(found.targets)) == len(found.targets) == len(found.probabilities)


def test_many_at_once_are_read_like_one_by_one() -> None:
    titles = [readable(title) for title in ("保洁", "", "会计/出纳", "Java", "保安员")]
    together = recognise(titles, [""] * len(titles), [None] * len(titles))
    for title, found in zip(titles, together, strict=True):
        alone = one(title)
        assert found.targets == alone.targets
        assert found.probabilities == pytest.approx(alone.probabilities)


@pytest.mark.parametrize(
    "begin",
    [
        "职能类别:",
        "职位类别:",
        "岗位名称:",
        "职位名称:",
        "招聘岗位:",
        "招聘职位:",
        "岗位:",
        "职位:",
        "诚聘",
        "急招",
        "急聘",
        "现招",
        "招聘",
    ],
)
def test_every_way_to_name_the_post_in_the_text_is_read(begin: str) -> None:
    assert best("", f"本店因业务发展,{begin}保洁员3名。") == "保洁员"


@given(st.text("保洁员java3+ ", max_size=12))
def test_grams_are_all_runs_of_one_two_and_three_units(text: str) -> None:
    units = re.findall(r"[a-z0-9+#.]+|[^a-z0-9+#.]", text) if re.search("[a-z0-9]", text) else list(text)
    runs = ["".join(units[at : at + size]) for size in (1, 2, 3) for at in range(len(units) - size + 1)]
    assert list(grams(text)) == runs
