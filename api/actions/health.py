"""Whether an installation can work, and what to do where it cannot."""

from collections.abc import Callable
from datetime import datetime

from api.doctor.cluster import check_cluster
from api.doctor.home import check_disk, check_home, check_key
from api.doctor.learned import check_encoder, check_fonts, check_ranker
from api.doctor.lists import check_lists
from api.doctor.records import (
    check_backup,
    check_clock,
    check_database,
    check_jobs,
    check_trail,
    check_worker,
)
from api.schemas.health import FindingView, HealthView, State
from api.settings import Settings
from api.wiring import now, open_application
from matching.knowledge.catalogue import Text

_WORST_FIRST: tuple[State, ...] = ("bad", "watch", "good")
_CLOSED = Text(zh="数据库打不开（{cause}）", en="{cause}")
_RECORDS = (check_database, check_trail, check_clock, check_worker, check_jobs, check_backup)


def examine(settings: Settings, clock: Callable[[], datetime] = now) -> HealthView:
    """Every check of an installation that is there already; nothing is made or changed. A check that cannot be done is `bad`."""
    findings = [check_home(settings)]
    if findings[0].state != "bad":
        findings += [check_disk(settings), check_key(settings)]
    if all(found.state != "bad" for found in findings):
        findings += _records(settings, clock)
    findings += [check_lists(settings), check_ranker(settings), check_encoder(settings), check_fonts()]
    if settings.cluster is not None:
        findings.append(check_cluster(settings.cluster))
    found_states = {found.state for found in findings}
    worst = next(state for state in _WORST_FIRST if state in found_states)
    return HealthView(findings=tuple(findings), state=worst)


def _records(settings: Settings, clock: Callable[[], datetime]) -> list[FindingView]:
    from data.stores import StoreError

    try:
        app = open_application(settings, clock, migrate=False)
    except StoreError as fault:
        do = Text(zh="检查 TONGTU_DATABASE_URL 与数据库。", en="Check TONGTU_DATABASE_URL and the database.")
        return [FindingView(name="database", state="bad", text=_CLOSED.format(cause=str(fault)), do=do)]
    try:
        return [check(app) for check in _RECORDS]
    finally:
        app.database.close()
