"""What changes open, as lines of text for a terminal."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from api.cli.output import either, said
from api.schemas.unlock import (
    BundlesView,
    CandidateUnlockView,
    ChangeView,
    FundingsView,
    PlaceUnlockView,
    UnlockRowView,
    UnlockView,
)
from matching.knowledge.catalogue import Text

_MAKERS: Final[Mapping[str, Text]] = {
    "candidate": Text(zh="本人", en="the person"),
    "employer": Text(zh="单位", en="the employer"),
    "service": Text(zh="公共服务", en="public service"),
    "platform": Text(zh="平台", en="the platform"),
}
_COSTS: Final[Mapping[str, Text]] = {
    "low": Text(zh="花费低", en="low cost"),
    "medium": Text(zh="花费中等", en="medium cost"),
    "high": Text(zh="花费高", en="high cost"),
}


def event_lines(view: UnlockView) -> Iterator[str]:
    yield _size(view.event.name, view.people, view.postings)
    changes, questions, shown = view.counts.changes, view.counts.questions, len(view.items)
    what = either("改变", "changes") if view.show == "changes" else either("问题", "questions")
    yield either(
        f"共 {changes} 种改变，{questions} 个问题；{what}的前 {shown} 项：",
        f"{changes} changes, {questions} questions; the first {shown} {what}:",
    )
    yield from _rows(view.items)
    if view.next is not None:
        yield "  ..."


def place_lines(view: PlaceUnlockView) -> Iterator[str]:
    where = (
        f"{view.title} ({view.posting}), {view.employer_name}"
        if view.posting is not None
        else f"{view.employer_name} ({view.employer})"
    )
    yield _size(where, view.people, view.postings) + either(f"，今天合适的 {view.fit} 对", f", {view.fit} pairs fit today")
    yield from _rows(view.changes)
    if view.questions:
        yield either("问清后至多：", "questions, at most:")
        yield from _rows(view.questions)
    yield from _bundles(view.bundles)


def candidate_lines(view: CandidateUnlockView) -> Iterator[str]:
    yield either(
        f"{view.name} ({view.candidate})：{view.postings} 个岗位中今天合适的 {view.fit} 个；"
        f"想要的 {view.wanted} 个，其中合适 {view.fit_wanted} 个",
        f"{view.name} ({view.candidate}): {view.fit} of {view.postings} posts fit today; "
        f"{view.wanted} are wanted, {view.fit_wanted} of these fit",
    )
    for label, rows in (
        (either("本人能做", "the person"), view.person),
        (either("单位能做", "employers"), view.employer),
        (either("公共服务能做", "public service"), view.service),
        (either("问清后至多", "questions, at most"), view.questions),
    ):
        if rows:
            yield f"{label}{either('：', ':')}"
        for row in rows:
            yield either(
                f"  {_change(row.change)}：{row.posts} 个岗位，其中想要的 {row.wanted} 个；另有 {row.review_posts} 个要再了解",
                f"  {_change(row.change)}: {row.posts} posts, {row.wanted} wanted; {row.review_posts} more to look at",
            )
    yield from _bundles(view.bundles)


def funding_lines(view: FundingsView) -> Iterator[str]:
    yield _size(view.event.name, view.people, view.postings)
    for one in view.items:
        seats = "?" if one.seats_left is None else str(one.seats_left)
        cost = "?" if one.cost is None else either(f"{one.cost:g} 元", f"{one.cost:g} yuan")
        yield either(
            f"  {one.name} ({one.course})，{one.provider}，{cost}：为 {one.gainers} 人打开岗位；"
            f"{seats} 个名额能容 {one.seated} 人，打开 {one.pairs} 对，其中想要的 {one.wanted} 对",
            f"  {one.name} ({one.course}), {one.provider}, {cost}: opens posts to {one.gainers} people; "
            f"{one.seated} of them find one of {seats} seats, which opens {one.pairs} pairs, {one.wanted} wanted",
        )


def _rows(rows: Sequence[UnlockRowView]) -> Iterator[str]:
    for row in rows:
        most = either("至多", "at most ") if row.change.at_most else ""
        yield either(
            f"  {_change(row.change)}：{most}为 {row.people} 人打开 {row.posts} 个岗位（{row.pairs} 对，想要的 {row.wanted} 对）；"
            f"另有 {row.review_pairs} 对要再了解",
            f"  {_change(row.change)}: {most}{row.posts} posts to {row.people} people ({row.pairs} pairs, {row.wanted} wanted); "
            f"{row.review_pairs} more pairs to look at",
        )


def _size(what: str, people: int, postings: int) -> str:
    return either(f"{what}：{people} 人 × {postings} 个岗位", f"{what}: {people} people x {postings} postings")


def _change(change: ChangeView) -> str:
    where = f" @ {change.employer_name or change.employer}" if change.employer is not None else ""
    comma = either("，", ", ")
    makers = comma.join(said(_MAKERS[one]) for one in change.providers)
    return f"{said(change.text)} [{change.key}]{where}{comma}{said(_COSTS[change.cost])}{comma}{makers}"


def _bundles(found: BundlesView | None) -> Iterator[str]:
    if found is None:
        return
    yield either(
        f"{found.budget} 分以内的组合（低 1 分，中 2 分，高 3 分）：",
        f"bundles under {found.budget} points (low 1, medium 2, high 3):",
    )
    for label, bundle in (
        (either("最好的一项", "best single"), found.single),
        (either("最好的两项", "best two"), found.pair),
        (either("找到的最好组合", "best found"), found.best),
    ):
        if bundle is not None:
            named = " + ".join(said(change.text) for change in bundle.changes)
            yield either(
                f"  {label}：{named}（{bundle.points} 分），打开 {bundle.pairs} 对",
                f"  {label}: {named} ({bundle.points} points) opens {bundle.pairs} pairs",
            )
    yield either(
        f"  任何组合最多打开 {found.bound} 对{'：找到的就是最好的' if found.proven else ''}",
        f"  no bundle opens more than {found.bound} pairs{': the best found is the best' if found.proven else ''}",
    )
