"""The candidate sheet: what a person may know and do about their own matches and data, in plain words."""

from importlib.metadata import version
from typing import Final

from api.actions.accesses import accesses_of
from api.actions.appeals import appeals_of
from api.actions.consents import consents_of
from api.actions.person_events import EVERYWHERE, event_of_person
from api.actions.person_records import record_of
from api.actions.person_verdicts import find_person, verdicts_of
from api.actions.pools import check_staff
from api.actions.views import candidate_name, employer_names
from api.paper.blocks import Stamp, Style
from api.paper.files import Format, PaperFile, paper_file
from api.paper.own_sheet import own_sheet_paper
from api.person_verdicts import PairVerdict, PersonVerdicts
from api.schemas.own_sheets import OwnAccessView, OwnPostView, OwnSheetView
from api.schemas.person_posts import EventRef
from api.wiring import Application
from data.stores import Stores
from matching.explanation import explain
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.records import Candidate, Viewer
from matching.shortlist import Entry
from matching.unlock.wishes import suits
from matching.wordings import wording_on

MOST_FITS: Final = 10
MOST_ASKS: Final = 5
RIGHTS: Final = (
    Text(
        zh="想看全部资料：请要一份。可以打印，也可以要电子文件。",
        en="To see everything: ask for a copy, on paper or as a file.",
    ),
    Text(zh="资料写错了：告诉我们哪里错了，我们改正。", en="If something is wrong: tell us what, and we correct it."),
    Text(
        zh="想收回同意：告诉辅导员，当场就收回。单位下一次打开名单就看不到你了。",
        en="To take a consent back: tell your counselor. It ends at once, and employers no longer see you.",
    ),
    Text(
        zh="名单上的先后由电脑建议。不想让它给你排：告诉你的辅导员或就业服务窗口，当场就改。以后由抽签决定先后，"
        "不会因此排在最后，单位也不会知道。",
        en="A computer proposes your place on a list. If you do not want that, tell your counselor or the employment service: they "
        "switch it off at once. A draw then gives the place: never the last one for it, and no employer is told.",
    ),
    Text(
        zh="觉得名单或结论不对：可以要求由人来解释，由人重新看。",
        en="If a list or an answer seems wrong: ask that a person explains it and looks again.",
    ),
    Text(zh="不满意我们的做法：可以投诉。", en="If you are not content with what we do: complain."),
    Text(
        zh="想删除资料：可以。删除以后不能恢复；法律要求保留的少数记录不含姓名。以前的备份要到期才删。",
        en="To have your data erased: you can. It cannot be undone; the few records that the law keeps hold no name. "
        "Backups made before go when their time is over.",
    ),
    Text(zh="这些都不影响我们继续帮你。", en="None of this changes that we go on helping you."),
)


def own_sheet(app: Application, viewer: Viewer, candidate: str, event_id: str | None = None) -> OwnSheetView:
    """The sheet, at an event or over all open postings. Opening it is recorded as an access. Raises NotFound, NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        return _sheet(app, stores, viewer, candidate, event_id)


def sheet_file(
    app: Application, viewer: Viewer, candidate: str, form: Format, style: Style | None = None, event_id: str | None = None
) -> PaperFile:
    """The sheet as a file for the person; that it was made is in the log. Raises as `own_sheet`, TypesettingError."""
    check_staff(viewer)
    style = style or Style()
    with app.database.read(viewer) as stores:
        view = _sheet(app, stores, viewer, candidate, event_id)
        stores.log.append(viewer, "export", "candidate", candidate, {"what": "sheet", "kind": form}, access=True)
    stamp = Stamp(version("tongtu"), None, None, app.clock())
    return paper_file(own_sheet_paper(view, stamp, style.plain), "" if view.event is None else view.event.name, style, form)


def _sheet(app: Application, stores: Stores, viewer: Viewer, candidate: str, event_id: str | None) -> OwnSheetView:
    person = find_person(stores, viewer, candidate)
    event, run = event_of_person(stores, viewer, candidate, event_id)
    verdicts = verdicts_of(app, viewer, stores, person, event or EVERYWHERE)
    entries = () if run is None else stores.runs.entries_of_candidate(viewer, run.id, candidate)
    listed = {one.posting: one for one in entries}
    fits = _ordered([one for one in verdicts.pairs if one.judgement.verdict in ("eligible", "eligible_with")], person, listed)
    asks = _ordered([one for one in verdicts.pairs if one.judgement.verdict == "review"], person, listed)
    names = employer_names(stores, viewer, {one.posting.employer for one in (*fits[:MOST_FITS], *asks[:MOST_ASKS])})
    notice, answers = wording_on("notice", app.today), policy_on(app.today).fact("appeal.answer_days")
    return OwnSheetView(
        candidate=candidate,
        name=candidate_name(person),
        on=app.today,
        event=None if event is None else EventRef(id=event.id, name=event.name),
        postings=len(verdicts.pairs),
        fit=len(fits),
        asked=len(asks),
        blocked=verdicts.counts["blocked"],
        fits=tuple(_post(viewer, one, verdicts, person, listed, names) for one in fits[:MOST_FITS]),
        asks=tuple(_post(viewer, one, verdicts, person, listed, names) for one in asks[:MOST_ASKS]),
        profiling=person.profiling,
        notice_version=notice.version,
        notice=notice.full,
        notice_easy=notice.easy,
        stored=record_of(app, stores, viewer, candidate, certificate=False).sections,
        accesses=tuple(
            OwnAccessView(on=one.on, role=one.role, organisation=one.organisation, what=one.what, times=one.times)
            for one in accesses_of(stores, viewer, candidate)
        ),
        consents=consents_of(app, stores, viewer, person).items,
        appeals=appeals_of(app, stores, viewer, candidate, candidate_name(person)),
        rights=RIGHTS,
        answer_days=int(answers.number),
        answer_to_confirm=answers.to_confirm,
    )


def _ordered(pairs: list[PairVerdict], person: Candidate, listed: dict[str, Entry]) -> list[PairVerdict]:
    """What was wished for first, then what the last run listed, by rank."""

    def place(one: PairVerdict) -> tuple[bool, bool, int, str]:
        entry = listed.get(one.posting.id)
        return not suits(person.wishes, one.posting), entry is None, 0 if entry is None else entry.rank, one.posting.id

    return sorted(pairs, key=place)


def _post(
    viewer: Viewer,
    one: PairVerdict,
    verdicts: PersonVerdicts,
    person: Candidate,
    listed: dict[str, Entry],
    names: dict[str, str],
) -> OwnPostView:
    told = explain(one.judgement, verdicts.applicant, one.opening, verdicts.policy, viewer, for_person=True)
    assert told is not None, "staff may hand people their own verdicts"
    entry = listed.get(one.posting.id)
    return OwnPostView(
        posting=one.posting.id,
        title=one.posting.title,
        employer=names.get(one.posting.employer, ""),
        verdict=one.judgement.verdict,
        line=told.line,
        paragraph=told.paragraph,
        reasons=()
        if entry is None or not person.profiling
        else tuple(reason.text for reason in entry.reasons if reason.weight > 0),
    )
