"""Certified counts on their way in: a file of the national quota certification, with its source and the day it was fetched."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict

from api.actions.errors import BadInput, NotAllowed
from api.actions.importing import MEGABYTE, FaultLine, new_import_id, undo_until
from api.wiring import Application
from data.importers import Fault, ImportRefused, read_certification, read_mapping
from data.importers.mapping import Mapping as SheetMapping
from data.importers.typed_rows import Source
from data.stores import Stores
from data.stores.canonical import check_key
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from matching.quota import is_stale
from matching.records import Employer, Role, Viewer

SOURCE: Final = "全国残疾人按比例就业情况联网认证"
_AHEAD: Final = Text(zh="文件的日期 {day} 在今天之后；请改正。", en="The day of the file, {day}, lies ahead: correct it.")
_NO_SOURCE: Final = Text(zh="请写明来源（1 至 120 个字）。", en="Name the source in 1 to 120 characters.")
_ORGANIZER_ONLY: Final = Text(zh="只有组织者可以导入认证人数。", en="Only an organizer may import certified counts.")
_PROPOSED: Final = Text(
    zh="这种版式是本项目推测的，还没有与真实文件核对", en="this layout was invented and not compared with a real file yet"
)
_CHECK: Final = Text(zh="核对几行导入的数，再用", en="check a few of the numbers before they are used")


class CertificationReport(BaseModel):
    """What an import of certifications did. `stale` are the employers whose newest file is older than files are fresh, by name."""

    model_config = ConfigDict(frozen=True)

    file: str
    layout: str
    source: str
    fetched_on: date
    rows: int
    imported: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int
    stale: tuple[str, ...]
    faults: tuple[FaultLine, ...]


def import_certification(
    app: Application,
    viewer: Viewer,
    path: Source,
    mapping: Path | SheetMapping | None = None,
    source: str = SOURCE,
    fetched_on: date | None = None,
    settle: Callable[[Stores, CertificationReport], object] = lambda stores, report: None,
) -> CertificationReport:
    """Keep the counts of a file as dated records of their source. Running it twice changes nothing.

    `settle` is called with the report in the transaction that keeps them.
    Raises BadInput when nothing of the file can be read, for a file that lists people, and for a day ahead; NotAllowed.
    """
    if viewer.role is not Role.ORGANIZER:
        raise NotAllowed(_ORGANIZER_ONLY)
    day = fetched_on or app.today
    if day > app.today:
        raise BadInput(_AHEAD.format(day=day))
    try:
        check_key(source, "the source")
    except ValueError:
        raise BadInput(_NO_SOURCE) from None
    with app.database.read(viewer) as stores:
        employers = _employers(stores.ledgers.employers(viewer), viewer)
    try:
        rules = read_mapping(mapping) if isinstance(mapping, Path) else mapping
        limit = app.settings.upload_limit_mb * MEGABYTE
        batch = read_certification(path, employers.values(), source, day, rules, limit_bytes=limit)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault
    faults = [_line(fault) for fault in batch.faults]
    if batch.proposed:
        faults.insert(0, FaultLine(row=None, column=None, value=None, problem=_PROPOSED, advice=_CHECK, severity="warning"))
    with app.database.begin(viewer) as stores:
        import_id = new_import_id()
        counts = [count for count, _ in batch.records]
        saved = stores.imports.certify(viewer, import_id, counts, {"rows": len(counts)}, undo_until(app))
        kept = stores.bodies.certified(viewer, app.today)
        newest = {one.employer: one for one in sorted(kept, key=lambda one: one.fetched_on)}
        stale = [employers[name].name for name, one in newest.items() if name in employers and is_stale(one, policy_on(app.today))]
        report = CertificationReport(
            file=path.name,
            layout=batch.layout,
            source=source,
            fetched_on=day,
            rows=batch.rows,
            imported=saved.inserted,
            updated=saved.updated,
            unchanged=saved.unchanged,
            duplicates=batch.duplicates,
            rejected=len({fault.row for fault in batch.faults if fault.severity == "rejected"}),
            stale=tuple(sorted(stale)),
            faults=tuple(faults),
        )
        settle(stores, report)
    return report


def _employers(found: tuple[Employer, ...], viewer: Viewer) -> dict[str, Employer]:
    """Those that the viewer may record for."""
    return {one.id: one for one in found if viewer.district is None or one.district == viewer.district}


def _line(fault: Fault) -> FaultLine:
    names = ("row", "column", "value", "problem", "advice", "severity")
    return FaultLine.model_validate({name: getattr(fault, name) for name in names})
