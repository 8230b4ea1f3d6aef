"""The questions of one pair: every review carries them, and nothing else does."""

from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from matching.constraints.finding import Addressee
from matching.judgement import Applicant, applicant, judge, opening
from matching.policy import policy_on
from matching.questions import Question, pair_questions
from matching.records import (
    AbilityProfile,
    AssessmentSource,
    Demand,
    Eligibility,
    Provenance,
    Refusal,
    Refusals,
    Workplace,
    assessment,
)
from tests.matching.personas import DATA_ENTRY, HOTLINE, LIN_DEAF, SILENT, person, post
from tests.matching.questions.draws import draw_open_applicant, draw_open_posting

POLICY = policy_on(date(2026, 11, 26))
GROUND = Workplace(remote=False, floor=1, entrance_steps=0, toilet="accessible", commute=1)


def asked(someone: Applicant, posting: object) -> list[tuple[str, str]]:
    return [(q.addressee.value, q.key) for q in questions(someone, posting)]


def questions(someone: Applicant, posting: object) -> tuple[Question, ...]:
    other = opening(posting)  # type: ignore[arg-type]
    return pair_questions(judge(someone, other, POLICY), someone, other, candidate="c", posting="p")


def grown(someone: object) -> Applicant:
    """The persona, born in 1990: no rule has to ask."""
    changed = someone.model_copy(update={"person": someone.person.model_copy(update={"birth": date(1990, 5, 1), "sex": "male"})})  # type: ignore[attr-defined]
    return applicant(changed, POLICY)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_every_open_dimension_and_rule_has_a_question_in_both_languages(seed: int) -> None:
    draw = Random(seed)
    someone, other = draw_open_applicant(draw), opening(draw_open_posting(draw, 0))
    found = judge(someone, other, POLICY)
    made = pair_questions(found, someone, other, candidate="c", posting="p")
    if found.verdict != "review":
        assert made == ()
        return
    waiting = {name for question in made for name in question.waits}
    assert waiting == {*found.abilities, *(f"rule:{name}" for name in found.rules)}
    assert len(set(made)) == len(made)
    for question in made:
        assert min(len(question.text.zh), len(question.text.en)) > 0
        assert "{" not in question.text.zh + question.text.en
        about = (question.posting, question.candidate)
        assert about == (("p", None) if question.addressee is Addressee.EMPLOYER else (None, "c"))


def test_silent_posting_asks_the_employer_about_every_core_demand_and_part_of_the_building() -> None:
    keys = {key for _, key in asked(grown(person("工", {"lifting": 3, "stairs": 0, "toilet_self_care": 1, "commute": 2})), SILENT)}
    assert keys == {"demand:lifting", "workplace:entrance", "workplace:floor", "workplace:toilet", "workplace:commute"}


def test_unassessed_ability_asks_the_assessor() -> None:
    someone = grown(person("未", {"text_access": None}))
    assert asked(someone, post("读", "录入", {"text_access": 2})) == [("assessor", "assess:text_access")]


def test_unknown_demand_and_unknown_ability_ask_both() -> None:
    silent = post("默", "岗位", {}).model_copy(update={"demands": tuple(d for d in DATA_ENTRY.demands if d.dimension != "lifting")})
    someone = grown(person("未", {"lifting": None}))
    assert [row for row in asked(someone, silent) if row[1].endswith("lifting")] == [
        ("employer", "demand:lifting"),
        ("assessor", "assess:lifting"),
    ]


def test_inferred_gap_asks_the_employer_to_confirm() -> None:
    demand = Demand(dimension="lifting", level=3, provenance=Provenance.READ)
    others = tuple(d for d in post("搬", "岗位", {}).demands if d.dimension != "lifting")
    read = post("搬", "岗位", {}).model_copy(update={"demands": (*others, demand)})
    made = questions(grown(person("弱", {"lifting": 1})), read)
    assert [(q.addressee, q.key, q.posting, q.candidate) for q in made if "lifting" in q.key] == [
        (Addressee.EMPLOYER, "confirm:lifting", "p", None)
    ]
    assert "真的要求" in made[0].text.zh


def test_one_step_short_and_a_refused_swap_ask_the_counselor() -> None:
    base = post("专", "岗位", {"attention": 3})
    someone = grown(person("专", {"attention": 2}))
    assert asked(someone, base) == [("counselor", "one_step:attention")]
    minor = base.model_copy(update={"demands": tuple(d.model_copy(update={"marginal": d.level == 3}) for d in base.demands)})
    refusing = person("专", {"attention": 2}, refusals=Refusals(accommodations=frozenset({"swap_task"})))
    assert asked(grown(refusing), minor) == [("counselor", "swap:attention")]


def test_unknown_fact_asks_the_employer_and_names_the_fact() -> None:
    place = GROUND.model_copy(update={"statuses": {}})
    someone = grown(person("明", {"text_access": 0}, aids=(), access_skills=frozenset({"screen_reader"})))
    reading = post(
        "读", "岗位", {"text_access": 2}, Workplace.model_validate(place.model_dump() | {"statuses": {"screen_reader": "in_place"}})
    )
    made = questions(someone, reading)
    assert [(q.key, q.text.zh) for q in made] == [("fact:tools_accessible", "请问单位：工作软件能配合读屏使用吗？")]


def test_fact_and_needed_ability_are_both_asked_where_neither_alone_settles_it() -> None:
    reader = Workplace.model_validate(GROUND.model_dump() | {"statuses": {"screen_reader": "in_place"}})
    reading = post("读", "岗位", {"text_access": 2}, reader)
    unheard = person("明", {"text_access": 0, "hearing_speech": None}, access_skills=frozenset({"screen_reader"}))
    assert asked(grown(unheard), reading) == [("employer", "fact:tools_accessible"), ("assessor", "assess:hearing_speech")]
    known = reading.model_copy(update={"workplace": reader.model_copy(update={"facts": {"tools_accessible": True}})})
    assert asked(grown(unheard), known) == [("assessor", "assess:hearing_speech")]


def test_rules_ask_whom_they_name() -> None:
    public = DATA_ENTRY.model_copy(update={"eligibility": Eligibility(recognised_only=True)})
    assert asked(grown(person("认", {})), public) == [("candidate", "rule:recognition")]
    by_day = grown(person("夜", {}, refusals=Refusals(conditions=frozenset({Refusal.NIGHT}))))
    night = DATA_ENTRY.model_copy(
        update={
            "demands": tuple(
                Demand(dimension=d.dimension, level=4, provenance=Provenance.READ) if d.dimension == "night_shift" else d
                for d in DATA_ENTRY.demands
            )
        }
    )
    assert asked(by_day, night) == [("employer", "rule:night_work")]


def test_nothing_is_asked_of_a_pair_that_fits_or_is_blocked() -> None:
    assert questions(grown(person("好", {})), DATA_ENTRY) == ()
    assert questions(grown(LIN_DEAF), HOTLINE) == ()
    assert judge(grown(LIN_DEAF), opening(HOTLINE), POLICY).verdict == "blocked"


def test_outdated_assessment_is_asked_again() -> None:
    old = assessment(4, AssessmentSource.ASSESSOR, date(2020, 1, 1))
    levels = AbilityProfile.of({"text_access": old}, unlisted=4)
    made = questions(grown(person("旧", {}, profile=levels)), post("读", "录入", {"text_access": 2}))
    assert [(q.key, q.text.zh) for q in made] == [("assess:text_access", "评估已过有效期，请重新评估：文字信息获取")]
