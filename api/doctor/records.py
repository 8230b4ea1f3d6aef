"""What only an opened installation can tell: database, content, trail, clock, workers, parked jobs, backups, who ranked last."""

from datetime import datetime, timedelta
from typing import Final

from api.actions.former_ranker import LOST, is_lost
from api.schemas.health import FindingView
from api.wiring import Application
from data.stores import JobState
from matching.china_time import minute_in_china
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ADMINISTRATOR, Role, Viewer

SKEW: Final = timedelta(minutes=2)
"""Between this machine's clock and the database's: beyond it leases of jobs and limits of sign-ins go wrong."""
STALE_BACKUP: Final = timedelta(days=2)
CROWDED: Final = 0.8
LOOK: Final = 20.0
"""Seconds in which the content of a file is read through; what takes longer is read in part."""
_AUDITOR: Final = Viewer(account="local", role=Role.AUDITOR)
_MAKE: Final = Text(
    zh="tongtu backup key 与 tongtu backup make；每晚自动做一份（见文档）。",
    en="tongtu backup key and tongtu backup make; have one made every night (see the documentation).",
)

_SEEN: Final = {
    "all": Text(zh="全部读过，没有损坏", en="read through, nothing is damaged"),
    "part": Text(zh="限时读了一部分，没有损坏", en="read in part, as far as there was time; nothing of it is damaged"),
    "server": Text(zh="服务器没有发现损坏的页", en="the server has found no damaged page"),
}


def check_database(app: Application) -> FindingView:
    """It answers, and has connections left."""
    facts = app.database.facts()
    text = Text(zh="{engine} {version}，{size:.0f} MB", en="{engine} {version}, {size:.0f} MB").format(
        engine=facts.engine, version=facts.version, size=facts.bytes / 1e6
    )
    if facts.connections is not None and facts.allowed is not None and facts.connections > CROWDED * facts.allowed:
        do = Text(
            zh="{used}/{most} 个连接在用：少开几个服务或后台处理程序，或调高 max_connections。",
            en="{used} of {most} connections are in use: run fewer servers or workers, or raise max_connections.",
        )
        return FindingView(name="database", state="watch", text=text, do=do.format(used=facts.connections, most=facts.allowed))
    return FindingView(name="database", state="good", text=text)


def check_content(app: Application) -> FindingView:
    """What is stored can be read."""
    found = app.database.integrity(LOOK)
    if found.damage:
        text = Text(zh="数据库已损坏：{where}", en="the database is damaged: {where}").format(where=", ".join(found.damage))
        do = Text(
            zh="停用它，留好这份文件，恢复备份（见 how-to/backup.zh.md）。",
            en="Stop working on it, keep the file as it is, restore a backup (how-to/backup.md).",
        )
        return FindingView(name="content", state="bad", text=text, do=do)
    return FindingView(name="content", state="good", text=_SEEN[found.seen])


def check_trail(app: Application) -> FindingView:
    """The chain holds from its first line to its last."""
    with app.database.read(LOCAL_ADMINISTRATOR) as stores:
        proof = stores.log.verify(LOCAL_ADMINISTRATOR)
    if proof is not None and proof.holds:
        return FindingView(name="trail", state="good", text=Text(zh="留痕 {n} 条，完整", en="{n} lines hold").format(n=proof.lines))
    do = Text(
        zh="tongtu trail verify；请立即报告，并保留这台机器的现状。",
        en="tongtu trail verify; report it, and leave the machine as it is.",
    )
    return FindingView(name="trail", state="bad", text=Text(zh="留痕被改动过", en="the trail was changed"), do=do)


