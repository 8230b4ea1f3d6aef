"""What reaches an encoder: wishes, skills and experience; never health, access routes, sex, age, contact or numbers."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.records import Education, GraduateData, Licence, Posting, Resume, Skill, SourceRef, Wishes
from matching.texts import affirmed, affirmed_title, normalise, posting_text, profile_text, redact, text_hash

PLANTED = (
    "听力残疾一级",
    "视力二级",
    "肢体残疾三级",
    "智力残疾 4级",
    "精神残疾",
    "聋人",
    "盲",
    "全盲",
    "哑",
    "轮椅",
    "假肢",
    "脑瘫",
    "癫痫",
    "抑郁症",
    "自闭症",
    "助听器",
    "人工耳蜗",
    "残疾人证",
    "残障",
    "手语",
    "盲文",
    "读屏软件",
    "听不清",
    "腿脚不方便",
    "行动不便",
    "wheelchair",
    "deaf",
    "Blind",
    "screen reader",
    "autism",
    "男性",
    "女",
    "35岁",
    "18-45周岁",
    "四十五岁",
    "1990年出生",
    "90后",
    "13812345678",
    "138 1234 5678",
    "+86 138-1234-5678",
    "027-87654321",
    "42010119900307451X",
    "420101 19900307 451X",
    "42010119900307451X43B1",
    "who@example.com",
    "微信：abc_12345",
    "QQ 123456789",
    "１３８１２３４５６７８",
)
FORBIDDEN = re.compile(
    r"残|障|听力|视力|肢体|智力|精神|聋|盲|哑|轮椅|假肢|脑瘫|癫痫|抑郁|自闭|助听|耳蜗|手语|读屏|听不清|不方便|不便|[一二三四1-4]\s*级|男|女|岁|90后|出生|"
    r"\d{5,}|\d{3,}[ -]\d|@|abc_|wheelchair|deaf|blind|screen|autism",
    re.IGNORECASE,
)  # fmt: skip


@pytest.mark.parametrize("word", PLANTED)
def test_redact_leaves_nothing_of_it(word: str) -> None:
    assert FORBIDDEN.search(word.translate(str.maketrans("１３８２４５６７", "13824567")))
    left = redact(f"会数据录入，{word}，做过客服三年")
    assert FORBIDDEN.search(left) is None
    assert re.sub(r"[\s,。:]", "", left) == "会数据录入做过客服三年"


@given(words=st.lists(st.sampled_from(PLANTED), min_size=1, max_size=4), filler=st.sampled_from(["会打字，", "做过仓库。", " "]))
def test_redact_leaves_nothing_of_several(words: list[str], filler: str) -> None:
    assert FORBIDDEN.search(redact(filler.join(words))) is None


@given(text=st.text(alphabet="听力残疾一级男女岁1234567890-@abc 录入。，", max_size=60))
def test_redacting_twice_changes_nothing_more(text: str) -> None:
    once = redact(redact(text))
    assert redact(once) == once


@pytest.mark.parametrize(
    "text",
    ["通过英语四级", "二级建造师", "发扬团队精神", "月薪4500-6000元", "做过客服三年", "女装导购", "会用excel和photoshop"],
)  # fmt: skip
def test_words_about_work_stay(text: str) -> None:
    assert redact(text) == text


def test_my_name_is_removed() -> None:
    assert redact("我叫王小明，想做客服") == ",想做客服"
    assert redact("联系人：李四，做客服") == ",做客服"


RESUME = Resume(
    skills=(Skill(name="数据录入", evidence="每分钟80字"), Skill(name="手语")),
    certificates=("残疾人证", "会计证"),
    licences=(Licence(name="medical_massage"),),
    education=Education.COLLEGE,
    experience="听力残疾二级，在仓库做过三年，电话13812345678",
    graduate=GraduateData(school="某某特殊教育学院", major="工艺美术"),
)
WISHES = Wishes(occupations=("录入员", "盲人按摩"), text="想在家附近工作，我是女的", pay_min=3000)


def test_a_profile_holds_wishes_skills_and_experience_alone() -> None:
    assert profile_text(RESUME, WISHES) == (
        "录入员。按摩。想在家附近工作,我是 的。数据录入。每分钟80字。会计证。工艺美术。,在仓库做过三年,电话"
    )


def test_an_empty_profile_is_an_empty_text() -> None:
    assert profile_text(Resume(), Wishes()) == ""
    assert profile_text(Resume(skills=(Skill(name="手语"),)), Wishes(text="，")) == ""


def test_a_posting_holds_title_skills_and_text_alone() -> None:
    posting = Posting(
        id="p",
        employer="e",
        title="数据录入员（限肢体残疾）",
        text="核对表格，18-40岁，有意者加微信abc_12345",
        skills=("Excel", "screen_reader"),
        source=SourceRef(name="t"),
        tags=("残疾人专岗",),
        welfare=("五险",),
        contact="13812345678",
    )
    assert posting_text(posting) == "数据录入员(限 )。excel。核对表格, ,有意者加"


def test_a_hash_tells_texts_apart() -> None:
    assert text_hash("客服") == text_hash("客服")
    assert len({text_hash(text) for text in ("客服", "客服 ", "")}) == 3


@pytest.mark.parametrize(
    "told",
    [
        "不能说话",
        "口齿不太清楚",
        "高位截瘫",
        "半边身子不灵便",
        "一只手干活",
        "个子矮",
        "腰不好",
        "身体弱",
        "学东西慢",
        "要人多教几遍",
        "妈妈陪着来",
        "不能久站",
        "提不动",
        "怕生人",
    ],
)
def test_barriers_in_people_s_own_words_are_taken_out(told: str) -> None:
    left = redact(f"会打字，{told}，想找客服")
    assert "打字" in left
    assert "客服" in left
    assert not set(left) & set(told) - set("会打字想找客服，, ")


@pytest.mark.parametrize("kept", ["一手资料", "接单手续", "手机直播", "高中学历", "上身效果", "家政服务", "学历提升", "监控室值守"])
def test_words_that_only_look_like_it_stay(kept: str) -> None:
    assert redact(kept) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("没有做过保洁,会打字", "会打字"),
        ("不想做客服、销售;想做保洁", "想做保洁"),
        ("不愿做客服,但做过保洁", "做过保洁"),
        ("不想做客服而是想做保洁", "想做保洁"),
        ("未做过客服。未来想学面点", "未来想学面点"),
        ("never worked as a cook;knows java", "knows java"),
        ("会打字,除了保洁都可以", "会打字"),
        ("想在家办公,不要电话销售。", "想在家办公"),
        ("负责录入,无需接打电话,非销售岗", "负责录入"),
        # What only sounds like a denial, and what concedes, stays, signs and all.
        ("做过客服,会打字", "做过客服,会打字"),
        ("做保洁没问题。", "做保洁没问题。"),
        ("干了三年收银没出过差错", "干了三年收银没出过差错"),
        ("没做过面点也可以学", "没做过面点也可以学"),
        ("", ""),
    ],
)
def test_a_denied_clause_affirms_nothing(text: str, expected: str) -> None:
    assert affirmed(text) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("英语助教/非销售岗+六险一金", "英语助教/六险一金"),
        ("电商运营(非销售,纯运营)", "电商运营(纯运营)"),
        ("区域运营主管(无销售)", "区域运营主管"),
        ("客服[无销售性质]", "客服"),
        ("销售主管(双休)", "销售主管(双休)"),
    ],
)
def test_a_title_loses_the_part_that_it_denies(title: str, expected: str) -> None:
    assert affirmed_title(title) == expected


@given(text=st.text(alphabet="没做过保洁不想客服,。;会打字除了", max_size=40))
def test_what_is_affirmed_affirms_all_of_itself(text: str) -> None:
    assert affirmed(affirmed(text)) == affirmed(text)


def test_neither_text_holds_what_was_denied() -> None:
    resume = Resume(experience="没做过保洁,在食堂切过菜")
    wishes = Wishes(occupations=("厨工",), text="想做厨房的活,不想做销售")
    assert profile_text(resume, wishes) == "厨工。想做厨房的活。在食堂切过菜"
    posting = Posting(id="p", employer="e", title="文员(非销售岗)", text="整理档案,不需要接打电话", source=SourceRef(name="t"))
    assert posting_text(posting) == "文员。整理档案"


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    assert normalise("電話客服,資料錄入") == "电话客服,资料录入"
    assert normalise("里裏裡乾") == "里里里乾"


@pytest.mark.parametrize("word", ["聽力殘疾一級", "視力障礙", "輪椅", "癲癇", "聾啞人", "無障礙設施"])
def test_traditional_health_words_are_redacted(word: str) -> None:
    assert re.sub(r"[\s,]", "", redact(f"會打字,{word}")) == "会打字"
