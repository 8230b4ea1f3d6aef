"""Sign-in names in their one form: what looks alike to a person is the same name."""

import unicodedata
from typing import Final

_MOST: Final = 60


def plain_name(written: str) -> str:
    """A name as it is stored and compared: NFKC, without spaces around it, in lower case."""
    return unicodedata.normalize("NFKC", written).strip().casefold()


def is_name(name: str) -> bool:
    """Whether a plain name may be given: 2 to 60 printable characters without spaces, and no long number, which may be a phone or
    certificate number."""
    digits = sum(character.isdigit() for character in name)
    return 2 <= len(name) <= _MOST and name.isprintable() and not any(map(str.isspace, name)) and digits < 11


def plain_password(written: str) -> str:
    """A password as it is hashed: NFKC (NIST SP 800-63B-4, 3.1.1.2), everything else as typed."""
    return unicodedata.normalize("NFKC", written)
