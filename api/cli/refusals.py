"""From an expected refusal to one clear line; anything else is a fault of the program and keeps its trace."""


def refusal_of(fault: BaseException) -> str | None:
    """The line for people, or None when the error is not an expected one."""
    from api.actions.errors import ActionError
    from api.settings import SettingsError
    from data.cases import CaseError
    from data.keys import KeyFileError, SealError
    from data.stores import StoreError
    from matching.knowledge import KnowledgeError
    from models.folders import ArtefactError

    if isinstance(fault, ActionError):
        return f"{fault.detail.zh} / {fault.detail.en}"
    expected = (SettingsError, CaseError, KeyFileError, SealError, StoreError, KnowledgeError, ArtefactError)
    if isinstance(fault, expected):
        return str(fault)
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename or ''}: {fault.strerror}".lstrip(": ")
    return None