def check_clock(app: Application) -> FindingView:
    """The clock agrees with the database's, and is not behind what was written last."""
    facts, now = app.database.facts(), app.clock()
    do = Text(zh="校准时钟（例如启用 chrony）。", en="Set the clock right (with chrony for instance).")
    if facts.clock is not None and abs(facts.clock - now) > SKEW:
        text = Text(zh="与数据库的时钟差 {s:.0f} 秒", en="{s:.0f} seconds off the database's clock")
        return FindingView(name="clock", state="bad", text=text.format(s=abs(facts.clock - now).total_seconds()), do=do)
    if facts.last_written is not None and facts.last_written > now + SKEW:
        text = Text(zh="现在比最后一条记录（{at}）还早", en="it is earlier than what was written last ({at})")
        return FindingView(name="clock", state="bad", text=text.format(at=minute_in_china(facts.last_written)), do=do)
    return FindingView(name="clock", state="good", text=Text(zh=minute_in_china(now), en=minute_in_china(now)))


def check_worker(app: Application) -> FindingView:
    """Somebody does what waits."""
    with app.database.jobs(LOCAL_ADMINISTRATOR) as jobs:
        there = jobs.workers.any_there(LOCAL_ADMINISTRATOR)
    if there:
        return FindingView(name="worker", state="good", text=Text(zh="后台处理程序在运行", en="a worker is there"))
    do = Text(zh="tongtu serve 自带一个；也可以另开：tongtu worker", en="tongtu serve brings one; or start one: tongtu worker")
    return FindingView(name="worker", state="watch", text=Text(zh="后台处理程序没有运行", en="no worker is there now"), do=do)


def check_jobs(app: Application) -> FindingView:
    """No job is parked after it failed again and again."""
    with app.database.read(LOCAL_ADMINISTRATOR) as stores:
        parked = len(stores.jobs.list(LOCAL_ADMINISTRATOR, [JobState.PARKED]))
    if not parked:
        return FindingView(name="jobs", state="good", text=Text(zh="没有搁置的任务", en="no job is parked"))
    text = Text(zh="{n} 个任务屡次失败，已搁置", en="{n} jobs failed again and again, and are parked").format(n=parked)
    do = Text(zh="tongtu jobs list --state parked", en="tongtu jobs list --state parked")
    return FindingView(name="jobs", state="watch", text=text, do=do)


def check_former_ranker(app: Application) -> FindingView:
    """The ranker of the last lists is one that this home knows: hosts of one database share what was trained."""
    from models.registry import is_trained, versions

    with app.database.read(_AUDITOR) as stores:
        former = stores.runs.last_ranker(_AUDITOR)
    models = app.settings.models
    if former is None:
        return FindingView(name="models", state="good", text=Text(zh="还没有名单", en="no list was made yet"))
    if is_lost(models, former):
        return FindingView(name="models", state="bad", text=LOST.format(ranker=former))
    text = Text(zh="上一次的名单由 {ranker} 排序", en="{ranker} ordered the lists that were made last").format(ranker=former)
    if is_trained(former) and former not in versions(models):
        do = Text(
            zh="这里没有它：共用一个数据库的几台机器，models/ 应当相同；请从那台机器拷来，或从备份恢复。",
            en="It is not here: hosts of one database need the same models/; copy it from the other host, or restore a backup.",
        )
        return FindingView(name="models", state="watch", text=text, do=do)
    return FindingView(name="models", state="good", text=text)


def last_backup(app: Application) -> datetime | None:
    """When a backup was made last, by the trail."""
    with app.database.read(_AUDITOR) as stores:
        return stores.log.last(_AUDITOR, "back-up")


def check_backup(app: Application) -> FindingView:
    """The last backup is of these days."""
    last = last_backup(app)
    if last is None:
        return FindingView(name="backup", state="watch", text=Text(zh="还没有备份", en="there is no backup yet"), do=_MAKE)
    text = Text(zh="上次备份 {at}", en="the last backup is of {at}").format(at=minute_in_china(last))
    if app.clock() - last > STALE_BACKUP:
        return FindingView(name="backup", state="watch", text=text, do=_MAKE)
    return FindingView(name="backup", state="good", text=text)
