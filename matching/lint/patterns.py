"""The notation of the patterns in clauses.yaml, and the guard that keeps every one of them linear.

A regular expression over plain characters (see `plain`), with four short forms:

    a space   up to two characters of white space
    <8>       up to 8 characters that stay in the same part of the sentence, as few as possible
    <min>     an age in figures or Chinese numerals, the least one asked for
    <max>     the same, the highest one asked for
    <below>   the same, the lowest one that is too high

Groups with a name say what the words mean: `min`, `max`, `below`; `male`, `female` (who is asked for); `only` (the categories or
grades that are asked for), `not` written as `without` (those that are turned away); `quote` (the words to quote, where
the pattern has to look at more). Unbounded repetition is refused, so that no text can make a search slow.
"""

import re
from typing import Final

GROUPS: Final = frozenset({"min", "max", "below", "male", "female", "only", "without", "quote"})
_AGE: Final = r"(?<!\d)(?P<{}>\d{{2}}|[二三四五六]?十[一二三四五六七八九]?)"
_GAP: Final = re.compile(r"<(\d{1,2})>")
_ESCAPED: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]", re.DOTALL)
_UNBOUNDED: Final = re.compile(r"[*+]|\{\d*,\}")


def compile_pattern(written: str) -> re.Pattern[str]:
    """The compiled pattern. Raises ValueError, saying what is wrong, for one that is no pattern or may run away."""
    if _UNBOUNDED.search(_ESCAPED.sub("_", written)):
        raise ValueError(f"the pattern {written!r} repeats without bound; write a bound such as {{0,8}}")
    spaces = _ESCAPED.sub(lambda kept: kept.group().replace(" ", "\0"), written).replace(" ", r"\s{0,2}").replace("\0", " ")
    gaps = _GAP.sub(r"[^,;。!?\n]{0,\1}?", spaces)
    whole = gaps.replace("<min>", _AGE.format("min")).replace("<max>", _AGE.format("max"))
    whole = whole.replace("<below>", _AGE.format("below"))
    try:
        made = re.compile(whole)
    except re.error as fault:
        raise ValueError(f"the pattern {written!r} is none: {fault}; correct it") from fault
    unknown = sorted(made.groupindex.keys() - GROUPS)
    if unknown:
        raise ValueError(f"the pattern {written!r} names a group {unknown[0]!r}; known: {', '.join(sorted(GROUPS))}")
    if made.search("") is not None:
        raise ValueError(f"the pattern {written!r} matches nothing at all; let it ask for at least one character")
    return made
