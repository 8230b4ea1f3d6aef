"""The counselor's words stand beside what was generated, and age when it changes."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from matching.knowledge.catalogue import Text
from matching.person_plan import Edit, PersonPlan, PlanLine, PlanSection, SectionKey, with_edits

DAY = date(2026, 11, 26)


def _plan(*lines: str) -> PersonPlan:
    made = tuple(PlanLine(Text(zh=line, en=line)) for line in lines)
    return PersonPlan("c", DAY, tuple(PlanSection(key, Text(zh=key, en=key), made) for key in SectionKey))


PLAN = _plan("一", "二")


def _edit(text: str, on: date = DAY, key: SectionKey = SectionKey.STEPS, over: PersonPlan = PLAN) -> Edit:
    return Edit(section=key, text=text, by="counselor", on=on, over=over.section(key).fingerprint)


def test_an_edit_stands_beside_the_generated_lines() -> None:
    section = with_edits(PLAN, [_edit("下周二一起去看课程。")]).section(SectionKey.STEPS)
    assert section.edit is not None
    assert section.edit.text == "下周二一起去看课程。"
    assert section.lines == PLAN.section(SectionKey.STEPS).lines
    assert not section.outdated


def test_an_edit_ages_when_the_generated_lines_change() -> None:
    later = with_edits(_plan("一", "三"), [_edit("旧话")])
    assert later.to_review == (SectionKey.STEPS,)
    assert with_edits(PLAN, [_edit("旧话")]).to_review == ()


def test_a_doubt_that_comes_or_goes_ages_it_too() -> None:
    doubted = replace(
        PLAN.section(SectionKey.STEPS), lines=(PlanLine(Text(zh="一", en="一"), to_confirm=True), PLAN.sections[0].lines[1])
    )
    assert doubted.fingerprint != PLAN.section(SectionKey.STEPS).fingerprint


def test_the_latest_edit_of_a_section_counts_and_an_empty_one_takes_it_out() -> None:
    first, second, gone = _edit("一稿", date(2026, 1, 1)), _edit("二稿", date(2026, 2, 1)), _edit("  ", date(2026, 3, 1))
    edits = [second, first]
    found = with_edits(PLAN, edits).section(SectionKey.STEPS).edit
    assert found == second
    assert with_edits(PLAN, [*edits, gone]).section(SectionKey.STEPS).edit is None


def test_words_about_a_person_are_hidden_where_an_edit_is_printed() -> None:
    assert "下周二" not in repr(_edit("下周二一起去看课程。"))


EDITS = st.builds(_edit, st.text(max_size=5), st.dates(date(2026, 1, 1), date(2026, 1, 4)), st.sampled_from(list(SectionKey)))


@given(st.lists(EDITS, max_size=6))
def test_editing_twice_is_editing_once_and_generated_lines_never_change(edits: list[Edit]) -> None:
    once = with_edits(PLAN, edits)
    assert with_edits(once, edits) == once
    assert [section.lines for section in once.sections] == [section.lines for section in PLAN.sections]
