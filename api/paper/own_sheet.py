"""The candidate sheet on paper: for the person, large and in plain words where asked."""

from collections.abc import Iterator
from typing import Final

from api.paper.blocks import Paper, Stamp, Words
from api.paper.outline import Section, outline_paper
from api.paper.words import NAME, day_text
from api.schemas.consents import ConsentView
from api.schemas.own_sheets import OwnPostView, OwnSheetView
from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="我的岗位和我的资料", en="My posts and my data")
_OF_DAY: Final = Text(zh="{day}", en="{day}")
_POSTS: Final = Text(zh="我可以做的岗位", en="Jobs I can do")
_ASKS: Final = Text(zh="还要先问清楚的岗位", en="Jobs where something must be asked first")
_COUNTS: Final = Text(
    zh="一共看了 {all} 个岗位：可以做的 {fit} 个，要先问清楚的 {asked} 个，现在还不合适的 {blocked} 个。",
    en="{all} jobs were looked at: {fit} you can do, at {asked} something must be asked first, {blocked} are not open to you now.",
)
_NONE: Final = Text(
    zh="现在没有。请和辅导员一起看看还能做什么。", en="None now. Look with your counselor at what else can be done."
)
_POST: Final = Text(zh="{title}（{employer}）：{line}", en="{title} ({employer}): {line}")
_WHY: Final = Text(zh="为什么建议它：{reasons}", en="Why it is proposed: {reasons}")
_DRAWN: Final = Text(zh="你不让电脑排序，先后由抽签决定。", en="You do not want a computer to order you: a draw gives the order.")
_NOTICE: Final = Text(zh="我们怎样用你的资料", en="How we use your data")
_STORED: Final = Text(zh="存着哪些资料", en="What is stored")
_STORED_LINE: Final = Text(zh="{title}：{n} 条", en="{title}: {n}")
_WHOLE: Final = Text(zh="全部内容另有一份，可以向辅导员要。", en="The whole of it is a paper of its own: ask your counselor.")
_ACCESSES: Final = Text(zh="谁看过你的资料", en="Who read your data")
_ACCESS: Final = Text(zh="{day}：{who}（{place}），{what}，{n} 次", en="{day}: {who} ({place}), {what}, {n} times")
_CONSENTS: Final = Text(zh="你同意过什么", en="What you agreed to")
_LISTED: Final = Text(zh="在“{event}”上让 {names} 看到你的编号", en="at “{event}” these see you under a number: {names}")
_NAMED: Final = Text(zh="把姓名和联系方式告诉 {names}", en="{names} is told your name and how to reach you")
_HOLDS: Final = Text(zh="{what}。{given} 起有效{until}。", en="{what}. Since {given}{until}.")
_ENDED: Final = Text(zh="{what}。已经收回或到期。", en="{what}. Taken back, or over.")
_NO_CONSENT: Final = Text(zh="没有。没有你的同意，单位看不到你。", en="Nothing. Without it employers do not see you.")
_RIGHTS: Final = Text(zh="你可以怎样做", en="What you can do")
_ANSWER: Final = Text(zh="我们会在 {n} 天内答复{doubt}。", en="You get an answer within {n} days{doubt}.")
_DOUBT: Final = Text(zh="（期限待确认）", en=" (the time is to be confirmed)")
_SEE: Final = 20
_SEE_PLAIN: Final = 8
"""Most accesses on the paper, the newest first."""


def own_sheet_paper(view: OwnSheetView, stamp: Stamp, plain: bool = False) -> Paper:
    """The sheet as a document; in plain words the notice is the easy one and the lists are shorter."""
    sections = (
        Section(
            _POSTS, (_counts(view), *_posts(view.fits), *_drawn(view)), (), (_counts(view), *_posts(view.fits[:3]), *_drawn(view))
        ),
        Section(_ASKS, tuple(_posts(view.asks)), (), tuple(_posts(view.asks[:3]))),
        Section(_NOTICE, view.notice, (), view.notice_easy),
        Section(_STORED, (*_stored(view), _WHOLE)),
        Section(_ACCESSES, tuple(_accesses(view, _SEE)), (), tuple(_accesses(view, _SEE_PLAIN))),
        Section(_CONSENTS, tuple(_consent(one) for one in view.consents) or (_NO_CONSENT,)),
        Section(_RIGHTS, (*view.rights, _answer(view))),
    )
    return outline_paper(
        title=TITLE,
        over=_OF_DAY.format(day=day_text(view.on)),
        about=view.name,
        facts=((NAME, view.name),),
        sections=sections,
        stamp=stamp,
        on=view.on,
        plain=plain,
        kind="sheet",
    )


def _counts(view: OwnSheetView) -> Text:
    return _COUNTS.format(all=view.postings, fit=view.fit, asked=view.asked, blocked=view.blocked)


def _posts(posts: tuple[OwnPostView, ...]) -> Iterator[Words]:
    if not posts:
        yield _NONE
    for one in posts:
        yield _POST.format(title=one.title, employer=one.employer, line=one.paragraph)
        if one.reasons:
            joined = Text(zh="；".join(r.zh for r in one.reasons), en="; ".join(r.en for r in one.reasons))
            yield _WHY.format(reasons=joined)


def _drawn(view: OwnSheetView) -> tuple[Words, ...]:
    return () if view.profiling else (_DRAWN,)


def _stored(view: OwnSheetView) -> Iterator[Words]:
    for one in view.stored:
        if one.rows:
            yield _STORED_LINE.format(title=one.title, n=len(one.rows))


def _accesses(view: OwnSheetView, most: int) -> Iterator[Words]:
    for one in view.accesses[:most]:
        yield _ACCESS.format(day=one.on, who=one.role, place=one.organisation, what=one.what, n=one.times)


def _consent(one: ConsentView) -> Text:
    names = "、".join(employer.name for employer in one.employers)
    what = (_LISTED if one.scope == "listing" else _NAMED).format(event=one.event_name or "", names=names)
    if not one.holds:
        return _ENDED.format(what=what)
    until = Text(zh="", en="") if one.ends_on is None else Text(zh="，到 {day}", en=", until {day}").format(day=one.ends_on)
    return _HOLDS.format(what=what, given=one.given_on, until=until)


def _answer(view: OwnSheetView) -> Text:
    return _ANSWER.format(n=view.answer_days, doubt=_DOUBT if view.answer_to_confirm else Text(zh="", en=""))
