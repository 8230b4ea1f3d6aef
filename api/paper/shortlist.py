"""The list of one posting: for staff with names, reasons and what to arrange; for its employer what each person's stage allows."""

from collections.abc import Mapping, Sequence
from typing import Final

from api.paper.blocks import Block, Card, Column, Heading, Paper, Prose, Shape, Stamp, Table, Words, table_of
from api.paper.words import (
    EMPLOYER,
    EMPLOYER_ONLY,
    JOB,
    LIST,
    NAME,
    NUMBER,
    PAY,
    PLACE,
    SENTENCES,
    STAFF_ONLY,
    Dated,
    event_line,
    joined,
)
from api.schemas import EntryView, PostingSummary, ShortlistView
from matching.explanation import sentences
from matching.knowledge import CATALOGUE
from matching.knowledge.catalogue import Text
from matching.privacy import Listed
from matching.records import Stage

TITLE: Final = Text(zh="面试名单", en="Interview list")
_LISTED: Final = Text(zh="名单人数", en="On the list")
_LEAD: Final = Text(
    zh="下面的人这份工作能做。请先征得本人同意，再安排面试。最后定谁，由人来定。",
    en="The people below can do this job. Ask each of them before an interview is arranged. People decide, not the list.",
)
_PLAIN_LEAD: Final = Text(
    zh="名单上的人能做这份工作。先问本人愿不愿意。愿意，再安排面试。",
    en="These people can do the job. Ask them first. Then plan the talk.",
)
_FIT: Final = Text(zh="可以安排面试（{n} 人）", en="Ready for an interview ({n})")
_REVIEW: Final = Text(zh="要先问清楚（{n} 人）", en="Something must be asked first ({n})")
_PLAIN_FIT: Final = Text(zh="能做这份工作的人（{n} 人）", en="Can do the job ({n})")
_PLAIN_REVIEW: Final = Text(zh="先要问一问的人（{n} 人）", en="Ask first ({n})")
_NOBODY: Final = Text(zh="没有人。", en="Nobody.")
_WITHDRAWN: Final = Text(
    zh="匹配之后情况有变，{n} 人不再列出。", en="{n} people are left out because something changed since the matching."
)
_ALIAS: Final = Text(zh="单位看到的编号 {alias}", en="the employer's number {alias}")
_ASK: Final = Text(zh="要问：{question}", en="To ask: {question}")
_FOR: Final = Text(zh="合适之处：{reasons}", en="In favour: {reasons}")
_AGAINST: Final = Text(zh="要留意：{reasons}", en="To note: {reasons}")
_CONTACTED: Final = Text(zh="联系结果", en="Result of the call")
_SHAPES: Final[Mapping[str, Shape]] = {"eligible": "fits", "eligible_with": "fits_with", "review": "review", "blocked": "none"}
_PLAIN_VERDICTS: Final = {
    "eligible": Text(zh="能做。", en="Can do it."),
    "eligible_with": Text(zh="能做。要准备：{needs}。", en="Can do it. Prepare: {needs}."),
    "review": Text(zh="先问清楚，再定。", en="Ask first."),
    "blocked": Text(zh="现在不合适。", en="Not open now."),
}
_BANDS: Final = {"fit": Text(zh="可以安排面试", en="ready"), "review": Text(zh="要先问清楚", en="to ask first")}
_STAFF_COLUMNS: Final = (
    Column(Text(zh="分组", en="band"), 2, 14),
    Column(Text(zh="次序", en="rank"), 1, 6, number=True),
    Column(NAME, 2, 14),
    Column(NUMBER, 2, 16),
    Column(Text(zh="单位看到的编号", en="the employer's number"), 2, 14),
    Column(Text(zh="结论", en="verdict"), 4, 36),
    Column(Text(zh="要求满足情况", en="demands met"), 3, 28),
    Column(Text(zh="理由", en="reasons"), 4, 48),
    Column(Text(zh="要问的", en="to ask"), 4, 48),
)

