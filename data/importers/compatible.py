"""NFKC, the one form in which equal words are equal, made fast for the characters that sheets are mostly written in."""

import re
import unicodedata
from typing import Final

_CHANGING: Final = "，：；（）！？．％～＋＝／－＞＜…①②③④⑤⑥⑦⑧⑨⑩１２３４５６７８９０\u3000\xa0"
_ALONE: Final = {char: unicodedata.normalize("NFKC", char) for char in _CHANGING}
"""What each of these becomes, whatever stands beside it."""
_COMMON: Final = re.compile(f"[\\x00-\\x7f一-鿿、。《》【】“”‘’·•▪★—–{re.escape(_CHANGING)}]*")
"""Of these characters none but those of `_ALONE` change, and no two become one."""


def compatible(text: str) -> str:
    """The text in NFKC: full-width letters and signs as plain ones, ① as 1."""
    if text.isascii():
        return text
    if _COMMON.fullmatch(text) is None:
        return unicodedata.normalize("NFKC", text)
    for char, plain in _ALONE.items():
        if char in text:
            text = text.replace(char, plain)
    return text
