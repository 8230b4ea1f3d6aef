"""How long lists are: being on a long one can tell something by itself."""

from typing import Final

from api.schemas.health import FindingView
from api.settings import SHORT_LIST, Settings
from matching.knowledge.catalogue import Text

_LENGTH: Final = Text(zh="每份名单 {keep} 人", en="lists of {keep}")
_SHORTEN: Final = Text(
    zh="把 TONGTU_KEEP 设为 {short} 或更少：名单更长，单凭在不在名单上就可能看出等级（见 docs/privacy.zh.md）。",
    en="Set TONGTU_KEEP to {short} or less: on longer lists presence alone can tell a grade (see docs/privacy.md).",
)


def check_lists(settings: Settings) -> FindingView:
    """Lists are no longer than what was measured to be safe."""
    text = _LENGTH.format(keep=settings.keep)
    if settings.keep > SHORT_LIST:
        return FindingView(name="lists", state="watch", text=text, do=_SHORTEN.format(short=SHORT_LIST))
    return FindingView(name="lists", state="good", text=text)
