"""What may be kept in the clear of an attempt that went wrong: the error's kind and its place in the code, never its message."""

import errno
import traceback
from pathlib import Path
from typing import Final

from api.actions.errors import ActionError
from data.stores.askers import ASKER_GONE
from data.stores.errors import DiskFull
from data.stores.jobs import WORKER_LOST
from matching.knowledge.catalogue import Text

BUSY: Final = "database-busy"
DAMAGED: Final = "database-damaged"
DISK_FULL: Final = "disk-full"
OUT_OF_MEMORY: Final = "out-of-memory"
_HOUSE: Final = Path(__file__).resolve().parents[2]
_LONGEST: Final = 120

_TEXTS: Final = {
    BUSY: Text(zh="数据库正忙，稍后自动再试。", en="The database was busy; it is tried again by itself."),
    DAMAGED: Text(
        zh="数据库已损坏，再试也没有用；请告诉维护人员：先运行 tongtu doctor，再恢复备份。",
        en="The database is damaged; trying again does not help. "
        "Tell whoever maintains this: tongtu doctor, then restore a backup.",
    ),
    DISK_FULL: Text(
        zh="磁盘已满；腾出空间之后，会自动再试。", en="The disk is full; once there is room, it is tried again by itself."
    ),
    OUT_OF_MEMORY: Text(
        zh="这台机器的内存不够做这项任务，数据没有改变；请把文件分成几份，或在内存更大的机器上做。",
        en="This machine has too little memory for it, and no data was changed. Split the file, or do it on a larger machine.",
    ),
    ASKER_GONE: Text(
        zh="提交任务的账户已停用，或换了角色、单位、区，所以没有做。仍需要时，请由现在负责的人重新提交。",
        en="The account that asked for it ended, or has another role, organisation or district since, so it was not done. "
        "If it is still wanted, whoever is in charge now asks for it anew.",
    ),
    WORKER_LOST: Text(
        zh="处理程序每次都中途消失（可能是内存不足）；减少数据后再试，或告诉维护人员。",
        en="Its worker was gone every time (short of memory perhaps); try again with less, or tell whoever maintains this.",
    ),
}
_BROKE: Final = Text(
    zh="程序出错，不是您造成的，数据没有改变；仍不行时，请把这行告诉维护人员：{reason}",
    en="The program broke; this is not your fault, and no data was changed. If it stays, report this line: {reason}",
)


def reason_of(error: Exception) -> str:
    """A refusal by its name; another error by its type and the last place in our own code. At most 120 characters, no values."""
    if isinstance(error, ActionError):
        return f"refused: {type(error).__name__}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if _is_ours(frame.filename)]
    place = f" at {Path(frames[-1].filename).relative_to(_HOUSE)}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"[:_LONGEST]


def is_full(fault: Exception) -> bool:
    """Whether there was no room on a disk, the database's or that of the home."""
    return isinstance(fault, DiskFull) or (isinstance(fault, OSError) and fault.errno == errno.ENOSPC)


def problem_of(reason: str | None, told: Text | None) -> Text | None:
    """What to say of a reason: the refusal's own words where they may be seen."""
    if reason is None or told is not None:
        return told
    return _TEXTS.get(reason, _BROKE.format(reason=reason))


def _is_ours(file: str) -> bool:
    path = Path(file)
    return path.is_relative_to(_HOUSE) and "site-packages" not in path.parts
