"""Who opened or changed a person's file, as the person may read it: by day, role and organisation, never by account."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.stores import LogEntry, Stores
from matching.china_time import day_in_china
from matching.knowledge.catalogue import Text
from matching.records import Role, Viewer

ROLES: Final[Mapping[str, Text]] = {
    Role.ORGANIZER.value: Text(zh="组织者", en="organizer"),
    Role.COUNSELOR.value: Text(zh="辅导员", en="counselor"),
    Role.EMPLOYER.value: Text(zh="用人单位", en="employer"),
    Role.AUDITOR.value: Text(zh="审计员", en="auditor"),
    Role.ADMINISTRATOR.value: Text(zh="系统管理员", en="administrator"),
}
_CITY: Final = Text(zh="市级就业服务机构", en="the city's employment service")
_WHAT: Final[Mapping[str, Text]] = {
    "read": Text(zh="打开档案", en="opened the file"),
    "read-certificate": Text(zh="看证件资料", en="read the certificate"),
    "read-services": Text(zh="看服务记录", en="read the services"),
    "read-edits": Text(zh="看计划里写的话", en="read what is written in the plan"),
    "read-refusal": Text(zh="看拒绝服务的原因", en="read why a service was refused"),
    "read-appeal": Text(zh="看异议、投诉或申请", en="read an objection or a request"),
    "export": Text(zh="打印或导出", en="printed or exported"),
    "save": Text(zh="登记", en="recorded something"),
    "save-training": Text(zh="登记课程", en="recorded a course"),
    "change": Text(zh="修改", en="changed something"),
    "edit": Text(zh="在计划里写话", en="wrote in the plan"),
    "settle": Text(zh="登记计划已商定", en="settled the plan"),
    "withdraw": Text(zh="登记撤回同意", en="recorded that a consent was taken back"),
    "lodge": Text(zh="登记异议、投诉或申请", en="recorded an objection or a request"),
    "answer": Text(zh="答复异议、投诉或申请", en="answered an objection or a request"),
    "enter": Text(zh="登记进毕业生台账", en="entered into the graduates' ledger"),
    "refuse": Text(zh="登记拒绝服务", en="recorded a refusal"),
    "refuse-no-more": Text(zh="登记不再拒绝服务", en="recorded that a refusal ended"),
    "readmit": Text(zh="重新建立档案", en="opened the file anew"),
}
_OTHER: Final = Text(zh="其他操作", en="something else")


@dataclass(frozen=True, slots=True)
class Access:
    """What accounts of one role and organisation did with the file on one day, and how often."""

    on: date
    role: Text
    organisation: Text
    what: Text
    times: int


@dataclass(frozen=True, slots=True)
class AccessRow:
    """The same as a name and a value."""

    name: Text
    value: Text


def accesses_of(stores: Stores, viewer: Viewer, candidate: str) -> tuple[Access, ...]:
    """The accesses to one file, newest day first. Staff who may see the person, and auditors."""
    lines = stores.log.of_candidate(viewer, candidate)
    places = stores.log.organisations(viewer, {line.account for line in lines})
    counted = Counter(_key(line, places) for line in lines)
    found = [Access(on, role, organisation, what, times) for (on, role, organisation, what), times in counted.items()]
    return tuple(sorted(found, key=lambda one: (-one.on.toordinal(), one.role.en, one.organisation.en, one.what.en)))


def access_rows(stores: Stores, viewer: Viewer, candidate: str) -> tuple[AccessRow, ...]:
    """Each as a row: the day, then who did what."""
    return tuple(
        AccessRow(
            Text(zh=one.on.isoformat(), en=one.on.isoformat()),
            Text(zh="{who}（{place}）：{what}，{n} 次", en="{who} ({place}): {what}, {n} times").format(
                who=one.role, place=one.organisation, what=one.what, n=one.times
            ),
        )
        for one in accesses_of(stores, viewer, candidate)
    )


def _key(line: LogEntry, places: Mapping[str, str]) -> tuple[date, Text, Text, Text]:
    place = places.get(line.account)
    organisation = _CITY if place is None else Text(zh=place, en=place)
    role = ROLES.get(line.role) or Text(zh=line.role, en=line.role)
    return day_in_china(line.at), role, organisation, _WHAT.get(line.action, _OTHER)
