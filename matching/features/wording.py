"""Words as sets: the terms of a text, and whether a name occurs in a text. Small, exact, without a dictionary of words."""

import re
from typing import Final

from matching.skills import same_family

_RUN: Final = re.compile(r"[㐀-䶿一-鿿]+|[a-z0-9][a-z0-9+#.]*")
_HEAD: Final = re.compile(r"[+(\[【{|/、,,;;·-]")
_CODE: Final = re.compile(r"^[a-zA-Z]*\d{2,}[a-zA-Z0-9]*\s*[-_.、:]\s*(?=\D)")
_BETWEEN: Final = re.compile(r"(?<=[㐀-䶿一-鿿]) | (?=[㐀-䶿一-鿿])")
_SUFFIX: Final = re.compile(r"(?:工作人员|人员|专员|员工|工人|助理|学徒|岗位|工作|类|员|师|工|岗)$")


def squeeze(text: str) -> str:
    """Without the spaces that touch a Chinese character; spaces between Latin words stay."""
    return _BETWEEN.sub("", text)


def terms(text: str) -> frozenset[str]:
    """Pairs of neighbouring Chinese characters, and Latin words of two letters or more; numbers carry nothing."""
    found: set[str] = set()
    for run in _RUN.findall(text):
        if run[0] > "㏿":
            found.update(map(str.__add__, run, run[1:]))
        elif len(run) > 1 and not run.replace(".", "").isdigit():
            found.add(run.rstrip("."))
    return frozenset(found)


def title_head(title: str) -> str:
    """The job's name without an office's code before it, and benefits and places after: "00020-客服专员+双休" gives "客服专员"."""
    head = _HEAD.split(_CODE.sub("", title), maxsplit=1)[0].strip()
    return head if len(head) > 1 else title


def stem(occupation: str) -> str:
    """An occupation without its personal endings: "保洁员" gives "保洁"; names of two characters stay whole."""
    short = _SUFFIX.sub("", occupation)
    return occupation if short == occupation or len(short) < 2 else stem(short)


def occurs(name: str, text: str) -> bool:
    """Whether the text holds the name; a Latin end of the name must be the end of a word ("java" is not in "javascript")."""
    if len(name) < 2:
        return False
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (_latin(name[0]) and _latin(before)) and not (_latin(name[-1]) and _latin(after)):
            return True
        at = text.find(name, at + 1)
    return False


def same_skill(asked: str, held: str) -> bool:
    """Whether the skill held answers the one asked: equal, one in the other ("excel", "excel表格"), or so by the vocabulary."""
    return asked == held or occurs(asked, held) or occurs(held, asked) or same_family(asked, held)


def _latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
