"""The groups that an audit compares: one code a person and attribute. No name, no ability and no score is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from matching.knowledge.catalogue import Text

Int64 = NDArray[np.int64]
Bool = NDArray[np.bool_]

Attribute = Literal["category", "grade", "sex", "age", "district", "graduate"]
ATTRIBUTES: Final[tuple[Attribute, ...]] = get_args(Attribute)
"""Impairment category, grade band, sex, age band, district of residence, whether a graduate of the last years."""

SEALED: Final[frozenset[Attribute]] = frozenset({"category", "grade"})
"""What no viewer reads of a person anywhere else: nobody may tell it from the figures of a group."""

TITLES: Final[Mapping[Attribute, Text]] = {
    "category": Text(zh="残疾类别", en="category of impairment"),
    "grade": Text(zh="残疾等级", en="grade band"),
    "sex": Text(zh="性别", en="sex"),
    "age": Text(zh="年龄段", en="age band"),
    "district": Text(zh="居住区", en="district of residence"),
    "graduate": Text(zh="近年高校毕业生", en="recent graduates"),
}
CATEGORIES: Final[tuple[Text, ...]] = (
    Text(zh="视力障碍", en="visual impairment"),
    Text(zh="听力障碍", en="hearing impairment"),
    Text(zh="言语障碍", en="speech impairment"),
    Text(zh="肢体障碍", en="physical impairment"),
    Text(zh="智力障碍", en="intellectual disability"),
    Text(zh="精神障碍", en="psychosocial disability"),
    Text(zh="多重障碍", en="several impairments"),
)
"""In the order of the categories 1..7 of GB/T 26341."""
GRADE_BANDS: Final[tuple[Text, ...]] = (Text(zh="一、二级", en="grades 1 and 2"), Text(zh="三、四级", en="grades 3 and 4"))
SEXES: Final[tuple[Text, ...]] = (Text(zh="女", en="women"), Text(zh="男", en="men"))
AGE_FROM: Final[tuple[int, ...]] = (0, 25, 35, 45, 55)
"""The first year of each age band, in completed years."""
AGE_BANDS: Final[tuple[Text, ...]] = (
    Text(zh="24 岁及以下", en="24 and younger"),
    Text(zh="25–34 岁", en="25 to 34"),
    Text(zh="35–44 岁", en="35 to 44"),
    Text(zh="45–54 岁", en="45 to 54"),
    Text(zh="55 岁及以上", en="55 and older"),
)
GRADUATES: Final[tuple[Text, ...]] = (
    Text(zh="近年高校毕业生", en="recent graduates"),
    Text(zh="非近年毕业生", en="not recent graduates"),
)


@dataclass(frozen=True, eq=False)
class Groups:
    """n people in groups. `codes[attribute]` (n,) is the place of each person's group in `names[attribute]`, -1: not known.

    Raises ValueError when the parts do not fit together.
    """

    ids: tuple[str, ...]
    codes: Mapping[Attribute, Int64]
    names: Mapping[Attribute, tuple[Text, ...]]

    def __post_init__(self) -> None:
        for attribute, codes in self.codes.items():
            if codes.shape != (len(self.ids),):
                raise ValueError(f"the codes of {attribute} have shape {codes.shape}; {len(self.ids)} people need one each")
            groups = len(self.names[attribute])
            if len(codes) and (codes.min() < -1 or codes.max() >= groups):
                raise ValueError(f"a code of {attribute} is {codes.min()}..{codes.max()}; it has {groups} groups")

    def __len__(self) -> int:
        return len(self.ids)


def age_band(years: int) -> int:
    """The place of an age in completed years among `AGE_BANDS`."""
    return max(place for place, first in enumerate(AGE_FROM) if years >= first or place == 0)
