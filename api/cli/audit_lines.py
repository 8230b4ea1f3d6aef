"""An audit as lines of text for a terminal: three sentences, then tables, then what was not measured."""

from collections.abc import Iterator, Sequence
from typing import Final

from api.languages import Language, say
from api.schemas.audit import AuditTableView, AuditView, GroupRowView, SightingView, StageRowView
from matching.audit.passage import STAGES, Stage
from matching.audit.table import JUDGED
from matching.audit.words import ALLOCATION, FOUR_FIFTHS, points, ratio_text
from matching.knowledge.catalogue import Text
from matching.suppression import SMALLEST

CROSSED: Final = 12
CHANGED: Final = 12
"""Most crossed groups, and most changes, in the text; --json and --csv have them all."""

_KEY: Final = Text(
    zh=f"每格：占本组的比例 ×影响比（比最高组）。* 与其他人的差距偶然不足以解释；! 影响比低于 {FOUR_FIFTHS}；"
    f"<{SMALLEST} 不到 {SMALLEST} 人；≥ 除不到 {SMALLEST} 人外都到达；· 不显示（否则可推出小数）；不足 {JUDGED} 人的组不作判断。",
    en=f"Each cell: share of the group × impact ratio (to the best group). * further from the rest than chance explains; "
    f"! impact ratio under {FOUR_FIFTHS}; <{SMALLEST} under {SMALLEST} people; ≥ all but under {SMALLEST}; "
    f"· not shown (a small figure would follow); groups under {JUDGED} people are not judged.",
)
_GROUP: Final = Text(zh="组", en="group")
_PEOPLE: Final = Text(zh="人数", en="people")
_REVIEW: Final = Text(zh="只有待了解的", en="only to ask")
_FEW: Final = Text(zh="人太少", en="too few")
_UNKNOWN: Final = Text(zh="未记录 {people} 人", en="not recorded: {people}")
_UNSHOWN: Final = Text(zh="另有 {groups} 组人太少，不显示", en="{groups} more groups have too few people to be shown")
_SEEN: Final = Text(
    zh="各组被看到的程度，以及在名单上落后的来源（百分点，负数为领先；规则与排序之和为差距）。* 在抽签的 95% 之外",
    en="How much each group is seen, and where it falls behind on lists (points, negative: ahead; rules and ranker add up to "
    "the gap). * outside 95% of lots",
)
_COLUMNS: Final = (
    Text(zh="在名单上", en="listed"),
    Text(zh="抽签", en="by lot"),
    Text(zh="抽签的 95%", en="95% of lots"),
    Text(zh="占人数", en="of people"),
    Text(zh="占曝光", en="of exposure"),
    Text(zh="差距", en="gap"),
    Text(zh="规则", en="rules"),
    Text(zh="排序", en="ranker"),
)
_LATER: Final = Text(
    zh="走到后面步骤的差距与来源（百分点，各项之和为差距）", en="Gaps at later steps, and where they arise (points that add up)"
)
_WHY: Final = Text(zh="没进名单的人，最常见的原因（约数）", en="Why people are on no list, most often (about)")
_CROSSED: Final = Text(
    zh="两项交叉后，进入名单的影响比低于 {limit} 或偶然不足以解释的组（{shown} / {all}）",
    en="Crossed groups on lists with an impact ratio under {limit}, or further apart than chance explains ({shown} of {all})",
)
_SPREAD: Final = Text(
    zh="名单共 {places} 个位置。{none} 人不在任何名单，{one} 人在 1 份、{two} 人在 2 份、{few} 人在 3–5 份、{many} 人在更多名单上。"
    "位置的基尼系数：人 {gini}、岗位 {posts}；曝光：人 {seen}。位置最多的十分之一的人占 {top}。",
    en="{places} places on lists. {none} people are on no list, {one} on 1, {two} on 2, {few} on 3 to 5, {many} on more. Gini of "
    "places: people {gini}, postings {posts}; of exposure: people {seen}. The tenth of people with most places take {top} of them.",
)
_OTHER: Final = Text(zh="{stage}：另有 {people} 人没有经过名单", en="{stage}: {people} more came without a list")
_OTHER_FEW: Final = Text(zh=f"不到 {SMALLEST}", en=f"under {SMALLEST}")
_OPTED: Final = Text(
    zh="{people} 人选择不做画像，由抽签排位，其中 {listed} 人在名单上。",
    en="{people} people opted out of profiling and are placed by a draw; {listed} of them are on a list.",
)
_EARLIER: Final = Text(zh="与上一次同类活动相比：{name}（{on}）", en="Compared with the last event of the kind: {name} ({on})")
_SAME: Final = Text(zh="没有一组的变化大到区间不含零。", en="No group changed so much that the interval leaves out zero.")
_STALE: Final = Text(
    zh="匹配之后资料有变：{some} / {all} 份名单上，规则允许的人数已不同；抽签按现在的资料算。",
    en="Data changed since the matching: on {some} of {all} lists the rules allow other numbers today; lots are drawn by today's.",
)


