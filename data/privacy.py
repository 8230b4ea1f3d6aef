"""What a person may ask for: a copy of everything that is kept about them, and that it be erased.

Both are for staff on the person's behalf and are logged. Source: 个人信息保护法 art. 45 (copy) and 47 (deletion).
"""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import orjson

from data.stores import Stores
from matching.china_time import day_in_china
from matching.features import FEATURE_NAMES, unpack_numbers
from matching.records import Viewer


def export_person(stores: Stores, viewer: Viewer, candidate: str, made_at: datetime) -> bytes | None:
    """Everything kept about one person as indented UTF-8 JSON, who opened the file included; None if there is no such file.

    The copy holds personal values in the clear: hand it to the person and keep none.
    """
    whole = person_record(stores, viewer, candidate, made_at)
    if whole is None:
        return None
    stores.log.append(viewer, "export", "candidate", candidate, access=True)
    return orjson.dumps(whole, default=_sorted, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS)


def person_record(
    stores: Stores, viewer: Viewer, candidate: str, made_at: datetime, *, certificate: bool = True
) -> dict[str, Any] | None:
    """The same as plain values, to be set in words; without `certificate` number, category and grade stay unopened."""
    found = stores.candidates.get(viewer, candidate)
    if found is None:
        return None
    purpose = "copy for the person"
    details = stores.candidates.certificate_details(viewer, candidate, purpose) if certificate else None
    seen = stores.runs.features_of(viewer, candidate)
    whole: dict[str, Any] = {
        "made_at": made_at,
        "candidate": found.model_dump(mode="json"),
        "certificate": None if details is None else details.model_dump(mode="json"),
        "consents": [one.model_dump(mode="json") for one in stores.consents.list(viewer, candidate)],
        "services": [one.model_dump(mode="json") for one in stores.services.list(viewer, candidate)],
        "trainings": [one.model_dump(mode="json") for one in stores.services.trainings(viewer, candidate)],
        "outcomes": [one.model_dump(mode="json") for one in stores.outcomes.list(viewer, candidate=candidate)],
        "corrections": [
            {"was": one.was.model_dump(mode="json"), "became": one.became, "why": one.why, "at": one.at, "by": one.by}
            for one in stores.outcomes.corrections(viewer, candidate)
        ],
        "promises": [
            asdict(one) | {"promise": one.promise.model_dump(mode="json"), "notes": stores.promises.notes(viewer, one.id)}
            for one in stores.promises.list(viewer, limit=1_000, candidate=candidate)
        ],
        "messages": [
            asdict(one) | {"message": one.message.model_dump(mode="json")} for one in stores.outbox.of_candidate(viewer, candidate)
        ],
        "interviews": [
            asdict(one) | {"interview": one.interview.model_dump(mode="json")}
            for one in stores.interviews.of_candidate(viewer, candidate)
        ],
        "waiting": [
            {"event": event.id, **one.model_dump(mode="json")}
            for event in stores.events.list(viewer)
            for one in stores.waiting_lists.list(viewer, event.id, candidate)
        ],
        "fair_hours": [
            {"event": event.id, "windows": [one.model_dump(mode="json") for one in hours.windows]}
            for event in stores.events.list(viewer)
            for hours in stores.visitors.hours(viewer, event.id, [candidate]).values()
        ],
        "fair_days": [
            {
                "event": one.event,
                "entry": one.entry.model_dump(mode="json") | {"note": stores.days.notes(viewer, one.event).get(one.id, "")},
                "at": one.at,
                "by": one.by,
            }
            for one in stores.days.of_candidate(viewer, candidate)
        ],
        "lists": [
            {
                "run": run.id,
                "made_at": run.made_at,
                "entry": entry.model_dump(mode="json"),
                "features": _features(seen.get((run.id, entry.posting))),
            }
            for run in stores.runs.list(viewer)
            for entry in stores.runs.entries_of_candidate(viewer, run.id, candidate)
        ],
        "graduate": _graduate(stores, viewer, candidate),
        "plan": {
            "settled": stores.plans.settled(viewer, candidate),
            "named": [one.named for one in stores.plans.settlements(viewer, candidate)],
            "edits": [one.model_dump(mode="json") for one in stores.plans.edits(viewer, candidate)],
        },
        "tallies": [
            asdict(one) | {"note": stores.tallies.note(viewer, one.id)} for one in stores.tallies.of_candidate(viewer, candidate)
        ],
        "appeals": [
            asdict(one) | dict(zip(("text", "answer"), stores.appeals.words(viewer, one.id), strict=True))
            for one in stores.appeals.list(viewer, candidate=candidate, limit=1_000)
        ],
        "decisions": [
            {name: value for name, value in asdict(one.decision).items() if name not in ("person", "by")}
            | {"undone_at": one.undone_at}
            for one in stores.decisions.list(viewer, candidate=candidate, undone=True)
        ],
        "settled_reviews": [asdict(one) for one in stores.reviews.of_candidate(viewer, candidate)],
        "employer_files": [asdict(one) for one in stores.disclosures.of_candidate(viewer, candidate, day_in_china(made_at))],
        "handed_certificates": [asdict(one) for one in stores.hires.handed_by(viewer, candidate)],
        "accesses": [asdict(line) for line in stores.log.of_candidate(viewer, candidate)],
    }
    return whole


def erase_person(stores: Stores, viewer: Viewer, candidate: str) -> bool:
    """Destroys what is kept about one person (see `CandidateStore.erase`). False if there is no such file."""
    return stores.candidates.erase(viewer, candidate)


def _graduate(stores: Stores, viewer: Viewer, candidate: str) -> dict[str, Any] | None:
    """The person's line of the graduates' ledger, with why they refused."""
    found = stores.graduates.get(viewer, candidate)
    return None if found is None else asdict(found) | {"reason": stores.graduates.reason(viewer, candidate)}


def _features(packed: bytes | None) -> dict[str, float] | list[float] | None:
    """What the ranker saw, by feature; only the numbers where another version of the feature table made the list."""
    if packed is None:
        return None
    values = unpack_numbers(packed)
    return dict(zip(FEATURE_NAMES, values, strict=True)) if len(values) == len(FEATURE_NAMES) else values


def _sorted(value: object) -> object:
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} cannot be written to a copy")
