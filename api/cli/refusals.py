"""From an expected refusal to one clear line; anything else is a fault of the program, told by its kind and its places."""

import errno
from typing import Final

_UNMAPPED: Final = ("cannot allocate memory", "failed to map segment", "cannot map zero-fill", "cannot allocate write+execute")
"""What the loader of the system says of a library for which there is no memory."""


def refusal_of(fault: BaseException) -> str | None:
    """The line for people, or None when the error is not an expected one."""
    from api.cli.output import either

    # First of all: what tells of other faults has to be loaded, too.
    if is_unloadable(fault):
        return either(
            "内存不够，程序装载不起来；请放宽它的内存上限（ulimit -v），或换内存更大的机器。",
            "There is too little memory to load the program; allow it more (ulimit -v), or use a larger machine.",
        )
    if isinstance(fault, MemoryError):
        return either(
            "这台机器的内存不够，数据没有改变；请把文件分成几份，或在内存更大的机器上做。",
            "This machine has too little memory for it, and no data was changed. Split the file, or do it on a larger machine.",
        )
    from api.actions.errors import ActionError
    from api.cli.chinese_refusals import in_chinese
    from api.cli.output import said
    from api.settings import SettingsError
    from data.archives import ArchiveError
    from data.cases import CaseError
    from data.keys import KeyFileError, SealError
    from data.stores import StoreError
    from matching.knowledge import KnowledgeError
    from models.folders import ArtefactError

    if isinstance(fault, ActionError):
        return said(fault.detail)
    expected = (SettingsError, ArchiveError, CaseError, KeyFileError, SealError, StoreError, KnowledgeError, ArtefactError)
    if isinstance(fault, SettingsError) and fault.zh is not None:
        return either(fault.zh, str(fault))
    if isinstance(fault, expected):
        return either(in_chinese(str(fault)), str(fault))
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename or ''}: {_told(fault)}".lstrip(": ")
    return None


def is_unloadable(fault: BaseException | None) -> bool:
    """Whether a library could not be loaded for want of memory, whatever was made of that on the way."""
    while fault is not None:
        if isinstance(fault, ImportError | OSError) and any(words in str(fault).lower() for words in _UNMAPPED):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def broken_lines(fault: BaseException) -> tuple[str, ...]:
    """What is said of a fault of the program: never its message, which may hold somebody's name."""
    from api.cli.output import either
    from api.observing.faults import fault_lines

    head = either("程序出错，不是您造成的；请把下面几行告诉维护人员：", "The program broke; not your fault. Report these lines:")
    return (head, *(f"  {line}" for line in fault_lines(fault)))


def _told(fault: OSError) -> str:
    from api.cli.output import either

    english = fault.strerror or ""
    if isinstance(fault, FileNotFoundError):
        return either("没有这个文件或文件夹；请检查路径，或换一个文件夹", f"{english}; look at the path, or choose another folder")
    if isinstance(fault, PermissionError):
        return either("没有权限；请检查谁可以读写这里，或换一个文件夹", f"{english}; look at who may read and write there")
    if fault.errno == errno.ENOSPC:
        return either("磁盘已满，请腾出空间后再试", "the disk is full; make room and try again")
    if fault.errno == errno.EROFS:
        return either("磁盘是只读的，请检查磁盘", "the disk can only be read; look at the disk")
    if isinstance(fault, IsADirectoryError):
        return either("这是文件夹，不是文件", english)
    return either("已经存在", english) if isinstance(fault, FileExistsError) else english
