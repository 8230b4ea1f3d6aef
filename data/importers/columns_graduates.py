"""The columns of a sheet of the graduates' ledger: who is kept in it since when, and who refused to be served."""

from typing import Final

from data.importers.columns import Column, column
from data.importers.columns_people import PERSON_COLUMNS

GRADUATE_COLUMNS: Final[tuple[Column, ...]] = (
    *PERSON_COLUMNS,
    column("登记日期", "entered_on", "留空则为导入那一天；已登记的人不改",
           "empty: the day of the import; who is in the ledger stays as they are", "2027-03-01",
           aliases="建账日期 录入日期 纳入台账日期"),
    column("拒绝服务", "refused", "本人拒绝服务的日期；不再拒绝写“否”；没有这回事请留空",
           "the day on which the person refused; 否 if they refuse no longer; empty where nothing was said", "",
           aliases="拒绝服务日期 拒绝日期 不愿接受服务"),
    column("拒绝原因", "reason", "用本人的话写，只有工作人员能看；不要写病情",
           "in the person's words, for staff only; nothing of health", "", aliases="原因 拒绝服务原因 不接受服务原因"),
)  # fmt: skip
"""All columns of the template of the graduates' ledger, in its order. School and day of graduation stand in that of candidates."""
