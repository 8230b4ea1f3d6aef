"""Groups of a synthetic city, for the gate: read from its records as an office's store would count them."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from data.synthetic import City
from matching.audit.groups import AGE_BANDS, CATEGORIES, GRADE_BANDS, GRADUATES, SEXES, Attribute, Groups, age_band
from matching.geography import DISTRICTS
from matching.knowledge.catalogue import Text
from models.gate_groups import GroupRows

Int64 = NDArray[np.int64]
UNKNOWN = -1


def city_groups(city: City) -> Groups:
    """The groups of everyone in the city, in the order of its candidates."""
    papers = {one.candidate: one for one in city.certificates}
    districts = list(DISTRICTS)
    codes: dict[Attribute, list[int]] = {name: [] for name in ("category", "grade", "sex", "age", "district", "graduate")}
    for person in city.candidates:
        paper = papers.get(person.id)
        category = None if paper is None else paper.category
        graded = category is not None and paper is not None and paper.grade is not None
        birth, sex = person.person.birth, person.person.sex
        years = (
            None
            if birth is None
            else city.today.year - birth.year - ((city.today.month, city.today.day) < (birth.month, birth.day))
        )
        codes["category"].append(UNKNOWN if category is None else category - 1)
        codes["grade"].append(UNKNOWN if not graded or paper is None else 0 if (paper.grade or 0) <= 2 else 1)
        codes["sex"].append({"female": 0, "male": 1}.get(sex or "", UNKNOWN))
        codes["age"].append(UNKNOWN if years is None else age_band(years))
        codes["district"].append(districts.index(person.home.district) if person.home.district in districts else UNKNOWN)
        codes["graduate"].append(0 if person.resume.graduate is not None else 1)
    names: Mapping[Attribute, tuple[Text, ...]] = {
        "category": CATEGORIES,
        "grade": GRADE_BANDS,
        "sex": SEXES,
        "age": AGE_BANDS,
        "district": tuple(DISTRICTS[code].text for code in districts),
        "graduate": GRADUATES,
    }
    return Groups(
        ids=tuple(person.id for person in city.candidates),
        codes={name: np.array(values, np.int64) for name, values in codes.items()},
        names=names,
    )


def group_rows(groups: Groups, person: Int64) -> GroupRows:
    """Attribute -> group -> (n,) whether the person of each pair, given as rows of `groups`, belongs to it."""
    rows: dict[str, dict[str, NDArray[np.bool_]]] = {}
    for attribute, codes in groups.codes.items():
        of_pair = codes[person]
        names: Sequence[Text] = groups.names[attribute]
        rows[attribute] = {name.en: of_pair == code for code, name in enumerate(names)}
    return rows
