"""Explanations: staff read all of it, the person their own, an employer two counts, auditors and administrators nothing."""

from datetime import date
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.constraints.rows import RULE_ROWS
from matching.explanation import Explanation, NotAllowed, entry_questions, explain, left_out_text, line_text
from matching.judgement import Applicant, Judgement, Opening, applicant, judge, opening
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import (
    LOCAL_ORGANIZER,
    Candidate,
    Eligibility,
    Person,
    Posting,
    PostingKind,
    Role,
    Stage,
    Viewer,
    Workplace,
)
from matching.shortlist import Counts
from matching.verdicts.wording import accommodation_names
from tests.matching.personas import (
    CHEN,
    DATA_ENTRY,
    HOTLINE,
    LIN_DEAF,
    SILENT,
    SUN_UNASSESSED,
    UPSTAIRS,
    WANG_WHEELCHAIR,
    ZHAO_BLIND,
    person,
    post,
)
from tests.matching.questions.draws import draw_open_applicant, draw_open_posting

POLICY = policy_on(date(2026, 11, 26))
COUNSELOR = Viewer(account="counselor", role=Role.COUNSELOR, district="420106")
READERS = Workplace(
    remote=False,
    floor=1,
    entrance_steps=0,
    toilet="accessible",
    commute=1,
    facts={"tools_accessible": True},
    statuses={"screen_reader": "in_place"},
)
WITH_READER = post("读屏", "数据录入员", {"text_access": 3, "keyboard_input": 3}, READERS)
PROMISED = WITH_READER.model_copy(
    update={"workplace": Workplace.model_validate(READERS.model_dump() | {"statuses": {"screen_reader": "committed"}})}
)


def known(someone: Candidate, **changes: object) -> Applicant:
    """The persona with a birth date, so that no rule has to ask."""
    grown = {"person": Person(name=someone.person.name, birth=date(1990, 5, 1), sex="male")}
    return applicant(someone.model_copy(update=grown | changes), POLICY)


def told(someone: Applicant, posting: Posting, viewer: Viewer = LOCAL_ORGANIZER, **options: object) -> Explanation | None:
    other = opening(posting)
    return explain(judge(someone, other, POLICY), someone, other, POLICY, viewer, **options)  # type: ignore[arg-type]


def whole(someone: Applicant, posting: Posting, **options: object) -> Explanation:
    found = told(someone, posting, **options)  # type: ignore[arg-type]
    assert found is not None
    return found


def employer(stage: Stage, organisation: str | None = "e_demo") -> Viewer:
    return Viewer(account="hr", role=Role.EMPLOYER, organisation=organisation, stage=stage)


PAIRS: list[tuple[str, Applicant, Posting]] = [
    ("eligible", known(CHEN), DATA_ENTRY),
    ("eligible_with", known(ZHAO_BLIND), WITH_READER),
    ("blocked", known(LIN_DEAF), HOTLINE),
    ("blocked", known(WANG_WHEELCHAIR), UPSTAIRS),
    ("review", known(WANG_WHEELCHAIR), SILENT),
    ("review", known(SUN_UNASSESSED), HOTLINE),
    ("blocked", known(CHEN, employment_aid_recognised=False), DATA_ENTRY.model_copy(update={"kind": PostingKind.PUBLIC_WELFARE})),
    ("review", known(CHEN), DATA_ENTRY.model_copy(update={"eligibility": Eligibility(recognised_only=True)})),
]


@pytest.mark.parametrize(
    ("someone", "posting", "zh", "en"),
    [
        (known(CHEN), DATA_ENTRY, "可胜任", "Can do it"),
        (known(ZHAO_BLIND), WITH_READER, "可胜任；需要：{}（本人自带）", "Can do it; needs: {} (their own)"),
        (known(ZHAO_BLIND, aids=()), WITH_READER, "可胜任；需要：{}（已有）", "Can do it; needs: {} (in place)"),
        (known(ZHAO_BLIND, aids=()), PROMISED, "可胜任；需要：{}（单位已答应）", "Can do it; needs: {} (promised)"),
    ],
)
def test_line_names_what_is_in_place_promised_or_own(someone: Applicant, posting: Posting, zh: str, en: str) -> None:
    reader = CATALOGUE.accommodation("screen_reader").text
    other = opening(posting)
    assert line_text(judge(someone, other, POLICY), someone, other) == Text(zh=zh.format(reader.zh), en=en.format(reader.en))
    assert whole(someone, posting).line.zh == zh.format(reader.zh)


