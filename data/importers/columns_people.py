"""The columns by which a sheet about stored people says whom a row means."""

from typing import Final

from data.importers.columns import Column, column

PERSON_COLUMNS: Final[tuple[Column, ...]] = (
    column("求职者编号", "candidate", "本单位给此人的编号，或系统里的编号；也可写残疾人证号",
           "your number for the person, or ours; the number of the certificate will do too", "WH-0001",
           aliases="编号 人员编号 档案编号 学员编号 id"),
    column("残疾人证号", "certificate_number", "没有编号时用它认人，请把该列设为文本格式",
           "identifies the person where there is no other number; format the column as text", "",
           aliases="残疾证号 残疾人证号码 残疾证号码 残疾人证编号 证件号码"),
    column("身份证号", "citizen_number", "同上", "likewise", "", aliases="身份证 身份证号码 公民身份号码 居民身份证号"),
)  # fmt: skip
"""At least one of them is filled in."""
