"""Groups of a synthetic city, for the gate: read from its records as an office's store would count them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from data.synthetic import City
from matching.audit.coding import NAMES, NOT_KNOWN, Known, group_codes
from matching.audit.groups import ATTRIBUTES, Groups
from matching.knowledge.catalogue import Text
from matching.policy import policy_on
from models.gate_groups import GroupRows

Int64 = NDArray[np.int64]


def city_groups(city: City) -> Groups:
    """The groups of everyone in the city, in the order of its candidates; ages are those of the city's day."""
    papers, policy = {one.candidate: one for one in city.certificates}, policy_on(city.today)
    told = []
    for person in city.candidates:
        paper, graduate = papers.get(person.id), person.resume.graduate
        known = Known(
            category=None if paper is None else paper.category,
            grade=None if paper is None else paper.grade,
            birth=person.person.birth,
            sex=person.person.sex,
            district=person.home.district,
            education=person.resume.education,
            graduated_on=None if graduate is None else graduate.graduated_on,
        )
        told.append(group_codes(known, city.today, policy))
    codes = {one: np.array([row.get(one, NOT_KNOWN) for row in told], np.int64) for one in ATTRIBUTES}
    return Groups(tuple(person.id for person in city.candidates), codes, NAMES)


def group_rows(groups: Groups, person: Int64) -> GroupRows:
    """Attribute -> group -> (n,) whether the person of each pair, given as rows of `groups`, belongs to it."""
    rows: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for attribute, codes in groups.codes.items():
        of_pair = codes[person]
        names: Sequence[Text] = groups.names[attribute]
        rows[attribute] = {name.en: of_pair == code for code, name in enumerate(names)}
    return rows
