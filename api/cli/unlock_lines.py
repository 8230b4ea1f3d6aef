"""What changes open, as lines of text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from api.cli.output import both
from api.schemas.unlock import (
    BundlesView,
    CandidateUnlockView,
    ChangeView,
    FundingsView,
    PlaceUnlockView,
    UnlockRowView,
    UnlockView,
)

_MAKERS: Final[Mapping[str, str]] = {
    "candidate": "本人 / the person",
    "employer": "单位 / the employer",
    "service": "公共服务 / public service",
    "platform": "平台 / the platform",
}


def event_lines(view: UnlockView) -> Iterator[str]:
    yield f"{view.event.name}: {view.people} people x {view.postings} postings"
    yield f"{view.counts.changes} changes, {view.counts.questions} questions; the first {len(view.items)} of {view.show}:"
    yield from _rows(view.items)
    if view.next is not None:
        yield "  ..."


def place_lines(view: PlaceUnlockView) -> Iterator[str]:
    where = (
        f"{view.title} ({view.posting}), {view.employer_name}"
        if view.posting is not None
        else f"{view.employer_name} ({view.employer})"
    )
    yield f"{where}: {view.people} people x {view.postings} postings, {view.fit} pairs fit today"
    yield from _rows(view.changes)
    if view.questions:
        yield "questions, at most / 问清后至多:"
        yield from _rows(view.questions)
    yield from _bundles(view.bundles)


def candidate_lines(view: CandidateUnlockView) -> Iterator[str]:
    yield (
        f"{view.name} ({view.candidate}): {view.fit} of {view.postings} posts fit today; "
        f"{view.wanted} are wanted, {view.fit_wanted} of these fit"
    )
    for label, rows in (
        ("本人能做 / the person", view.person),
        ("单位能做 / employers", view.employer),
        ("公共服务能做 / public service", view.service),
        ("问清后至多 / questions, at most", view.questions),
    ):
        if rows:
            yield f"{label}:"
        for row in rows:
            yield f"  {_change(row.change)}: {row.posts} posts, {row.wanted} wanted; {row.review_posts} more to look at"
    yield from _bundles(view.bundles)


def funding_lines(view: FundingsView) -> Iterator[str]:
    yield f"{view.event.name}: {view.people} people x {view.postings} postings"
    for one in view.items:
        seats = "?" if one.seats_left is None else str(one.seats_left)
        cost = "?" if one.cost is None else f"{one.cost:g} 元"
        yield (
            f"  {one.name} ({one.course}), {one.provider}, {cost}: opens posts to {one.gainers} people; "
            f"{one.seated} of them find one of {seats} seats, which opens {one.pairs} pairs, {one.wanted} wanted"
        )


def _rows(rows: Sequence[UnlockRowView]) -> Iterator[str]:
    for row in rows:
        most = "至多 / at most " if row.change.at_most else ""
        yield (
            f"  {_change(row.change)}: {most}{row.posts} posts to {row.people} people ({row.pairs} pairs, {row.wanted} wanted); "
            f"{row.review_pairs} more pairs to look at"
        )


def _change(change: ChangeView) -> str:
    where = f" @ {change.employer_name or change.employer}" if change.employer is not None else ""
    makers = ", ".join(_MAKERS[one] for one in change.providers)
    return f"{both(change.text)} [{change.key}]{where}, {change.cost} cost, {makers}"


def _bundles(found: BundlesView | None) -> Iterator[str]:
    if found is None:
        return
    yield f"bundles under {found.budget} points (low 1, medium 2, high 3):"
    for label, bundle in (("best single", found.single), ("best two", found.pair), ("best found", found.best)):
        if bundle is not None:
            named = " + ".join(both(change.text) for change in bundle.changes)
            yield f"  {label}: {named} ({bundle.points} points) opens {bundle.pairs} pairs"
    yield f"  no bundle opens more than {found.bound} pairs{': the best found is the best' if found.proven else ''}"
