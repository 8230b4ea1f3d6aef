"""Records that look like one and the same: postings, and files of people; merged and parted by a person, never by themselves."""

from collections.abc import Iterator
from itertools import combinations, islice
from typing import Final

from api.actions.errors import BadInput, Conflict, NotFound
from api.actions.lists import CANDIDATE, POSTING
from api.actions.merging import MERGE
from api.actions.pools import check_staff
from api.actions.posting_records import posting_lines
from api.actions.searching import people_lines
from api.actions.undoing import table_text
from api.actions.views import candidate_name, candidates_by_id, employer_names
from api.schemas.records import DuplicatesView, MergeView, PersonLine, TwinPeopleView, TwinView
from api.wiring import Application
from data.stores import Stores
from matching.knowledge.catalogue import Text
from matching.records import PostingStatus, Viewer
from matching.twins import Twins, find_twins

MOST: Final = 50
MERGES: Final = 100
_LOOKS_SAME: Final = "looks the same"
_NAME: Final = Text(zh="同名", en="the same name")
_PAPER: Final = Text(zh="残疾人证号相同", en="the same number of the certificate")
_BIRTH: Final = Text(zh="出生日期相同", en="the same date of birth")
_PHONE: Final = Text(zh="电话相同", en="the same telephone number")
_UNKNOWN_BIRTH: Final = Text(zh="其中一份没有出生日期", en="one of the two has no date of birth")
_TWO_PAPERS: Final = Text(
    zh="两份档案各有一个残疾人证号，是两个人；若一个证号写错了，先改正。",
    en="Each file holds the number of a certificate, so they are two people; if one is wrong, correct it first.",
)
_RESTS: Final = Text(
    zh="要隐藏的那份已有记录（{what}）；请在要保留的那份上补登这些，或反过来保留这一份。",
    en="The file to be hidden has records ({what}); enter these on the one that is kept, or keep this one instead.",
)
_ITSELF: Final = Text(zh="要合并的是同一条记录。", en="Both are one record.")
_MERGED_AWAY: Final = Text(
    zh="岗位 {posting} 已并入另一个岗位；请重新打开页面。", en="Posting {posting} was merged into another; open the page anew."
)


def duplicates_view(app: Application, viewer: Viewer) -> DuplicatesView:
    """Open postings that look the same, at most fifty pairs, and the merges so far, newest first. Raises NotAllowed."""
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        found = list(islice(_twins(stores, viewer), MOST + 1))
        merges = list(reversed(stores.postings.merges(viewer)))[:MERGES]
        kept = (
            {one.id: one.title for one in stores.postings.iterate(viewer, sorted({row.kept for row in merges}))} if merges else {}
        )
        people = stores.person_merges.list(viewer)[:MERGES]
        names = {one: candidate_name(file) for one, file in candidates_by_id(stores, viewer, (row.kept for row in people)).items()}
        return DuplicatesView(
            twins=tuple(_twin_view(app, stores, viewer, one) for one in found[:MOST]),
            more=len(found) > MOST,
            merges=tuple(
                MergeView(
                    id=row.id,
                    kept=row.kept,
                    kept_called=kept.get(row.kept, row.kept),
                    merged=row.merged,
                    reason=row.reason,
                    at=row.merged_at,
                    by=row.merged_by,
                    undone=row.undone_at is not None,
                )
                for row in merges
            ),
            person_merges=tuple(
                MergeView(
                    id=row.id,
                    kept=row.kept,
                    kept_called=names.get(row.kept, row.kept),
                    merged=row.merged,
                    reason=row.reason,
                    at=row.merged_at,
                    by=row.merged_by,
                    undone=row.undone_at is not None,
                )
                for row in people
            ),
        )


def count_twins(app: Application, viewer: Viewer) -> int:
    """How many pairs of open postings look the same; fifty stands for more."""
    with app.database.read(viewer) as stores:
        return sum(1 for _ in islice(_twins(stores, viewer), MOST))


def merge_postings(app: Application, viewer: Viewer, kept: str, merged: str, reason: str = _LOOKS_SAME) -> int:
    """Take a posting for another one that is stored; it is kept whole and no longer shown. Raises NotFound, Conflict, BadInput."""
    if kept == merged:
        raise BadInput(_ITSELF)
    with app.database.begin(viewer) as stores:
        other = stores.postings.get(viewer, merged)
        if other is None:
            raise NotFound(POSTING, merged)
        if stores.postings.get(viewer, kept) is None:
            raise Conflict(_MERGED_AWAY.format(posting=kept))
        return stores.postings.merge(viewer, kept, other, reason)


