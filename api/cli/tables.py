"""Views as lines of text for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from api.cli.output import either, said
from api.schemas import EntryView, PostingSummary, RunSummary, ShortlistView, WhyView
from api.schemas.courses import CourseView
from matching.knowledge.catalogue import Text
from matching.verdicts.wording import VERDICTS, join

_CAUSES: Final[Mapping[str, Text]] = {
    "blocked": Text(zh="目前没有合适的岗位", en="no posting fits today"),
    "review": Text(zh="要先了解", en="a look is needed first"),
    "cut": Text(zh="名单已满", en="the lists are full"),
    "none": Text(zh="没有在招岗位", en="no open posting"),
}
_STANDINGS: Final[Mapping[str, Text]] = {
    "met": Text(zh="符合", en="met"),
    "met_with": Text(zh="有安排就符合", en="met with an arrangement"),
    "swapped": Text(zh="可以换任务", en="task swapped"),
    "review": Text(zh="要了解", en="to ask"),
    "blocked": Text(zh="不符合", en="not met"),
}
_COURSES: Final[Mapping[str, Text]] = {
    "open": Text(zh="可报名", en="open"),
    "full": Text(zh="已满", en="full"),
    "closed": Text(zh="报名截止", en="closed"),
    "over": Text(zh="已结束", en="over"),
}


def share(part: int, whole: int) -> str:
    """A share with its denominator: 12 of 40 (30.0 %)."""
    if not whole:
        return either("0 / 0", "0 of 0")
    return either(f"{part} / {whole}（{100 * part / whole:.1f}%）", f"{part} of {whole} ({100 * part / whole:.1f} %)")


def run_lines(run: RunSummary) -> Iterator[str]:
    yield either(
        f"{run.event}：{run.candidates} 名求职者 × {run.postings} 个岗位，用时 {run.seconds:.1f} 秒（批次 {run.run}）",
        f"{run.event}: {run.candidates} candidates x {run.postings} postings in {run.seconds:.1f} s (run {run.run})",
    )
    colon = either("：", ": ")
    for name, text in VERDICTS.items():
        yield f"  {said(text)}{colon}{share(getattr(run.counts, name), run.counts.total)}"
    yield f"  {either('进入名单', 'on a list')}{colon}{share(run.listed, run.candidates)}"
    for cause, count in sorted(run.left_out.items()):
        yield either(f"  未进名单（{_CAUSES[cause].zh}）：{count} 人", f"  without an entry ({_CAUSES[cause].en}): {count}")
    if run.rejected:
        yield either(f"  要先改正的岗位：{run.rejected}", f"  postings to repair: {run.rejected}")


def posting_line(row: PostingSummary) -> str:
    lists = either(f"可胜任 {row.fit}，需人工了解 {row.review}", f"fit {row.fit}, review {row.review}")
    return f"{row.title} ({row.id})  {row.employer}  {row.place}  {row.pay}  {lists}"


def shortlist_lines(view: ShortlistView) -> Iterator[str]:
    posting = view.posting
    yield f"{posting.title}  {posting.employer}  {posting.place}  {posting.pay}"
    yield either("可胜任：", "can do it:")
    yield from _entries(view.fit)
    yield either("需人工了解：", "a person must look:")
    yield from _entries(view.review)


def _entries(entries: tuple[EntryView, ...]) -> Iterator[str]:
    if not entries:
        yield "  -"
    for entry in entries:
        yield f"  {entry.rank:>2}. {entry.name} ({entry.candidate})  {said(entry.verdict_text)}  {said(entry.fit_text)}"
        if entry.explored:
            yield either("      · 探索安排的位置，不按分数", "      · placed by exploration, not by the score")
        for reason in entry.reasons:
            yield f"      · {said(reason.text)}"
        for question in entry.questions[:3]:
            yield f"      ? {said(question)}"


def why_lines(view: WhyView) -> Iterator[str]:
    yield f"{view.name} -> {view.title}{either('：', ': ')}{said(view.verdict_text)}"
    yield said(view.answer_text)
    yield said(view.paragraph)
    for rule in view.rules:
        mark = either("（依据待确认）", " (basis to be confirmed)") if rule.to_confirm else ""
        yield f"  [{said(_STANDINGS[rule.standing])}] {said(rule.name)}{either('：', ': ')}{said(rule.reason)}{mark}"
        if rule.question is not None:
            yield f"      ? {said(rule.question)}"
        if rule.until is not None and rule.by is not None:
            yield f"      -> {said(rule.until)} ({said(rule.by)})"
            for step in rule.steps:
                yield f"         · {said(step)}"
    for row in view.dimensions:
        yield f"  [{said(_STANDINGS[row.standing])}] {said(row.text)}"
        if row.hint is not None:
            yield f"      -> {said(row.hint)}"


def course_lines(view: CourseView) -> Iterator[str]:
    when = f"{view.starts_on or '?'} - {view.ends_on or '?'}"
    left, whole = view.seats_left, view.seats
    seats = either("名额 ?", "seats ?") if left is None else either(f"余 {left} / {whole} 个名额", f"{left} of {whole} seats left")
    cost = either("费用 ?", "cost ?") if view.cost is None else either(f"{view.cost:g} 元", f"{view.cost:g} yuan")
    subsidy = "" if view.subsidy is None else either(f"，补贴 {view.subsidy}", f", subsidy {view.subsidy}")
    state = said(_COURSES[view.state])
    yield f"{view.id}  {view.name}  {view.provider}  {view.place}  {when}  {seats}  {cost}{subsidy}  [{state}]"
    for label, texts in (
        (either("学到：", "gives: "), view.gives),
        (either("要求：", "asks: "), view.asks),
        (either("便利：", "arranged: "), view.arranged),
    ):
        if texts:
            yield f"    {label}{said(join(texts))}"


def encoder_lines(made: dict[str, Any]) -> Iterator[str]:
    """What a training of the encoder made; with --from-store the figures before and after, and whether it serves."""
    figures = made.get("figures")
    if figures is None:
        yield from (f"{key}: {value}" for key, value in made.items())
        return
    yield either(
        f"用 {made['postings']} 个岗位训练，用其他单位的 {made['held_out']} 个岗位检验",
        f"{made['postings']} postings trained on, {made['held_out']} of other employers measured on",
    )
    for name in figures["before"]:
        before, after = figures["before"][name], figures["after"][name]
        yield f"  {name}: " + ("–" if before is None else f"{before:.3f} -> {after:.3f}")
    if made["promoted"]:
        yield either(f"更好：从现在起使用 {made['version']}", f"better: {made['version']} serves from now on")
    else:
        yield either("没有变好：不做改变", "not better: nothing changes")