def test_line_of_a_swapped_task_says_that_it_must_be_agreed() -> None:
    minor = post("搬", "文员", {"lifting": 3})
    demands = tuple(one.model_copy(update={"marginal": one.dimension == "lifting"}) for one in minor.demands)
    line = whole(known(person("弱", {"lifting": 1})), minor.model_copy(update={"demands": demands})).line
    assert line.zh == f"可胜任；需要：{CATALOGUE.accommodation('swap_task').zh}（要和单位商定）"


def test_long_lines_name_three_and_count_the_rest() -> None:
    assert whole(known(SUN_UNASSESSED), HOTLINE).line.zh.endswith("等 4 项")
    assert whole(known(SUN_UNASSESSED), HOTLINE).line.en.endswith("and 1 more")


@pytest.mark.parametrize(("verdict", "someone", "posting"), PAIRS)
@pytest.mark.parametrize("viewer", [LOCAL_ORGANIZER, COUNSELOR])
def test_staff_read_every_dimension_and_every_rule(verdict: str, someone: Applicant, posting: Posting, viewer: Viewer) -> None:
    found = judge(someone, opening(posting), POLICY)
    made = whole(someone, posting, viewer=viewer)
    assert (made.verdict, found.verdict) == (verdict, verdict)
    assert [row.dimension for row in made.dimensions] == [one.requirement.dimension for one in found.findings]
    assert [row.rule for row in made.rules] == [one.rule for one in found.rule_findings]
    for row, finding in zip(made.dimensions, found.findings, strict=True):
        assert (row.ability, row.standing) == (finding.ability, finding.standing)
        assert (row.hints is not None) == (finding.standing.value in ("review", "blocked"))
        assert bool(row.questions) == (finding.standing.value == "review" and verdict == "review")


def test_paragraph_of_a_blocked_pair_names_the_demand_and_what_opens_it() -> None:
    made = whole(known(WANG_WHEELCHAIR), UPSTAIRS)
    assert made.paragraph.zh.startswith(
        "5 项要求满足 3 项。岗位要求「台阶与楼梯」做到：每天数层楼（由工作场所推出）；现在：做不到。怎样打开："
    )
    assert CATALOGUE.accommodation("lift").zh in made.paragraph.zh
    row = next(row for row in made.dimensions if row.dimension == "stairs")
    assert [(part.part, part.level, part.provenance.zh) for part in row.parts] == [("floor", 3, "由工作场所推出")]
    assert (row.level, row.ability, row.ability_anchor.en) == (3, 0, "cannot do it")
    assert row.hints is not None
    assert CATALOGUE.accommodation("lift").en in row.hints.en


def test_paragraph_of_a_review_asks_its_questions_and_points_to_the_table_for_the_rest() -> None:
    made = whole(known(SUN_UNASSESSED), SILENT)
    assert "还要弄清" in made.paragraph.zh
    assert "件见下表" in made.paragraph.zh
    few = whole(known(WANG_WHEELCHAIR), SILENT)
    assert few.paragraph.en.count("Ask the employer") == 5
    assert "The other" not in few.paragraph.en