_TO_EMPLOYER: Final = Text(
    zh="下面每个人都能做这份工作，并同意让贵单位看到这些内容。姓名和联系方式，要等本人同意后才能告诉您。",
    en="Everybody below can do this job and agreed to be shown to you. Names and contact follow once the person agrees to it.",
)
_PLAIN_TO_EMPLOYER: Final = Text(
    zh="下面的人都能做这份工作。先用编号。本人同意了，才告诉您姓名。",
    en="These people can do the job. You see a number first. You learn the name when the person says yes.",
)
_HOW: Final = Text(
    zh="想见谁，请把编号告诉工作人员。同一组内不分先后。",
    en="Tell the staff the numbers you wish to meet. Within a group the order means nothing.",
)
_NONE_YET: Final = Text(
    zh="现在还没有人同意让贵单位看到。就业服务机构会继续联系。",
    en="Nobody has agreed to be shown to you yet. The employment service keeps asking.",
)
_GROUP: Final = Text(zh="{band}（{n} 人）", en="{band} (people: {n})")
_SKILLS: Final = Text(zh="技能：{names}", en="Skills: {names}")
_CERTIFICATES: Final = Text(zh="证书：{names}", en="Certificates: {names}")
_ASKED: Final = Text(zh="岗位要的 {asked} 项技能，会 {knows} 项", en="knows {knows} of the {asked} skills asked")
_AT_LEAST: Final = Text(zh="岗位要的 {asked} 项技能，至少会 {knows} 项", en="knows at least {knows} of the {asked} skills asked")
_STUDY: Final = Text(zh="就读：{study}", en="Studied: {study}")
_EXPERIENCE: Final = Text(zh="经历：{text}", en="Experience: {text}")
_LIVES: Final = Text(zh="住{area}", en="lives in {area}")
_STATED: Final = Text(zh="本人愿意告诉您的安排：{names}", en="Arrangements that the person chose to tell you: {names}")
_CONTACT: Final = Text(zh="联系：{contact}", en="Contact: {contact}")
_PLAIN_MEETS: Final = Text(zh="这份工作的要求，都能做到。", en="Meets all that the job asks.")
_EMPLOYER_COLUMNS: Final = (
    Column(Text(zh="分组", en="group"), 2, 14),
    Column(NUMBER, 2, 14),
    Column(NAME, 2, 14),
    Column(Text(zh="要求满足情况", en="demands met"), 3, 32),
    Column(Text(zh="技能", en="skills"), 3, 36),
    Column(Text(zh="证书", en="certificates"), 3, 28),
    Column(Text(zh="学历", en="education"), 2, 14),
    Column(Text(zh="住在", en="lives in"), 2, 12),
    Column(Text(zh="工作时间", en="hours"), 2, 18),
    Column(Text(zh="希望月薪", en="wage wish"), 2, 24),
    Column(Text(zh="联系方式", en="contact"), 3, 24),
)


def staff_shortlist(view: ShortlistView, aliases: Mapping[str, str], stamp: Stamp, plain: bool = False) -> Paper:
    """Both bands with names, for the organizer. `aliases` says by which number the employer knows each candidate."""
    fit, review = (_PLAIN_FIT, _PLAIN_REVIEW) if plain else (_FIT, _REVIEW)
    blocks: list[Block] = [Prose(_PLAIN_LEAD if plain else _LEAD, "lead"), Heading(fit.format(n=len(view.fit)))]
    blocks += [_staff_card(entry, aliases, plain) for entry in view.fit] or [Prose(_NOBODY)]
    blocks.append(Heading(review.format(n=len(view.review))))
    blocks += [_staff_card(entry, aliases, plain) for entry in view.review] or [Prose(_NOBODY)]
    if view.withdrawn:
        blocks.append(Prose(_WITHDRAWN.format(n=view.withdrawn), "note"))
    return Paper(
        kind="shortlist",
        title=TITLE,
        over=event_line(view.event),
        on=view.event.on,
        facts=_facts(view.posting),
        blocks=tuple(blocks),
        tables=(_staff_table(view, aliases),),
        stamp=stamp,
        names=(TITLE, view.posting.employer, view.posting.title),
        handling=STAFF_ONLY,
    )


def employer_shortlist(event: Dated, posting: PostingSummary, rows: Sequence[Listed], stamp: Stamp, plain: bool = False) -> Paper:
    """What the employer of the posting may have: people in groups of ranks, in the order of their numbers within each."""
    people = sorted(rows, key=lambda row: (row.band, row.alias))
    blocks: list[Block] = [Prose(_PLAIN_TO_EMPLOYER if plain else _TO_EMPLOYER, "lead")]
    blocks.append(Prose(_HOW if people else _NONE_YET))
    for band in sorted({row.band for row in people}):
        group = [row for row in people if row.band == band]
        blocks.append(Heading(_GROUP.format(band=group[0].band_text, n=len(group))))
        blocks += [_employer_card(row, plain) for row in group]
    return Paper(
        kind="shortlist",
        title=TITLE,
        over=event_line(event),
        on=event.on,
        facts=(*_facts(posting), (_LISTED, str(len(people)))),
        blocks=tuple(blocks),
        tables=(table_of(TITLE, _EMPLOYER_COLUMNS, [_employer_row(row) for row in people], heads=2),),
        stamp=stamp,
        names=(TITLE, posting.employer, posting.title, Text(zh="给单位", en="for the employer")),
        handling=EMPLOYER_ONLY,
    )


