"""The plan of a person on paper."""

from datetime import date

from api.paper.blocks import Card, Style
from api.paper.outline import Section, outline_paper
from api.paper.plan import plan_paper
from api.paper.typesetting import pdf_bytes
from matching.person_plan import Edit, PersonPlan, PlanLine, PlanSection, SectionKey
from tests.api.paper.pdfs import words_of
from tests.api.paper.samples import STAMP, same

OPEN = PlanSection(
    SectionKey.OPEN,
    same("现在可以做的"),
    (PlanLine(same("文字录入员")), PlanLine(same("档案员"), to_confirm=True), PlanLine(same("校对")), PlanLine(same("第四个"))),
    Edit(section=SectionKey.OPEN, text="先见文印社", by="zhou", on=date(2027, 3, 1), over="something else"),
)
SERVICES = PlanSection(SectionKey.SERVICES, same("服务记录"), (PlanLine(same("一次职业指导")),))
STEPS = PlanSection(SectionKey.STEPS, same("下一步"), (PlanLine(same("报名打字班")), PlanLine(same("去面试"))))
PLAN = PersonPlan("c_lin", date(2027, 3, 18), (OPEN, SERVICES, STEPS))


def test_plan_holds_all_lines_the_counselors_words_and_boxes_for_the_steps() -> None:
    paper = plan_paper(PLAN, "林静", STAMP)
    words = words_of(pdf_bytes(paper, Style()))
    for told in (
        "林静",
        "文字录入员",
        "档案员（待确认）",
        "第四个",
        "辅导员写：先见文印社",
        "再看一遍",
        "一次职业指导",
        "报名打字班",
    ):
        assert told in words
    assert [block.title for block in paper.blocks if isinstance(block, Card)] == [same("报名打字班"), same("去面试")]
    assert "c_lin" not in words


def test_plan_in_plain_words_is_shorter() -> None:
    words = words_of(pdf_bytes(plan_paper(PLAN, "林静", STAMP, plain=True), Style(plain=True)))
    assert ["校对" in words, "第四个" in words, "一次职业指导" in words, "先见文印社" in words] == [True, False, False, True]


def test_file_holds_every_line_under_its_section() -> None:
    deep = Section(
        same("一"), (same("a"),), (), None, (Section(same("二"), (same("b"),), (), None, (Section(same("三"), (same("c"),)),)),)
    )
    paper = outline_paper(same("计划"), "", "林静", (), (deep,), STAMP, None)
    assert paper.tables[0].rows == (
        (same("一"), "", same("a")),
        (same("一"), same("二"), same("b")),
        (same("一"), same("三"), same("c")),
    )
