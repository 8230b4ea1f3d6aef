"""Views as lines of text for a terminal."""

from collections.abc import Iterator
from typing import Any

from api.cli.output import both
from api.schemas import EntryView, PostingSummary, RunSummary, ShortlistView, WhyView
from api.schemas.courses import CourseView
from matching.verdicts.wording import VERDICTS, join


def share(part: int, whole: int) -> str:
    """A share with its denominator: 12 of 40 (30.0 %)."""
    return f"{part} of {whole} ({100 * part / whole:.1f} %)" if whole else "0 of 0"


def run_lines(run: RunSummary) -> Iterator[str]:
    yield f"{run.event}: {run.candidates} candidates x {run.postings} postings in {run.seconds:.1f} s (run {run.run})"
    for name, text in VERDICTS.items():
        yield f"  {both(text)}: {share(getattr(run.counts, name), run.counts.total)}"
    yield f"  on a list / 进入名单: {share(run.listed, run.candidates)}"
    for cause, count in sorted(run.left_out.items()):
        yield f"  without an entry / 未进名单 ({cause}): {count}"
    if run.rejected:
        yield f"  postings to repair / 要先改正的岗位: {run.rejected}"


def posting_line(row: PostingSummary) -> str:
    return f"{row.id}  {row.title}  {row.employer}  {row.place}  {row.pay}  fit {row.fit}, review {row.review}"


def shortlist_lines(view: ShortlistView) -> Iterator[str]:
    posting = view.posting
    yield f"{posting.title}  {posting.employer}  {posting.place}  {posting.pay}"
    yield "可胜任 / can do it:"
    yield from _entries(view.fit)
    yield "需人工了解 / a person must look:"
    yield from _entries(view.review)


def _entries(entries: tuple[EntryView, ...]) -> Iterator[str]:
    if not entries:
        yield "  -"
    for entry in entries:
        yield f"  {entry.rank:>2}. {entry.name} ({entry.candidate})  {both(entry.verdict_text)}  {both(entry.fit_text)}"
        if entry.explored:
            yield "      · 探索安排的位置，不按分数 / placed by exploration, not by the score"
        for reason in entry.reasons:
            yield f"      · {both(reason.text)}"
        for question in entry.questions[:3]:
            yield f"      ? {both(question)}"


def why_lines(view: WhyView) -> Iterator[str]:
    yield f"{view.name} -> {view.title}: {both(view.verdict_text)}"
    yield both(view.answer_text)
    yield view.paragraph.zh
    yield view.paragraph.en
    for rule in view.rules:
        mark = "（依据待确认 / basis to be confirmed）" if rule.to_confirm else ""
        yield f"  [{rule.standing}] {both(rule.name)}: {both(rule.reason)}{mark}"
        if rule.question is not None:
            yield f"      ? {both(rule.question)}"
        if rule.until is not None and rule.by is not None:
            yield f"      -> {both(rule.until)} ({both(rule.by)})"
            for step in rule.steps:
                yield f"         · {both(step)}"
    for row in view.dimensions:
        yield f"  [{row.standing}] {both(row.text)}"
        if row.hint is not None:
            yield f"      -> {both(row.hint)}"


def course_lines(view: CourseView) -> Iterator[str]:
    when = f"{view.starts_on or '?'} - {view.ends_on or '?'}"
    seats = "seats ?" if view.seats_left is None else f"{view.seats_left} of {view.seats} seats left"
    cost = "cost ?" if view.cost is None else f"{view.cost:g} 元"
    subsidy = "" if view.subsidy is None else f", subsidy {view.subsidy}"
    yield f"{view.id}  {view.name}  {view.provider}  {view.place}  {when}  {seats}  {cost}{subsidy}  [{view.state}]"
    for label, texts in (("gives / 学到", view.gives), ("asks / 要求", view.asks), ("arranged / 便利", view.arranged)):
        if texts:
            yield f"    {label}: {both(join(texts))}"


def encoder_lines(made: dict[str, Any]) -> Iterator[str]:
    """What a training of the encoder made; with --from-store the figures before and after, and whether it serves."""
    figures = made.get("figures")
    if figures is None:
        yield from (f"{key}: {value}" for key, value in made.items())
        return
    yield f"{made['postings']} postings trained on, {made['held_out']} of other employers measured on"
    for name in figures["before"]:
        before, after = figures["before"][name], figures["after"][name]
        yield f"  {name}: " + ("–" if before is None else f"{before:.3f} -> {after:.3f}")
    if made["promoted"]:
        yield f"better: {made['version']} serves from now on / 更好：从现在起使用"
    else:
        yield "not better: nothing changes / 没有变好：不做改变"
