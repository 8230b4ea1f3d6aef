"""Whether an installation can work, and what to do where it cannot."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from api.doctor.cluster import check_cluster
from api.doctor.home import check_disk, check_home, check_key, is_made
from api.doctor.learned import check_encoder, check_fonts, check_ranker
from api.doctor.lists import check_lists
from api.doctor.records import (
    check_backup,
    check_clock,
    check_content,
    check_database,
    check_former_ranker,
    check_jobs,
    check_trail,
    check_worker,
)
from api.schemas.health import FindingView, HealthView, State
from api.settings import Settings
from api.wiring import Application, now, open_application
from matching.knowledge.catalogue import Text

_WORST_FIRST: tuple[State, ...] = ("bad", "watch", "good")
_CLOSED = Text(zh="数据库打不开（{cause}）", en="{cause}")
_BROKE = Text(zh="没能检查完（{cause}）", en="could not be looked at to the end ({cause})")
_UNSEEN = Text(zh="没有检查，因为{why}", en="not looked at, because {why}")
_NO_HOME = Text(zh="还没有建立", en="nothing is made yet")
_BAD_HOME = Text(zh="文件夹不能用", en="the home does not work")
_NO_KEY = Text(zh="密钥文件有问题", en="the key file is not in order")
_NO_DATABASE = Text(zh="数据库打不开", en="the database cannot be opened")
_LOOK = Text(
    zh="检查 TONGTU_DATABASE_URL 与数据库；已损坏的，恢复备份。",
    en="Check TONGTU_DATABASE_URL and the database; restore a backup of one that is damaged.",
)
_RECORDS: Mapping[str, Callable[[Application], FindingView]] = {
    "database": check_database,
    "content": check_content,
    "trail": check_trail,
    "clock": check_clock,
    "worker": check_worker,
    "jobs": check_jobs,
    "backup": check_backup,
    "models": check_former_ranker,
}


def examine(settings: Settings, clock: Callable[[], datetime] = now) -> HealthView:
    """Every check of an installation; nothing is made or changed. What could not be looked at after something bad says so."""
    findings = [check_home(settings)]
    if findings[0].state == "bad":
        findings += _unseen(("disk", "key", *_RECORDS), _BAD_HOME)
    else:
        findings.append(check_disk(settings))
        findings += _opened(settings, clock) if is_made(settings) else _unseen(("key", *_RECORDS), _NO_HOME)
    findings += [check_lists(settings), check_ranker(settings), check_encoder(settings), check_fonts()]
    if settings.cluster is not None:
        findings.append(check_cluster(settings.cluster))
    found_states = {found.state for found in findings}
    worst = next(state for state in _WORST_FIRST if state in found_states)
    return HealthView(findings=tuple(findings), state=worst)


def _unseen(names: Iterable[str], why: Text) -> list[FindingView]:
    return [FindingView(name=name, state="watch", text=_UNSEEN.format(why=why)) for name in names]


def _opened(settings: Settings, clock: Callable[[], datetime]) -> list[FindingView]:
    key = check_key(settings)
    if key.state == "bad":
        return [key, *_unseen(_RECORDS, _NO_KEY)]
    return [key, *_records(settings, clock)]


def _records(settings: Settings, clock: Callable[[], datetime]) -> list[FindingView]:
    try:
        app = open_application(settings, clock, migrate=False)
    except Exception as fault:  # a damaged file can break anything; the report goes on
        return [_broken("database", fault), *_unseen(list(_RECORDS)[1:], _NO_DATABASE)]
    try:
        return [_checked(app, name, check) for name, check in _RECORDS.items()]
    finally:
        app.database.close()


def _checked(app: Application, name: str, check: Callable[[Application], FindingView]) -> FindingView:
    try:
        return check(app)
    except Exception as fault:  # as above
        return _broken(name, fault)


def _broken(name: str, fault: Exception) -> FindingView:
    """A refusal in its own words; of another error the kind alone, since its words may hold something of a record."""
    from data.stores import StoreError

    if isinstance(fault, StoreError):
        return FindingView(name=name, state="bad", text=_CLOSED.format(cause=str(fault)), do=_LOOK)
    return FindingView(name=name, state="bad", text=_BROKE.format(cause=type(fault).__name__), do=_LOOK)
