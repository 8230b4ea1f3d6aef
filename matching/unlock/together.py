"""What several changes open when they are made together at one posting."""

from collections.abc import Sequence

import numpy as np

from matching.bitmaps import Words
from matching.unlock.ground import Ground
from matching.unlock.onsite import OnSite
from matching.unlock.people import PersonalChange
from matching.unlock.site import Site


def opened_together(ground: Ground, site: Site, onsite: Sequence[OnSite], personal: PersonalChange | None) -> Words:
    """The people (words,) who fit the posting once all is done that is listed, and did not before.

    `personal` is one change about people or several merged; who is not asked of it is not in the answer.
    """
    opening = site.opening
    for change in onsite:
        opening = change.apply(opening)
    rules = {} if personal is None else {rule.name: rule for rule in personal.rules(ground.index, opening)}
    rows = frozenset[str]().union(rules, frozenset() if personal is None else personal.rows, *(one.rows for one in onsite))
    rest = site.rest(rows)
    if rest is None:
        return np.zeros_like(site.fit)
    opens = [rules.get(one.name, one) for one in ground.index.reopen(opening, rows)]
    if personal is not None:
        opens = [personal.reopen(ground.index, one) for one in opens]
    fit = rest.opened(ground.index, opens).fit
    return fit if personal is None or personal.asked is None else fit & personal.asked
