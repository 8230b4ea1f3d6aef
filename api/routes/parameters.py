"""What may stand in an address: ids, cursors and page sizes, bounded so that no database sees what it cannot hold."""

from typing import Annotated, Final

from fastapi import Path, Query

MOST: Final = 200
LONGEST: Final = 120
PRINTABLE: Final = r"^[^\x00-\x1f\x7f]+$"
PRINTABLE_OR_EMPTY: Final = r"^[^\x00-\x1f\x7f]*$"

EventId = Annotated[
    str, Path(alias="event", max_length=LONGEST, pattern=PRINTABLE, description="Id of the event", examples=["spring-2027"])
]
PostingId = Annotated[
    str, Path(alias="posting", max_length=LONGEST, pattern=PRINTABLE, description="Id of the posting", examples=["p_ef56gh78"])
]
CandidateId = Annotated[
    str, Path(alias="candidate", max_length=LONGEST, pattern=PRINTABLE, description="Id of the candidate", examples=["c_ab12cd34"])
]
AskedCandidate = Annotated[
    str, Query(alias="candidate", max_length=LONGEST, pattern=PRINTABLE, description="Id of the candidate", examples=["c_ab12cd34"])
]
AskedPosting = Annotated[
    str, Query(alias="posting", max_length=LONGEST, pattern=PRINTABLE, description="Id of the posting", examples=["p_ef56gh78"])
]
After = Annotated[
    str | None,
    Query(max_length=LONGEST * 2, pattern=PRINTABLE, description="`next` of the page before; without it, the first page"),
]
Limit = Annotated[int, Query(ge=1, le=MOST, description="Most items on one page")]
