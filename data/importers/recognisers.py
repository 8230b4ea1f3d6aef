"""Which field a part of a mixed cell belongs to, by what it says."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from data.importers.employer_cells import EMPLOYER_WORDS
from data.importers.posting_row import word
from data.importers.terms import is_welfare, read_education, read_experience, read_hours, read_licence
from matching.records import Hours

_STAFF: Final = re.compile(r"(?:少于|约)?\d+(?:\s*[-~至到—]\s*\d+)?\s*人?(?:以上|以下)?")
RECOGNISERS: Final[Mapping[str, Callable[[str], bool]]] = {
    "hours": lambda text: len(text) <= 12 and read_hours(text) != Hours() and not text.isdigit(),
    "licences": lambda text: read_licence(text) is not None,
    "welfare": lambda text: is_welfare(text),
    "experience": lambda text: read_experience(text) is not None,
    "education": lambda text: read_education(text) is not None,
    "employer_kind": lambda text: word(text) in EMPLOYER_WORDS,
    "staff": lambda text: "人" in text and _STAFF.fullmatch(word(text)) is not None,
}
"""Whether a part of a mixed cell is this field's; the last field of a mapping's `into` needs none."""