def _facts(posting: PostingSummary) -> tuple[tuple[Words, Words], ...]:
    rows: tuple[tuple[Words, Words], ...] = (
        (EMPLOYER, posting.employer),
        (JOB, posting.title),
        (PLACE, posting.place),
        (PAY, posting.pay),
    )
    return tuple(row for row in rows if row[1])


def _staff_card(entry: EntryView, aliases: Mapping[str, str], plain: bool) -> Card:
    needs = joined([CATALOGUE.accommodation(name).text for name in entry.accommodations], LIST)
    lines: list[Words] = [_PLAIN_VERDICTS[entry.verdict].format(needs=needs) if plain else entry.verdict_text]
    if not plain:
        lines.append(entry.fit_text)
    for words, favours in ((_FOR, True), (_AGAINST, False)):
        reasons = [reason.text for reason in entry.reasons if (reason.weight > 0) is favours]
        if reasons:
            lines.append(words.format(reasons=joined(reasons, SENTENCES)))
    lines += [_ASK.format(question=question) for question in entry.questions]
    return Card(
        title=entry.name,
        lines=tuple(lines),
        mark=str(entry.rank),
        shape=_SHAPES[entry.verdict],
        aside=_ALIAS.format(alias=aliases[entry.candidate]) if entry.band == "fit" and entry.candidate in aliases else "",
        write_in=(_CONTACTED,),
    )


def _staff_table(view: ShortlistView, aliases: Mapping[str, str]) -> Table:
    rows = [
        (
            _BANDS[entry.band],
            entry.rank,
            entry.name,
            entry.candidate,
            aliases.get(entry.candidate, "") if entry.band == "fit" else "",
            entry.verdict_text,
            entry.fit_text,
            sentences([_stopped(reason.text) for reason in entry.reasons]),
            sentences([_stopped(question) for question in entry.questions]),
        )
        for entry in (*view.fit, *view.review)
    ]
    return table_of(TITLE, _STAFF_COLUMNS, rows, heads=3)


def _stopped(text: Text) -> Text:
    return Text(
        zh=text.zh if text.zh.endswith(("。", "？", "！")) else f"{text.zh}。",
        en=text.en if text.en.endswith((".", "?", "!")) else f"{text.en}.",
    )


def _employer_card(row: Listed, plain: bool) -> Card:
    wishes: list[Words] = [] if row.education is None else [row.education]
    if row.district is not None:
        wishes.append(_LIVES.format(area=row.district))
    wishes += [one for one in (row.hours, row.wage) if one is not None]
    lines: list[Words] = [_PLAIN_MEETS if plain else row.fit]
    if row.knows:
        words = _AT_LEAST if row.stage is Stage.LISTING else _ASKED
        lines.append(words.format(asked=row.asked, knows=row.knows))
    if row.skills:
        lines.append(_SKILLS.format(names=joined(row.skills, LIST)))
    if row.certificates:
        lines.append(_CERTIFICATES.format(names=joined(row.certificates, LIST)))
    if wishes:
        lines.append(joined(wishes, SENTENCES))
    if row.study:
        lines.append(_STUDY.format(study=row.study))
    if row.experience:
        lines.append(_EXPERIENCE.format(text=row.experience))
    if row.stated:
        lines.append(_STATED.format(names=joined(row.stated, LIST)))
    contact = _contact(row)
    if contact:
        lines.append(_CONTACT.format(contact=contact))
    return Card(title=row.name or row.alias, lines=tuple(lines), shape="fits", aside=row.alias if row.name else "", box=True)


def _employer_row(row: Listed) -> tuple[Words | int, ...]:
    return (
        row.band_text,
        row.alias,
        row.name or "",
        row.fit,
        joined(row.skills, LIST),
        joined(row.certificates, LIST),
        row.education or "",
        row.district or "",
        row.hours or "",
        row.wage or "",
        _contact(row),
    )


def _contact(row: Listed) -> str:
    return "  ".join(part for part in (row.phone, row.email) if part)