def audit_lines(view: AuditView, language: Language) -> Iterator[str]:
    """The report in one language."""
    for sentence in view.headline:
        yield say(sentence, language)
    yield ""
    yield say(_KEY, language)
    for table in view.tables:
        yield ""
        yield from _table(table, language)
    yield ""
    yield from _sightings(view.sightings, language)
    yield from _later(view, language)
    yield from _reasons(view.sightings, language)
    yield from _crossings(view, language)
    yield ""
    yield from _spread(view, language)
    yield from _changes(view, language)
    yield ""
    if view.lists_changed:
        yield say(_STALE.format(some=view.lists_changed, all=view.postings), language)
    yield say(view.measured, language)
    yield say(view.inputs, language)


def _table(table: AuditTableView, language: Language) -> Iterator[str]:
    aside = [_UNSHOWN.format(groups=table.unshown)] if table.unshown else []
    if table.not_recorded:
        aside.insert(0, _UNKNOWN.format(people=table.not_recorded))
    title = say(table.title, language)
    yield f"{title} ({'; '.join(say(one, language) for one in aside)})" if aside else title
    stages = [one.stage for row in table.rows for one in row.stages]
    heads = [_GROUP, _PEOPLE, *(STAGES[stage] for stage in dict.fromkeys(stages)), _REVIEW]
    rows = [_cells(row, len(heads) - 3, language) for row in table.rows]
    yield from columns([[say(one, language) for one in heads], *rows])


def _cells(row: GroupRowView, stages: int, language: Language) -> list[str]:
    name, people = say(row.name, language), str(row.people)
    if not row.judged:
        return [name, people, *[say(_FEW, language)] * min(stages, 1), *[""] * max(stages - 1, 0), ""]
    return [name, people, *(_cell(one) for one in row.stages), "·" if row.review is None else str(row.review)]


def _cell(one: StageRowView) -> str:
    if one.start is None:
        if one.hidden == "few":
            return f"<{SMALLEST}"
        return f"≥{100 * one.bound:.0f}%" if one.hidden == "most" and one.bound is not None else "·"
    share = f"{100 * one.start.share:.1f}%"
    ratio = "" if one.start.to_best is None else f" ×{ratio_text(one.start.to_best)}"
    low = one.start.to_best is not None and one.start.to_best < FOUR_FIFTHS
    return f"{share}{ratio}{'!' if low else ''}{'*' if one.start.beyond else ''}"


def _sightings(rows: Sequence[SightingView], language: Language) -> Iterator[str]:
    yield say(_SEEN, language)
    lines = [["", *(say(one, language) for one in _COLUMNS)]]
    for row in rows:
        lot = "–" if row.by_lot is None else f"{100 * row.by_lot:.1f}%"
        usual = "–" if row.usual_low is None or row.usual_high is None else f"{100 * row.usual_low:.0f}–{100 * row.usual_high:.0f}%"
        outside = row.usual_low is not None and row.usual_high is not None and not row.usual_low <= row.listed <= row.usual_high
        gap = next((one for one in row.gaps if one.stage is Stage.SHORTLISTED), None)
        parts: dict[str, float] = {} if gap is None else {one.part: one.share or 0.0 for one in gap.parts}
        rules = sum(value for part, value in parts.items() if part in ("rules", "none_open", "few_open"))
        lines.append(
            [
                say(row.name, language),
                f"{100 * row.listed:.1f}%{'*' if outside else ''}",
                lot,
                usual,
                f"{100 * row.people_share:.1f}%",
                f"{100 * row.exposure_share:.1f}%",
                *(["–"] * 3 if gap is None else [points(gap.whole), points(rules), points(parts["ranker"])]),
            ]
        )
    yield from columns(lines)


