"""The hidden fields of a form: the key under which a second press changes nothing, and what the page showed when it was opened."""

import re
from collections.abc import Mapping
from typing import Final

from api.actions.errors import BadInput
from matching.knowledge.catalogue import Text

_KEY: Final = re.compile(r"[\w.-]{1,80}", re.ASCII)
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")


def sent_key(form: Mapping[str, str]) -> str:
    """Raises BadInput for a form without one: it was not sent from the page."""
    key = form.get("key", "")
    if not _KEY.fullmatch(key):
        raise BadInput(_MISSING)
    return key


def sent_version(form: Mapping[str, str]) -> int:
    """The version of the event that was looked at. Raises BadInput."""
    return sent_number(form, "version")


def sent_number(form: Mapping[str, str], name: str) -> int:
    """A number that the page itself put into the form. Raises BadInput."""
    said = form.get(name, "")
    if not said.isascii() or not said.isdecimal() or len(said) > 15:
        raise BadInput(_MISSING)
    return int(said)


def sent_id(form: Mapping[str, str], name: str) -> str:
    """An id that the page itself put into the form. Raises BadInput."""
    said = form.get(name, "")
    if not said or len(said) > 120 or not said.isprintable():
        raise BadInput(_MISSING)
    return said
