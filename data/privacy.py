"""What a person may ask for: a copy of everything that is kept about them, and that it be erased.

Both are for staff on the person's behalf and are logged. Source: 个人信息保护法 art. 45 (copy) and 47 (deletion).
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from data.stores import Stores
from matching.records import Viewer


def export_person(stores: Stores, viewer: Viewer, candidate: str, made_at: datetime) -> bytes | None:
    """Everything kept about one person as indented UTF-8 JSON, who opened the file included; None if there is no such file.

    The copy holds personal values in the clear: hand it to the person and keep none.
    """
    found = stores.candidates.get(viewer, candidate)
    if found is None:
        return None
    details = stores.candidates.certificate_details(viewer, candidate, purpose="copy for the person")
    whole: dict[str, Any] = {
        "made_at": made_at,
        "candidate": found.model_dump(mode="json"),
        "certificate": None if details is None else details.model_dump(mode="json"),
        "consents": [one.model_dump(mode="json") for one in stores.consents.list(viewer, candidate)],
        "services": [one.model_dump(mode="json") for one in stores.services.list(viewer, candidate)],
        "trainings": [one.model_dump(mode="json") for one in stores.services.trainings(viewer, candidate)],
        "outcomes": [one.model_dump(mode="json") for one in stores.outcomes.list(viewer, candidate=candidate)],
        "lists": [
            {"run": run.id, "made_at": run.made_at, "entry": entry.model_dump(mode="json")}
            for run in stores.runs.list(viewer)
            for entry in stores.runs.entries_of_candidate(viewer, run.id, candidate)
        ],
        "accesses": [asdict(line) for line in stores.log.of_candidate(viewer, candidate)],
    }
    stores.log.append(viewer, "export", "candidate", candidate, access=True)
    return orjson.dumps(whole, default=_sorted, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS)


def erase_person(stores: Stores, viewer: Viewer, candidate: str) -> bool:
    """Destroys what is kept about one person (see `CandidateStore.erase`). False if there is no such file."""
    return stores.candidates.erase(viewer, candidate)


def _sorted(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written to a copy")