def _later(view: AuditView, language: Language) -> Iterator[str]:
    """The gaps beyond the lists: what the allocation, the interviews, the employers and the people made of them."""
    found = [(row, gap) for row in view.sightings for gap in row.gaps if gap.stage is not Stage.SHORTLISTED]
    if found:
        yield ""
        yield say(_LATER, language)
        if all(one.stage is not Stage.ALLOTTED for one in view.totals):
            yield f"  {say(ALLOCATION, language)}"
    for row, gap in found:
        parts = "; ".join(f"{say(one.text, language)} {points(one.share)}" for one in gap.parts if one.share is not None)
        yield f"  {say(row.name, language)}, {say(STAGES[gap.stage], language)} {points(gap.whole)}: {parts}"


def _reasons(rows: Sequence[SightingView], language: Language) -> Iterator[str]:
    told = [row for row in rows if row.reasons]
    if told:
        yield ""
        yield say(_WHY, language)
    for row in told:
        yield f"  {say(row.name, language)}: " + "; ".join(f"{say(one.text, language)} {one.about}" for one in row.reasons)


def _crossings(view: AuditView, language: Language) -> Iterator[str]:
    found = []
    for table in view.crossings:
        for row in table.rows:
            start = next((one.start for one in row.stages if one.stage is Stage.SHORTLISTED), None)
            if start is not None and ((start.to_best is not None and start.to_best < FOUR_FIFTHS) or start.beyond):
                found.append((start.to_rest or 0.0, table, row))
    if not found:
        return
    found.sort(key=lambda one: one[0])
    yield ""
    yield say(_CROSSED.format(limit=FOUR_FIFTHS, shown=min(CROSSED, len(found)), all=len(found)), language)
    yield from columns([_crossed(row, language) for _, _, row in found[:CROSSED]])


def _crossed(row: GroupRowView, language: Language) -> list[str]:
    listed = next(one for one in row.stages if one.stage is Stage.SHORTLISTED)
    return [say(row.name, language), str(row.people), _cell(listed)]


def _spread(view: AuditView, language: Language) -> Iterator[str]:
    spread = view.spread
    none, one, two, few, many = spread.lists
    yield say(
        _SPREAD.format(
            places=spread.places,
            none=none,
            one=one,
            two=two,
            few=few,
            many=many,
            gini=_figure(spread.places_people),
            posts=_figure(spread.places_postings),
            seen=_figure(spread.exposure_people),
            top="–" if spread.top_tenth is None else f"{100 * spread.top_tenth:.0f}%",
        ),
        language,
    )
    if view.opted_out is not None:
        yield say(_OPTED.format(people=view.opted_out[0], listed=view.opted_out[1]), language)
    for total in view.totals:
        if total.another_way != 0:
            people: Text | int = _OTHER_FEW if total.another_way is None else total.another_way
            yield say(_OTHER.format(stage=total.text, people=people), language)


def _changes(view: AuditView, language: Language) -> Iterator[str]:
    if view.earlier is None:
        return
    yield ""
    yield say(_EARLIER.format(name=view.earlier.name, on=view.earlier.on or "–"), language)
    moved = [one for one in view.changes if one.low > 0 or one.high < 0]
    if not moved:
        yield say(_SAME, language)
        return
    moved.sort(key=lambda one: one.now - one.then)
    yield from columns(
        [
            [
                say(one.name, language),
                say(STAGES[one.stage], language),
                f"{100 * one.then:.1f}% → {100 * one.now:.1f}%",
                f"{points(one.now - one.then)} ({points(one.low)} … {points(one.high)})",
            ]
            for one in moved[:CHANGED]
        ]
    )


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def columns(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows as aligned columns: the first to the left, the others to the right; a Chinese character is two wide."""
    from rich.cells import cell_len

    widths = [max(cell_len(cell) for cell in column) for column in zip(*rows, strict=True)]
    for row in rows:
        first, *rest = (" " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True))
        yield "  " + "  ".join([row[0] + first, *(pad + cell for cell, pad in zip(row[1:], rest, strict=True))]).rstrip()
