"""The plan of a person: what stands in it, in both languages, and what never does."""

import re
from dataclasses import fields, replace
from datetime import date

from matching.judgement import applicant, judge, opening
from matching.ledger import Member, four_ones
from matching.person_plan import PersonPlan, PlanChange, PlanFacts, PlanMatch, SectionKey, write_plan
from matching.policy import policy_on
from matching.records import (
    Candidate,
    Course,
    CredentialKind,
    GraduateData,
    Licence,
    PostingKind,
    Resume,
    Service,
    ServiceKind,
    Skill,
    Training,
    Wishes,
)
from matching.subsidies import Applying, hints_on
from matching.unlock.change import ability_answer, accommodation_change
from tests.matching.personas import CHEN, DATA_ENTRY, HOTLINE, LIN_DEAF, POSTS, SILENT, SUN_UNASSESSED

TODAY = date(2026, 11, 26)
POLICY = policy_on(TODAY)
OPEN_COURSE = Course(id="k1", name="办公软件班", provider="样例学校", register_by=date(2026, 12, 5))
PAST_COURSE = Course(id="k2", name="旧班", provider="样例学校", ends_on=date(2026, 1, 1))
CHINESE = re.compile("[一-鿿]")


def _match(person: Candidate, posting: object = DATA_ENTRY) -> PlanMatch:
    one, other = applicant(person, POLICY), opening(posting)  # type: ignore[arg-type]
    return PlanMatch(posting.id, posting.title, "样例公司", judge(one, other, POLICY), one, other)  # type: ignore[attr-defined]


def _facts(person: Candidate, **more: object) -> PlanFacts:
    return replace(PlanFacts(person.id, TODAY, person.wishes, person.resume), **more)  # type: ignore[arg-type]


def _lines(plan: PersonPlan, key: SectionKey, language: str = "zh") -> list[str]:
    return [getattr(line.text, language) for line in plan.section(key).lines]


LIN = _facts(
    LIN_DEAF,
    matches=(_match(LIN_DEAF), _match(LIN_DEAF, HOTLINE)),
    changes=(PlanChange(accommodation_change("visual_alarm"), 3), PlanChange(ability_answer("reading"), 2)),
    courses=(OPEN_COURSE, PAST_COURSE),
    trainings=(Training(candidate=LIN_DEAF.id, course="k2", state="completed"),),
    support=hints_on(Applying(frozenset({PostingKind.START_UP}), CredentialKind.CERTIFICATE), TODAY),
    services=four_ones(
        [Member(LIN_DEAF.id, None, True, True, True)],
        [Service(candidate=LIN_DEAF.id, kind=ServiceKind.VERIFICATION, on=date(2026, 3, 2), by="a", note="听力一级")],
        TODAY,
    )[0],
)
PLAN = write_plan(LIN)


def test_every_section_is_there_in_order_and_none_is_empty() -> None:
    assert [section.key for section in PLAN.sections] == list(SectionKey)
    assert [section.key for section in write_plan(_facts(SUN_UNASSESSED)).sections if not section.lines] == []


def test_wishes_and_strengths_are_those_on_record() -> None:
    assert _lines(PLAN, SectionKey.WISHES) == ["想做：数据录入。", "每月至少 4,000 元。"]
    assert _lines(PLAN, SectionKey.STRENGTHS, "en") == ["Skills: 数据录入."]


def test_all_wishes_in_words() -> None:
    wishes = Wishes(
        kinds=frozenset({"courier", "public_welfare"}),
        hours_max=6.5,
        minutes_max=40,
        districts=frozenset({"420106", "东湖高新区"}),
        remote="welcome",
    )
    plan = write_plan(_facts(CHEN, wishes=wishes))
    assert _lines(plan, SectionKey.WISHES) == [
        "愿意的岗位类型：快递岗位、公益性岗位。",
        "每天最多 6.5 小时。",
        "单程最多 40 分钟。",
        "愿意去的区：武昌区、东湖高新区。",
        "在家工作也可以。",
    ]


def test_posts_that_fit_are_named_and_the_rest_is_counted() -> None:
    assert _lines(PLAN, SectionKey.OPEN) == ["数据录入员（样例公司）：这份工作你可以做。", "看过的岗位里有 1 个现在还不合适。"]


