"""Postings merged as duplicates: see them, take one back."""

from typing import Any

from api.actions.errors import BadInput, Conflict, NotFound
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

MERGE = Text(zh="合并记录", en="merge")


def list_merges(app: Application, viewer: Viewer) -> list[dict[str, Any]]:
    """All merges, newest first: number, the posting kept, the one merged into it, the reason, whether it was taken back."""
    with app.database.read(viewer) as stores:
        return [
            {"merge": row.id, "kept": row.kept, "merged": row.merged, "reason": row.reason, "undone": row.undone_at is not None}
            for row in reversed(stores.postings.merges(viewer))
        ]


def undo(app: Application, viewer: Viewer, merge: str) -> Text:
    """Take a merge back; returns a sentence. Raises BadInput for a number that is none and NotFound for an unknown one."""
    if not merge.isdecimal():
        raise BadInput(Text(zh="合并编号应是数字：{merge}", en="A merge has a number, not {merge}").format(merge=merge))
    with app.database.begin(viewer) as stores:
        known = {row.id: row for row in stores.postings.merges(viewer)}
        found = known.get(int(merge))
        if found is None:
            raise NotFound(MERGE, merge)
        if found.undone_at is not None:
            raise Conflict(Text(zh="合并 {merge} 已经撤销过了。", en="Merge {merge} was taken back already.").format(merge=merge))
        stores.postings.undo_merge(viewer, found.id)
    return Text(zh="已撤销合并 {merge}", en="merge {merge} taken back").format(merge=merge)