def test_rule_shows_its_source_its_steps_and_its_doubt() -> None:
    public = DATA_ENTRY.model_copy(update={"kind": PostingKind.PUBLIC_WELFARE})
    (row,) = whole(known(CHEN, employment_aid_recognised=False), public).rules
    source = next(one for one in RULE_ROWS if one.name == "recognition")
    assert (row.rule, row.says, row.source, row.name) == ("recognition", source.text, source.source, source.title)
    assert row.until is not None
    assert len(row.steps) == 4
    young = applicant(CHEN.model_copy(update={"person": Person(birth=date(2009, 9, 1))}), POLICY)
    night = post("夜", "包装工", {"night_shift": 3})
    made = whole(young, night)
    (minor,) = (one for one in made.rules if one.rule == "minor_protection")
    assert minor.to_confirm
    assert {fact.name for fact in minor.facts} >= {"age.minor_until", "minor.most.night_shift"}
    assert [(f.value, f.source) for f in minor.facts if f.name == "age.minor_until"] == [("18", "劳动法第五十八条")]
    assert minor.would is not None
    assert "（依据待确认）" in made.line.zh
    assert "（依据待确认）" in made.paragraph.zh
    assert "to be confirmed" in made.paragraph.en


@pytest.mark.parametrize(("verdict", "someone", "posting"), PAIRS)
def test_person_reads_easy_words_without_levels_or_tables(verdict: str, someone: Applicant, posting: Posting) -> None:
    made = whole(someone, posting, for_person=True)
    assert (made.dimensions, made.rules, made.verdict) == ((), (), None)
    lines = {"eligible": "可以做", "eligible_with": "可以做", "review": "先问清楚", "blocked": "现在还不合适"}
    assert lines[verdict] in made.line.zh
    assert made.paragraph.zh.startswith(made.line.zh)
    assert "求职者" not in made.paragraph.zh
    assert "项要求" not in made.paragraph.zh


def test_counselor_hands_the_person_what_to_do_next() -> None:
    public = DATA_ENTRY.model_copy(update={"kind": PostingKind.PUBLIC_WELFARE})
    made = whole(known(CHEN, employment_aid_recognised=False), public, viewer=COUNSELOR, for_person=True)
    assert "要先：申请就业困难人员认定。由谁来做：你向街道或社区申请，辅导员协助。" in made.paragraph.zh
    asked = whole(known(SUN_UNASSESSED), HOTLINE, for_person=True).paragraph.zh
    assert "请你来做能力评估：" in asked


LEAKS = (
    frozenset(word for row in (*CATALOGUE.dimensions, *CATALOGUE.accommodations) for word in (row.name, row.zh, row.en))
    | frozenset(row.name for row in RULE_ROWS)
    | frozenset(word for row in RULE_ROWS for word in (row.title.zh, row.title.en))
)
CATEGORY_WORDS = (
    "残疾",
    "视力",
    "听力",
    "言语",
    "肢体",
    "智力",
    "精神",
    "盲",
    "聋",
    "级",
    "disab",
    "deaf",
    "blind",
    "level",
    "grade",
)
"""Nothing of these may stand in what an employer reads: every persona below has something of each to leak."""


def leaks(made: Explanation) -> list[str]:
    text = made.model_dump_json().lower()
    return sorted(word for word in (*LEAKS, *CATEGORY_WORDS) if word.lower() in text)


def test_employer_reads_one_count_at_the_stage_of_listing() -> None:
    someone = known(ZHAO_BLIND)
    assert leaks(whole(someone, WITH_READER)) != []
    made = whole(someone, WITH_READER, viewer=employer(Stage.LISTING), stated=("screen_reader",))
    assert made.line == Text(zh="3 项要求全部满足", en="all 3 demands met")
    assert made.paragraph == Text(zh=f"{made.line.zh}。", en=f"{made.line.en}.")
    assert made.model_dump(exclude={"line", "paragraph"}) == {"verdict": None, "dimensions": (), "rules": (), "stated": ()}
    assert leaks(made) == []


@pytest.mark.parametrize("stage", [Stage.IDENTITY, Stage.QUOTA])
def test_employer_reads_what_the_person_chose_to_tell_and_no_more(stage: Stage) -> None:
    someone = known(ZHAO_BLIND)
    silent = whole(someone, WITH_READER, viewer=employer(stage))
    assert leaks(silent) == []
    made = whole(someone, WITH_READER, viewer=employer(stage), stated=("screen_reader",))
    reader = CATALOGUE.accommodation("screen_reader")
    assert made.stated == (reader.text,)
    assert made.paragraph.zh == f"{silent.line.zh}。本人愿意告诉您的安排：{accommodation_names(['screen_reader']).zh}。"
    assert set(leaks(made)) == {word for word in (*LEAKS, *CATEGORY_WORDS) if word.lower() in (reader.zh + reader.en).lower()}


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize(("verdict", "someone", "posting"), PAIRS)
def test_employer_is_told_nothing_of_who_does_not_fit(stage: Stage, verdict: str, someone: Applicant, posting: Posting) -> None:
    made = told(someone, posting, employer(stage), stated=("lift",))
    assert (made is None) == (stage is Stage.COUNTS or verdict in ("blocked", "review"))


