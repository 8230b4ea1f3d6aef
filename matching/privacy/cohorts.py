"""The words that an employer reads of each person of an event, made once: nobody's change when others leave or come later.

A list that is generalised anew at each read tells more with each read: two groupings of the same people laid together are finer
than either (Ganta, Kasiviswanathan, Smith, Composition Attacks and Auxiliary Information in Data Privacy, KDD 2008).
"""

from collections.abc import Mapping, Sequence

from matching.privacy.likeness import Statement, agreed
from matching.privacy.outlines import Coarse, Outline, exact, statements, words_of

Line = Mapping[Statement, float]


def crowd_words(cohorts: Sequence[Mapping[str, Outline]], waiting: Mapping[str, Outline], k: int) -> dict[str, Coarse]:
    """Alias -> the words of each person of the cohorts, oldest first, and of those who wait; `k` or more share each of them.

    1. The people of the first cohort are grouped with those most alike. 2. Whoever comes in a later one, or waits, reads as the
    group that tells most among those whose words are true of them anyway. 3. The others of later cohorts are grouped once there are
    `k` of them. Nothing is told of anybody else. The words of a cohort depend on earlier ones alone; with `k` of 1 everything is
    told. Raises ValueError for k < 1.
    """
    if k < 1:
        raise ValueError(f"a crowd of {k} is none; give 1 or more")
    if k == 1:
        return {name: exact(one) for group in (*cohorts, waiting) for name, one in group.items()}
    told: dict[str, frozenset[Statement]] = {}
    groups: list[frozenset[Statement]] = []
    left: dict[str, Line] = {}
    for cohort in cohorts:
        left |= _join(cohort, groups, told)
        if len(left) >= k:
            names = sorted(left)
            told |= zip(names, agreed([left[name] for name in names], k), strict=True)
            groups = sorted({*groups, *(told[name] for name in names)} - {frozenset()}, key=sorted)
            left = {}
    _join(waiting, groups, told)
    names = sorted({name for group in (*cohorts, waiting) for name in group})
    return {name: words_of(told.get(name, frozenset())) for name in names}


def _join(
    people: Mapping[str, Outline], groups: Sequence[frozenset[Statement]], told: dict[str, frozenset[Statement]]
) -> dict[str, Line]:
    """Adds to `told` whoever reads as a group without a change of its words, and gives the others."""
    others: dict[str, Line] = {}
    for name, outline in people.items():
        line = statements(outline)
        true = [one for one in groups if one <= line.keys()]
        if true:
            told[name] = max(true, key=lambda one: sum(line[statement] for statement in one))
        else:
            others[name] = line
    return others
