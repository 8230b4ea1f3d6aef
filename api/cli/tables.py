"""Views as lines of text for a terminal."""

from collections.abc import Iterator
from typing import Any

from api.cli.output import both
from api.schemas import EntryView, PostingSummary, RunSummary, ShortlistView, WhyView
from matching.verdicts.wording import VERDICTS


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
        for reason in entry.reasons:
            yield f"      · {both(reason.text)}"
        for question in entry.questions[:3]:
            yield f"      ? {both(question)}"


def why_lines(view: WhyView) -> Iterator[str]:
    yield f"{view.name} -> {view.title}: {both(view.verdict_text)}"
    yield both(view.answer_text)
    for row in view.dimensions:
        yield f"  [{row.standing}] {both(row.text)}"
        if row.hint is not None:
            yield f"      -> {both(row.hint)}"


def evaluation_lines(table: dict[str, Any]) -> Iterator[str]:
    yield "  ".join(str(cell).rjust(14) for cell in table["columns"])
    for row in table["rows"]:
        yield "  ".join((f"{cell:.3f}" if isinstance(cell, float) else str(cell)).rjust(14) for cell in row)
    yield from table.get("notes", ())