def test_settled_review_reads_like_any_fit_and_a_block_is_never_settled() -> None:
    viewer = employer(Stage.LISTING)
    settled = whole(known(WANG_WHEELCHAIR), SILENT, viewer=viewer, settled=True)
    assert settled.line.zh == "31 项要求全部满足"
    assert leaks(settled) == []
    assert told(known(LIN_DEAF), HOTLINE, viewer, settled=True) is None


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([Stage.LISTING, Stage.IDENTITY]))
def test_employer_is_told_nothing_but_counts_whatever_the_pair(seed: int, stage: Stage) -> None:
    draw = Random(seed)
    someone, posting = draw_open_applicant(draw), draw_open_posting(draw, 0)
    found = told(someone, posting, employer(stage, posting.employer), settled=True)
    if found is not None:
        assert leaks(found) == []


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32))
def test_every_pair_can_be_told_in_both_languages(seed: int) -> None:
    draw = Random(seed)
    someone, posting = draw_open_applicant(draw), draw_open_posting(draw, 0)
    for for_person in (False, True):
        made = whole(someone, posting, for_person=for_person)
        texts = (made.line.zh, made.line.en, made.paragraph.zh, made.paragraph.en)
        assert min(map(len, texts)) > 0
        assert not any("{" in text or "。。" in text or ".." in text for text in texts)


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_auditor_and_administrator_get_none(role: Role) -> None:
    for for_person in (False, True):
        with pytest.raises(NotAllowed, match="single people"):
            told(known(CHEN), DATA_ENTRY, Viewer(account="x", role=role, stage=Stage.QUOTA), for_person=for_person)


@pytest.mark.parametrize("organisation", [None, "", "e_other"])
def test_employer_of_another_posting_gets_none(organisation: str | None) -> None:
    with pytest.raises(NotAllowed, match="own postings"):
        told(known(CHEN), DATA_ENTRY, employer(Stage.QUOTA, organisation))
    with pytest.raises(NotAllowed):
        told(known(CHEN), DATA_ENTRY, employer(Stage.QUOTA), for_person=True)


def test_unknown_arrangement_is_refused() -> None:
    with pytest.raises(ValueError, match="levitation"):
        told(known(CHEN), DATA_ENTRY, employer(Stage.IDENTITY), stated=("levitation",))


def found_of(someone: Applicant, posting: Posting) -> tuple[Judgement, Applicant, Opening]:
    other = opening(posting)
    return judge(someone, other, POLICY), someone, other


def test_entry_asks_rules_first_then_what_is_hardest() -> None:
    public = SILENT.model_copy(update={"eligibility": Eligibility(recognised_only=True)})
    someone = known(person("搬", {"lifting": 2, "stairs": 0, "toilet_self_care": 1}))
    asked = [text.zh for text in entry_questions(*found_of(someone, public))]
    assert asked == [
        "请问求职者：街道是否已认定为就业困难人员，或家庭是零就业家庭？",
        "请问单位：入口有几级台阶？",
        "请问单位：岗位在几楼，有没有电梯？",
    ]
    assert entry_questions(*found_of(known(CHEN), DATA_ENTRY)) == ()


def test_who_was_cut_is_told_that_lists_are_limited() -> None:
    text = left_out_text("cut", Counts(eligible=2, eligible_with=1), ())
    assert (text.zh, text.en) == (
        "有 3 个岗位可胜任，但这些岗位的名单有限，先列了与岗位更贴近的人。",
        "3 postings are open to this person, but each list is limited and people closer to the posting came first.",
    )
