"""A setting as it holds."""

from api.schemas.base import View
from matching.knowledge.catalogue import Text


class SettingView(View):
    """One setting: the variable, its value here (None: not set), whether that is the default, and what it is for."""

    name: str
    value: str | None
    is_default: bool
    text: Text
