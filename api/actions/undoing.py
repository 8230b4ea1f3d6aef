"""Undoing what a file brought: all its imports, the last one first, or nothing, with what stands in the way."""

from collections.abc import Sequence
from typing import Final

from api.actions.errors import Conflict
from api.schemas.uploads import ObstacleView, UndoneView
from api.wiring import Application
from data.stores import Stores
from data.stores.undoing import Obstacle
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_OVER: Final = Text(
    zh="可以撤销的期限已过，原来的内容已按期删除。",
    en="The days in which it could be undone have passed; what was there before was removed.",
)
_UNDONE: Final = Text(zh="已经撤销过了。", en="It was undone already.")
_CHANGED: Final = Text(
    zh="其中 {count} 条“{what}”在导入后又被改过；如果是后来的导入改的，请先撤销那次导入。",
    en="{count} of its records ({what}) were changed since; if a later import did that, undo that one first.",
)
_RESTS: Final = Text(
    zh="已有 {count} 条“{what}”用到这次新导入的内容；先处理这些，或保留这次导入。",
    en="{count} records ({what}) rest on what it brought; deal with these first, or keep the import.",
)
_NOTHING: Final = Text(
    zh="这个文件没有导入过内容，没有可撤销的。", en="Nothing of this file was imported, so there is nothing to undo."
)
_CANNOT: Final = Text(zh="不能撤销：{why}", en="It cannot be undone: {why}")
_OTHER: Final = Text(zh="其他记录", en="other records")
_TABLES: Final = {
    "candidates": Text(zh="人员档案", en="files of people"),
    "certificates": Text(zh="证件信息", en="certificates"),
    "postings": Text(zh="岗位", en="postings"),
    "courses": Text(zh="课程", en="courses"),
    "trainings": Text(zh="培训记录", en="trainings"),
    "outcomes": Text(zh="面试和就业结果", en="outcomes"),
    "corrections": Text(zh="结果更正", en="corrections of outcomes"),
    "certified_counts": Text(zh="认证人数", en="certified counts"),
    "merges": Text(zh="岗位合并", en="merged postings"),
    "person_merges": Text(zh="档案合并", en="merged files"),
    "services": Text(zh="服务记录", en="services"),
    "consents": Text(zh="同意书", en="consents"),
    "cleared_reviews": Text(zh="已了解清楚的待定人员", en="settled reviews"),
    "handed_certificates": Text(zh="交给单位的证件复印件", en="certificates handed to employers"),
    "decisions": Text(zh="单位的决定", en="decisions of employers"),
    "caseloads": Text(zh="辅导员分工", en="caseloads"),
    "listed": Text(zh="匹配名单", en="entries of lists"),
    "left_out": Text(zh="匹配结果", en="results of matching"),
    "passed_over": Text(zh="匹配结果", en="results of matching"),
    "shortlists": Text(zh="岗位名单", en="shortlists"),
    "interviews": Text(zh="面试安排", en="interviews"),
    "visitors": Text(zh="到场人员", en="visitors of a fair"),
    "fair_orders": Text(zh="活动的指定、排除和优先", en="orders of a fair"),
    "fair_order_people": Text(zh="活动的优先名单", en="people whom an order of a fair names"),
    "waiting_lists": Text(zh="候补名单", en="waiting lists"),
    "messages": Text(zh="邀请和通知", en="letters"),
    "replies": Text(zh="答复", en="replies"),
    "promises": Text(zh="便利承诺", en="promises"),
    "requests": Text(zh="向单位提出的请求", en="requests to employers"),
    "confirmations": Text(zh="要求确认", en="confirmations of demands"),
    "plan_edits": Text(zh="一人一策", en="plans of persons"),
    "settled_plans": Text(zh="一人一策", en="plans of persons"),
    "graduate_entries": Text(zh="毕业生台账", en="graduates' ledger"),
    "tally_people": Text(zh="人才库和结对", en="talent pools and pairings"),
    "events": Text(zh="活动名单", en="events"),
}


def undo_upload(app: Application, viewer: Viewer, upload: str) -> UndoneView:
    """Undo every import of a file, and settle the rows of it that still wait.

    Raises Conflict with what stands in the way, and changes nothing then.
    """
    with app.database.begin(viewer) as stores:
        made = [one for one in stores.imports.list(viewer, upload) if one.published_at is not None]
        standing = [one.id for one in made if one.undone_at is None]
        if not standing:
            raise Conflict(_UNDONE if made else _NOTHING)
        counts = {"removed": 0, "restored": 0, "left": 0}
        for name in reversed(standing):
            # What a later import of the same file changed is put back by then, so each is asked when its turn comes.
            refuse_if_resting(stores, viewer, name)
            done = stores.undo.undo(viewer, name)
            counts = {kind: counts[kind] + getattr(done, kind) for kind in counts}
        stores.uploads.drop_open(viewer, upload)
    return UndoneView(**counts)


def refuse_if_resting(stores: Stores, viewer: Viewer, import_id: str) -> None:
    """Raises Conflict when an import cannot be undone, naming everything that stands in the way."""
    found = [obstacle_text(one) for one in stores.undo.obstacles(viewer, import_id)]
    if found:
        raise Conflict(_CANNOT.format(why=_joined(found)))


def obstacles_of(stores: Stores, viewer: Viewer, imports: Sequence[str]) -> tuple[ObstacleView, ...]:
    """What keeps the last of these imports from being undone now."""
    if not imports:
        return ()
    return tuple(ObstacleView(text=obstacle_text(one)) for one in stores.undo.obstacles(viewer, imports[-1]))


def obstacle_text(one: Obstacle) -> Text:
    """Why an import cannot be undone, in words."""
    if one.cause == "over":
        return _OVER
    if one.cause == "undone":
        return _UNDONE
    return (_CHANGED if one.cause == "changed" else _RESTS).format(count=one.count, what=table_text(one.table))


def table_text(table: str) -> Text:
    """What the rows of a table are to people."""
    return _TABLES.get(table, _OTHER)


def _joined(texts: Sequence[Text]) -> Text:
    return Text(zh="".join(one.zh for one in texts), en=" ".join(one.en for one in texts))
