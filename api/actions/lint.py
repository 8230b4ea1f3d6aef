"""Lint postings: those of an event, one, or those of a file. It quotes and proposes; nothing is filtered or changed."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from api.actions.errors import BadInput, NotFound
from api.actions.importing import MEGABYTE
from api.actions.lists import POSTING, find_event
from api.actions.views import employer_names
from api.linted import Linted
from api.schemas.lint import ClauseCount, ExcludedView, FlagView, LintView, PostingLintView
from api.wiring import Application
from data.importers import ImportRefused, read_mapping, read_postings
from data.stores.aggregates import COUNTERS
from matching.knowledge.catalogue import Text
from matching.lint import COUNTABLE, SEVERITIES, ExcludedCount, Exclusion, Flag, clauses, lint_posting
from matching.policy import policy_on
from matching.records import Posting, PostingStatus, Viewer

PURPOSE: Final = "posting lint"

_FIELDS: Final[Mapping[str, Text]] = {
    "title": Text(zh="标题", en="title"),
    "text": Text(zh="正文", en="text"),
    "tags": Text(zh="标签", en="tags"),
    "skills": Text(zh="技能", en="skills"),
    "welfare": Text(zh="福利", en="benefits"),
    "age": Text(zh="年龄要求", en="age clause"),
    "demands": Text(zh="填写的要求", en="stated demands"),
}
_NOT_RECORDED: Final = Text(zh="无法统计：库里没有可以统计的记录", en="cannot be counted: nothing that tells is recorded")
_NO_RANGE: Final = Text(zh="无法统计：这几个字没有说清范围", en="cannot be counted: the words do not say which people are meant")
_STAFF_ONLY: Final = Text(zh="人数目前只给工作人员和审计员看", en="the figure is for staff and auditors only, for now")
_FEW_KNOWN: Final = Text(zh="记录了这一项的人不到 5 个，不显示", en="not shown: this is recorded of fewer than 5 people")
_SMALL: Final = Text(
    zh="不显示：公布的分组（年龄 5 岁一组，不到 5 人的并入别组）分不出这些人（记录了这一项的约 {of} 人）",
    en="not shown: the published groups, of at least 5 people, do not tell them apart (this is recorded of about {of} people)",
)
_COUNTED: Final = Text(
    zh="库里记录了这一项的约 {of} 人中，约 {people} 人会被挡住或排到后面",
    en="of about {of} people of whom this is recorded, about {people} would be kept out or put last",
)
_BY_GROUPS: Final = Text(zh="（按公布的分组算：{kept}以外的人）", en=" (by published groups: everybody but {kept})")
_NAMES: Final[Mapping[object, Text]] = {
    1: Text(zh="视力", en="sight"),
    2: Text(zh="听力", en="hearing"),
    3: Text(zh="言语", en="speech"),
    4: Text(zh="肢体", en="limb"),
    5: Text(zh="智力", en="intellectual"),
    6: Text(zh="精神", en="psychosocial"),
    7: Text(zh="多重", en="multiple"),
}


def is_event(app: Application, viewer: Viewer, name: str) -> bool:
    """Whether there is an event of this id."""
    with app.database.read(viewer) as stores:
        return stores.events.get(viewer, name) is not None


def lint_event(app: Application, viewer: Viewer, event_id: str, after: str | None, limit: int) -> LintView:
    """The flagged open postings of an event, the most serious first, then in order of id. Raises NotFound."""
    with app.database.read(viewer) as stores:
        event = find_event(stores, viewer, event_id)
        key = stores.postings.content_hash(viewer), tuple(event.postings), app.today
        linted = app.linted.get(key, lambda: _lint(app, stores.postings.iterate(viewer, key[1] or None, status=PostingStatus.OPEN)))
        flagged = linted.flagged
        page = sorted((_key(posting, flags), posting, flags) for posting, flags in flagged)
        rest = [row for row in page if after is None or row[0] > after]
        shown = [(posting, flags) for _, posting, flags in rest[:limit]]
        employers = employer_names(stores, viewer, (posting.employer for posting, _ in shown))
    return LintView(
        postings=linted.postings,
        flagged=len(flagged),
        clauses=_clause_counts(flags for _, flags in flagged),
        items=_views(app, viewer, shown, employers),
        next=rest[limit - 1][0] if len(rest) > limit else None,
    )


def lint_one(app: Application, viewer: Viewer, posting_id: str) -> PostingLintView:
    """One stored posting with its flags, none where nothing was found. Raises NotFound."""
    with app.database.read(viewer) as stores:
        found = stores.postings.list(viewer, [posting_id], limit=1)
        if not found:
            raise NotFound(POSTING, posting_id)
        employers = employer_names(stores, viewer, [found[0].employer])
    flags = lint_posting(found[0], policy_on(app.today))
    return _views(app, viewer, [(found[0], flags)], employers)[0]


def count_flags(app: Application, viewer: Viewer, posting_id: str) -> int:
    """How many flags a stored posting has; 0 also for one that is not there. Nobody is counted for it."""
    with app.database.read(viewer) as stores:
        found = stores.postings.list(viewer, [posting_id], limit=1)
    return sum(len(lint_posting(posting, policy_on(app.today))) for posting in found)


def lint_file(app: Application, viewer: Viewer, path: Path, mapping: Path | None) -> LintView:
    """The flagged postings of a file, the most serious first; nothing of it is stored. Raises BadInput if it cannot be read."""
    try:
        rules = None if mapping is None else read_mapping(mapping)
        limit = app.settings.upload_limit_mb * MEGABYTE
        batch = read_postings(path, app.identify, rules, app.today, limit_bytes=limit)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault
    rows = {posting.id: row for posting, _, _, row in batch.records}
    linted = _lint(app, (posting for posting, _, _, _ in batch.records))
    shown = sorted(linted.flagged, key=lambda found: (found[1][0].rank, rows[found[0].id]))
    views = _views(app, viewer, shown, {posting.employer: employer.name for posting, employer, _, _ in batch.records})
    return LintView(
        postings=linted.postings,
        flagged=len(shown),
        clauses=_clause_counts(flags for _, flags in shown),
        items=tuple(view.model_copy(update={"row": rows[view.posting]}) for view in views),
    )


def _lint(app: Application, postings: Iterable[Posting]) -> Linted:
    policy = policy_on(app.today)
    found = [(posting, lint_posting(posting, policy)) for posting in postings]
    return Linted(len(found), tuple((posting, flags) for posting, flags in found if flags))


def _key(posting: Posting, flags: Sequence[Flag]) -> str:
    """What a page is ordered by, and goes on after: the most serious flag, then the id."""
    return f"{flags[0].rank}-{posting.id}"


def _clause_counts(flags: Iterable[Sequence[Flag]]) -> tuple[ClauseCount, ...]:
    counts = Counter(name for found in flags for name in {flag.name for flag in found})
    rows = sorted((list(SEVERITIES).index(row.severity), -counts[row.name], place) for place, row in enumerate(clauses()))
    return tuple(
        ClauseCount(
            clause=row.name, name=row.text, severity=row.severity, severity_text=SEVERITIES[row.severity], postings=counts[row.name]
        )
        for row in (clauses()[place] for _, _, place in rows)
        if counts[row.name]
    )


def _views(
    app: Application, viewer: Viewer, found: Sequence[tuple[Posting, Sequence[Flag]]], employers: Mapping[str, str]
) -> tuple[PostingLintView, ...]:
    asked = [flag.excludes for _, flags in found for flag in flags if flag.excludes is not None]
    allowed = viewer.role in COUNTERS
    counts = app.pool_counts.excluded(app.database, viewer, app.today, asked, PURPOSE) if allowed else {}
    return tuple(
        PostingLintView(
            posting=posting.id,
            title=posting.title,
            employer=employers.get(posting.employer, ""),
            flags=tuple(_flag_view(flag, _excluded_view(flag, counts, allowed)) for flag in flags),
        )
        for posting, flags in found
    )


def _flag_view(flag: Flag, excluded: ExcludedView) -> FlagView:
    clause, quote, law = flag.clause, flag.quote, flag.rule
    return FlagView(
        clause=clause.name,
        name=clause.text,
        severity=clause.severity,
        severity_text=SEVERITIES[clause.severity],
        field=quote.field,
        field_text=_FIELDS[quote.field.partition("[")[0].partition(".")[0]],
        start=quote.start,
        end=quote.end,
        words=quote.words,
        wrong=clause.wrong,
        law=law.text,
        source=law.source,
        to_confirm=law.to_confirm,
        proposal=flag.proposal,
        excluded=excluded,
    )


def _excluded_view(flag: Flag, counts: Mapping[Exclusion, ExcludedCount], allowed: bool) -> ExcludedView:
    if flag.excludes is None:
        countable = flag.clause.excludes in COUNTABLE
        return ExcludedView(people=None, of=None, text=_NO_RANGE if countable else _NOT_RECORDED)
    if not allowed:
        return ExcludedView(people=None, of=None, text=_STAFF_ONLY)
    count = counts[flag.excludes]
    text = _FEW_KNOWN if count.of is None else _SMALL if count.people is None else _COUNTED
    said = text.format(people=count.people, of=count.of)
    if count.people is not None and count.answered != flag.excludes:
        groups = _BY_GROUPS.format(kept=_kept(count.answered))
        said = Text(zh=said.zh + groups.zh, en=said.en + groups.en)
    return ExcludedView(people=count.people, of=count.of, text=said)


def _kept(answered: Exclusion) -> Text:
    """The published groups that a condition keeps, in words."""
    if answered.attribute == "age":
        low, high = answered.minimum, answered.maximum
        if low is None:
            return Text(zh=f"{high} 岁及以下", en=f"ages up to {high}")
        if high is None:
            return Text(zh=f"{low} 岁及以上", en=f"ages from {low}")
        return Text(zh=f"{low}-{high} 岁", en=f"ages {low}-{high}")
    values = sorted(answered.keeps, key=str)
    if answered.attribute == "grade":
        listed = ", ".join(str(value) for value in values)
        return Text(zh="、".join(f"{value}级" for value in values), en=f"grade {listed}")
    names = [_NAMES[value] for value in values]
    return Text(zh="、".join(name.zh for name in names), en=", ".join(name.en for name in names))
