"""Something the server wants back from the browser unread and unchanged: sealed under a key of this installation."""

import base64
import binascii
import json
import zlib
from typing import Any

from api.wiring import Application
from data.keys import SealError, seal, unseal


def seal_word(app: Application, kind: str, value: Any) -> str:
    """A JSON value as a word of letters, digits, `-`, `_` and `=`; it opens as this kind only."""
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    return base64.urlsafe_b64encode(seal(app.keys.digest(f"word-{kind}", b""), zlib.compress(plain, 6), kind)).decode()


def open_word(app: Application, kind: str, word: str) -> Any | None:
    """The value of a word; None for one that this installation did not make, or not as this kind."""
    try:
        packed = unseal(app.keys.digest(f"word-{kind}", b""), base64.b64decode(word, altchars=b"-_", validate=True), kind)
    except (SealError, binascii.Error, ValueError):
        return None
    return json.loads(zlib.decompress(packed))