def test_each_question_stands_once_with_how_many_posts_wait() -> None:
    again = SILENT.model_copy(update={"id": "p_再"})
    plan = write_plan(_facts(SUN_UNASSESSED, matches=tuple(_match(SUN_UNASSESSED, one) for one in (SILENT, again))))
    lines = _lines(plan, SectionKey.ASK)
    assert len(lines) == len(set(lines))
    assert [line for line in lines[:-1] if not line.endswith("等着答案的岗位：2 个。")] == []
    assert (len(lines), lines[-1][:7]) == (11, "另外还有 53")


def test_changes_say_who_makes_them_and_which_are_only_bounds() -> None:
    assert _lines(PLAN, SectionKey.CHANGES, "en") == [
        "Visual alarm: opens 3 posts. By: the employer.",
        "Assess: Understanding written language: opens 2 posts at most. By: a public service.",
    ]


def test_courses_are_open_or_the_person_s_own() -> None:
    assert _lines(PLAN, SectionKey.TRAINING) == [
        "可以报名：办公软件班（样例学校），2026-12-05 前（含）。",
        "已完成：旧班（样例学校）。",
    ]


def test_services_and_steps_say_what_is_due() -> None:
    assert _lines(PLAN, SectionKey.SERVICES)[:2] == ["信息核对：已做，2026-03-02。", "能力评估：还没有做。"]
    steps = _lines(PLAN, SectionKey.STEPS)
    assert steps[:3] == ["辅导员：做能力评估。", "辅导员：做需求登记。", "辅导员：做就业服务。"]
    assert steps[-1] == "本人：可以报名：办公软件班（样例学校），2026-12-05 前（含）。"


def test_hints_on_support_keep_their_doubt() -> None:
    (sheltered,) = hints_on(Applying(frozenset({PostingKind.AUXILIARY}), CredentialKind.VETERAN), TODAY)
    (line,) = write_plan(_facts(CHEN, support=(sheltered,))).section(SectionKey.SUPPORT).lines
    assert line.to_confirm
    assert [line.to_confirm for line in PLAN.section(SectionKey.SUPPORT).lines] == [False, False]


def test_no_diagnosis_category_or_grade_has_a_place() -> None:
    assert {field.name for field in fields(PlanFacts)} == {
        *("candidate", "on", "wishes", "resume", "matches", "changes", "courses", "trainings", "support", "services")
    }


def test_what_somebody_wrote_freely_is_not_copied() -> None:
    """Each of these texts could leak: a wish, an experience, an evidence, a certificate, a service's note."""
    secret = "听力残疾一级"
    resume = Resume(
        skills=(Skill(name="打字", evidence=secret),),
        certificates=("残疾人证", secret, "电工证"),
        licences=(Licence(name="car"),),
        experience=secret,
        experience_years=3,
        graduate=GraduateData(school="某学校", major="会计"),
    )
    facts = replace(LIN, resume=resume, wishes=Wishes(text=secret, occupations=("文员",)))
    whole = "\n".join(f"{line.text.zh}\n{line.text.en}" for section in write_plan(facts).sections for line in section.lines)
    assert "电工证" in whole
    assert "学的专业：会计。" in whole
    for word in ("残疾", "一级", secret, "听力"):
        assert word not in whole


def test_the_english_has_no_chinese_but_names() -> None:
    english = "\n".join(line.text.en for section in PLAN.sections for line in section.lines)
    for name in ("数据录入员", "数据录入", "样例公司", "办公软件班", "样例学校", "旧班"):
        english = english.replace(name, "")
    assert CHINESE.findall(english) == []


def test_many_posts_are_cut_and_the_rest_is_told() -> None:
    matches = tuple(_match(CHEN, DATA_ENTRY.model_copy(update={"id": f"p{i}"})) for i in range(13))
    lines = _lines(write_plan(_facts(CHEN, matches=matches)), SectionKey.OPEN)
    assert (len(lines), lines[-1]) == (11, "另外还有 3 个。")


def test_the_same_facts_give_the_same_plan() -> None:
    assert write_plan(LIN) == PLAN
    assert {post.id for post in POSTS} >= {match.posting for match in LIN.matches}
