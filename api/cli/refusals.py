"""From an expected refusal to one clear line; anything else is a fault of the program and keeps its trace."""


def refusal_of(fault: BaseException) -> str | None:
    """The line for people, or None when the error is not an expected one."""
    from api.actions.errors import ActionError
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
    if isinstance(fault, expected):
        return str(fault)
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename or ''}: {_told(fault)}".lstrip(": ")
    return None


def _told(fault: OSError) -> str:
    from api.cli.output import either

    english = fault.strerror or ""
    if isinstance(fault, FileNotFoundError):
        return either("没有这个文件或文件夹", english)
    if isinstance(fault, PermissionError):
        return either("没有权限", english)
    if isinstance(fault, IsADirectoryError):
        return either("这是文件夹，不是文件", english)
    return either("已经存在", english) if isinstance(fault, FileExistsError) else english
