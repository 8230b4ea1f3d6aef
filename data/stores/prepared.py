"""Rows of an import as they are going to be stored: everything about them that needs no database."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, cast

from data.keys import Keyring
from data.stores.candidates import prepare_candidate
from data.stores.courses import prepare_course
from data.stores.employers import prepare_employer, prepare_intermediary
from data.stores.graduates import prepare_graduate
from data.stores.outcomes import prepare_story
from data.stores.postings import prepare_merge, prepare_posting
from data.stores.services import prepare_service, prepare_training
from matching.collection import paused_collection
from matching.records import (
    Candidate,
    CertificateDetails,
    Course,
    Employer,
    GraduateTold,
    Intermediary,
    Posting,
    Service,
    Story,
    Training,
)

Kind = Literal["candidates", "postings", "courses", "trainings", "outcomes", "services", "graduates"]
CandidateImport = tuple[Candidate, CertificateDetails | None]
PostingImport = tuple[Posting, Employer, Intermediary | None]
Rows = (
    Iterable[CandidateImport]
    | Iterable[PostingImport]
    | Iterable[Course]
    | Iterable[Training]
    | Iterable[Story]
    | Iterable[Service]
    | Iterable[GraduateTold]
)
Prepared = Mapping[str, Sequence[Any]]
"""Plain JSON values by their part: "rows", and of postings "employers", "intermediaries" and "merges"."""


def prepare_rows(keyring: Keyring, kind: Kind, rows: Rows) -> Prepared:
    """Rows of a kind, see `ImportStore.stage`. Raises ValueError for what cannot be stored."""
    with paused_collection():
        if kind == "postings":
            return _prepare_postings(keyring, cast(Iterable[PostingImport], rows))
        return {"rows": [_prepare(keyring, kind, row) for row in rows]}


def prepare_merges(keyring: Keyring, merges: Iterable[tuple[str, Posting, str]]) -> Prepared:
    """Merges, see `ImportStore.stage_merges`."""
    return {"merges": [prepare_merge(keyring, kept, merged, why) for kept, merged, why in merges if merged.id != kept]}


def _prepare_postings(keyring: Keyring, rows: Iterable[PostingImport]) -> Prepared:
    """Employers and intermediaries go once each, with the first posting that names them: the first word counts."""
    hiring: dict[str, Employer] = {}
    between: dict[str, Intermediary] = {}
    prepared = []
    for posting, employer, intermediary in rows:
        hiring.setdefault(employer.id, employer)
        if intermediary is not None:
            between.setdefault(intermediary.id, intermediary)
        prepared.append(prepare_posting(keyring, posting))
    return {
        "rows": prepared,
        "employers": [prepare_employer(keyring, one) for one in hiring.values()],
        "intermediaries": [prepare_intermediary(keyring, one) for one in between.values()],
    }


def _prepare(keyring: Keyring, kind: Kind, row: Any) -> Any:
    if kind == "candidates":
        return prepare_candidate(keyring, *row)
    if kind == "courses":
        return prepare_course(keyring, row)
    if kind == "trainings":
        return prepare_training(row)
    if kind == "outcomes":
        return prepare_story(row)
    return prepare_service(row) if kind == "services" else prepare_graduate(row)
