"""Erase a person: shown before is what goes and what the law keeps; then the key is destroyed, and only old backups hold it."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from api.actions.errors import BadInput
from api.actions.person_verdicts import find_person
from api.actions.pools import check_staff
from api.actions.rematching import forget_runs
from api.actions.views import candidate_name
from api.schemas.person_records import ErasedView, ErasureInput, ErasureView, KeptView
from api.wiring import Application
from data.privacy import erase_person as destroy
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.policy import Policy, month_shifted, policy_on
from matching.records import InterviewState, Step, Viewer

GOES: Final = (
    Text(zh="姓名、电话、地址、出生日期、监护人", en="name, telephone, address, birth, guardian"),
    Text(zh="证件号码、残疾类别和等级", en="certificate number, category and grade"),
    Text(zh="能力评估、辅具、愿望、会做的事和经历", en="assessment, aids, wishes, skills and experience"),
    Text(zh="服务和课程的记录，备注", en="services, courses and notes"),
    Text(zh="一人一策，辅导员写的话", en="the plan and what the counselor wrote"),
    Text(zh="信件、短信和申请的文字", en="the words of letters, messages and requests"),
    Text(zh="名单上的每一条和理由", en="every line on a list, with its reasons"),
)
_NO_NAME: Final = Text(zh="请写经办人的姓名。", en="Write the name of who answers for it.")
_OTHER_ID: Final = Text(
    zh="填写的编号不是这个人的编号。什么都没有删除；请核对后再填。",
    en="The id that was written is not this person's. Nothing was erased; check it and write it again.",
)


def erasure_view(app: Application, viewer: Viewer, candidate: str) -> ErasureView:
    """What an erasure would take and leave today. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        person = find_person(stores, viewer, candidate)
        ahead = [
            one
            for one in stores.interviews.of_candidate(viewer, candidate)
            if one.interview.state in (InterviewState.PLANNED, InterviewState.LATE)
        ]
        stays = tuple(kept_after(app, stores, viewer, candidate))
    return ErasureView(
        candidate=candidate,
        name=candidate_name(person),
        on=app.today,
        goes=GOES,
        stays=stays,
        interviews_ahead=len(ahead),
    )


def erase(app: Application, viewer: Viewer, candidate: str, told: ErasureInput) -> ErasedView:
    """Destroy the person's key and everything about them. It cannot be undone. Raises NotFound, NotAllowed, BadInput."""
    check_staff(viewer)
    if told.candidate.strip() != candidate:
        raise BadInput(_OTHER_ID)
    if not told.named.strip():
        raise BadInput(_NO_NAME)
    with app.database.begin(viewer) as stores:
        find_person(stores, viewer, candidate)
        stays = tuple(kept_after(app, stores, viewer, candidate))
        stores.log.append(viewer, "ask-erasure", "candidate", candidate, {"named": told.named.strip()})
        destroy(stores, viewer, candidate)
        erased_at = stores.candidates.erased_at(viewer, candidate)
    forget_runs(app)
    app.forget_people()
    assert erased_at is not None, "it was erased a moment ago"
    return ErasedView(candidate=candidate, erased_at=erased_at, stays=stays)


def kept_after(app: Application, stores: Stores, viewer: Viewer, candidate: str) -> Iterator[KeptView]:
    """What the law, or a figure that was published, keeps of the person after an erasure today."""
    policy = policy_on(app.today)
    yield _kept(
        policy,
        "retention.access_record_months",
        Text(zh="谁在什么时候打开过档案（只有编号）", en="who opened the file and when (by its id alone)"),
        Text(zh="查得出有没有人乱看。", en="so that misuse can be found."),
        month_shifted(app.today, int(policy.number("retention.access_record_months"))),
    )
    yield _kept(
        policy,
        "retention.processing_record_years",
        Text(
            zh="同意和撤回的日期、名单上的编号、申请和答复的日期（没有文字）",
            en="days of consents and of taking them back, ids on lists, days of requests and answers (no words)",
        ),
        Text(zh="证明处理资料时守了法。", en="to show that the law was kept."),
        _years(app.today, policy.number("retention.processing_record_years")),
    )
    if any(one.step is Step.HIRED for one in stores.outcomes.list(viewer, candidate=candidate)):
        yield _kept(
            policy,
            "retention.placement_years",
            Text(zh="入职统计：哪个岗位、哪一天（没有姓名）", en="the figure of a hire: which post, which day (no name)"),
            Text(zh="已经公布的数字要对得上。", en="so that published figures still add up."),
            _years(app.today, policy.number("retention.placement_years")),
        )


def _kept(policy: Policy, fact: str, what: Text, why: Text, until: date) -> KeptView:
    row = policy.fact(fact)
    return KeptView(what=what, why=why, until=until, source=row.source, to_confirm=row.to_confirm)


def _years(day: date, years: float) -> date:
    return month_shifted(day, int(years * 12))
