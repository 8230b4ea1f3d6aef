"""What leaves this machine about a person: what the rules and the features read, and nothing else."""

import pickle
import zlib
from collections.abc import Sequence
from typing import Final

from matching.records import Candidate, Household, Person

_READ_OF_PERSON: Final = ("birth", "sex", "retirement_track", "registered_residence")
_QUICK: Final = 1


def stripped(candidate: Candidate) -> Candidate:
    """Without name, contacts, guardian, foreign number and whatever else no rule and no feature reads.

    Number, category and grade of a certificate are no part of a candidate anyway. It is matched like the whole record.
    """
    person = Person(**{name: getattr(candidate.person, name) for name in _READ_OF_PERSON})
    household = Household(zero_employment=candidate.household.zero_employment, rural=candidate.household.rural)
    return candidate.model_copy(update={"external_id": None, "person": person, "household": household})


def packed(candidates: Sequence[Candidate]) -> bytes:
    """Stripped and compressed: about 200 bytes a person of a synthetic city."""
    return zlib.compress(pickle.dumps([stripped(one) for one in candidates], protocol=5), _QUICK)


def unpacked(content: bytes) -> list[Candidate]:
    """What `packed` packed."""
    found: list[Candidate] = pickle.loads(zlib.decompress(content))
    return found
