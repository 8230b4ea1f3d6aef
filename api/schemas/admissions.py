"""Who may take part, as somebody sends it: the districts are districts."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from matching.geography import DISTRICTS
from matching.records import Admission


def _known(admits: Admission) -> Admission:
    if not admits.districts <= DISTRICTS.keys():
        raise PydanticCustomError("unknown_district", "names a district that there is not")
    return admits


AdmissionInput = Annotated[Admission, AfterValidator(_known)]
