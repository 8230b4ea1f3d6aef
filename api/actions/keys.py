"""The key under which somebody sends a change: pressed twice it is one change, and it never stands for two."""

from collections.abc import Mapping
from typing import Any, Final

from pydantic import BaseModel

from api.actions.errors import BadInput
from data.stores import Stores, canonical
from data.stores.sent_keys import KeyTaken
from matching.knowledge.catalogue import Text
from matching.records import Viewer

KEY_USED: Final = Text(
    zh="这个幂等键已经用于另一次不同的请求；请换一个。", en="This idempotency key was used for another request; take a new one."
)


def claim_key(stores: Stores, viewer: Viewer, scope: str, key: str, told: BaseModel | Mapping[str, Any]) -> bool:
    """Keep that a key stands for this change; whether it is new. Raises BadInput where it stands for something else."""
    try:
        return stores.sent_keys.claim(viewer, scope, key, canonical(told))
    except KeyTaken:
        raise BadInput(KEY_USED) from None


def check_key(stores: Stores, viewer: Viewer, scope: str, key: str, told: BaseModel | Mapping[str, Any]) -> None:
    """Raises BadInput where a key stands for something else already; claims nothing."""
    try:
        stores.sent_keys.is_known(viewer, scope, key, canonical(told))
    except KeyTaken:
        raise BadInput(KEY_USED) from None