def twin_people(app: Application, viewer: Viewer) -> tuple[TwinPeopleView, ...]:
    """Files that may be of one person, at most fifty pairs: the same certificate, or the same whole name and nothing against it.

    The files of people who share one are opened for it, as one access in the log. Raises NotAllowed.
    """
    check_staff(viewer)
    with app.database.read(viewer) as stores:
        papered = stores.candidates.papered_alike(viewer)
        groups = dict.fromkeys((*papered, *stores.candidates.called_alike(viewer)))
        parted = {frozenset((one.kept, one.merged)) for one in stores.person_merges.list(viewer) if one.undone_at is not None}
        pairs = dict.fromkeys(pair for group in groups for pair in combinations(group, 2) if frozenset(pair) not in parted)
        ids = sorted({name for pair in pairs for name in pair})
        lines = {one.id: one for one in people_lines(stores, viewer, ids)}
        phones = {name: file.person.phone for name, file in candidates_by_id(stores, viewer, ids).items()}
        found = (
            _people_view(stores, viewer, lines[one], lines[other], phones[one], phones[other])
            for one, other in pairs
            if one in lines and other in lines
        )
        return tuple(islice((view for view in found if view is not None), MOST))


def merge_people(app: Application, viewer: Viewer, kept: str, merged: str, reason: str = _LOOKS_SAME) -> int:
    """Hide a second file of somebody. Raises NotFound, BadInput, and Conflict with what speaks against it."""
    check_staff(viewer)
    if kept == merged:
        raise BadInput(_ITSELF)
    with app.database.begin(viewer) as stores:
        there = {one.id for one in stores.candidates.iterate(viewer, [kept, merged])}
        for name in (kept, merged):
            if name not in there:
                raise NotFound(CANDIDATE, name)
        hindered = _hindered(stores, viewer, kept, merged)
        if hindered is not None:
            raise Conflict(hindered)
        return stores.person_merges.merge(viewer, kept, merged, reason)


def part_people(app: Application, viewer: Viewer, merge: int) -> None:
    """Show a second file again, for good. Raises NotFound."""
    check_staff(viewer)
    with app.database.begin(viewer) as stores:
        if not stores.person_merges.undo(viewer, merge):
            raise NotFound(MERGE, str(merge))


def _twins(stores: Stores, viewer: Viewer) -> Iterator[Twins]:
    parted = {frozenset((one.kept, one.merged)) for one in stores.postings.merges(viewer) if one.undone_at is not None}
    postings = list(stores.postings.iterate(viewer, status=PostingStatus.OPEN))
    return find_twins(postings, employer_names(stores, viewer, (one.employer for one in postings)), parted)


def _twin_view(app: Application, stores: Stores, viewer: Viewer, one: Twins) -> TwinView:
    first, second = posting_lines(app, stores, viewer, (one.one, one.other))
    return TwinView(one=first, other=second, same=one.same)


def _people_view(
    stores: Stores, viewer: Viewer, one: PersonLine, other: PersonLine, phone: str | None, other_phone: str | None
) -> TwinPeopleView | None:
    """Two files of one name, unless their days of birth differ or each holds a certificate of its own."""
    if one.has_certificate and other.has_certificate:
        return _papered_view(stores, viewer, one, other)
    if one.birth is not None and other.birth is not None and one.birth != other.birth:
        return None
    same = [_NAME, _BIRTH if one.birth is not None and one.birth == other.birth else _UNKNOWN_BIRTH]
    if phone is not None and phone == other_phone:
        same.append(_PHONE)
    kept, merged = (other, one) if other.has_certificate else (one, other)
    if _hindered(stores, viewer, kept.id, merged.id) is not None and not one.has_certificate and not other.has_certificate:
        kept, merged = merged, kept
    return TwinPeopleView(kept=kept, merged=merged, same=tuple(same), hindered=_hindered(stores, viewer, kept.id, merged.id))


def _papered_view(stores: Stores, viewer: Viewer, one: PersonLine, other: PersonLine) -> TwinPeopleView | None:
    """Two files of one certificate; None for two certificates."""
    first = stores.person_merges.papers(viewer, one.id, other.id)
    if first is None:
        return None
    kept, merged = (one, other) if first == one.id else (other, one)
    return TwinPeopleView(kept=kept, merged=merged, same=(_PAPER,), hindered=_hindered(stores, viewer, kept.id, merged.id))


def _hindered(stores: Stores, viewer: Viewer, kept: str, merged: str) -> Text | None:
    if stores.person_merges.papers(viewer, kept, merged) != kept:
        return _TWO_PAPERS
    resting = stores.person_merges.resting(viewer, merged)
    if not resting:
        return None
    texts = [table_text(one.table) for one in resting]
    return _RESTS.format(what=Text(zh="、".join(one.zh for one in texts), en=", ".join(one.en for one in texts)))
