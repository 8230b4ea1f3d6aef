"""Who and what takes part in a match, as it is now: opened where it is not known already, and recognised where it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from data.stores import Stores, canonical
from matching.records import Candidate, Event, Person, Posting, PostingStatus, Viewer

_SHARE: Final = 8
"""Where more than an eighth of the people are new or changed, all are opened: the match is as if nothing were known of them."""
_READ: Final = ("birth", "sex", "retirement_track", "registered_residence")


@dataclass(frozen=True, slots=True)
class KnownPosting:
    """A posting in a revision, and the digest of its bytes."""

    revision: bytes
    posting: Posting
    digest: bytes


@dataclass(frozen=True)
class KnownRoll:
    """What is known from before: of people, by id, the revision and the digest of their bytes; postings whole."""

    people: Mapping[str, bytes] = field(default_factory=dict)
    digests: Mapping[str, bytes] = field(default_factory=dict)
    postings: Mapping[str, KnownPosting] = field(default_factory=dict)


@dataclass(frozen=True)
class EventRoll:
    """By id the revision of everybody and the digest of their bytes; whole, without their names, those who were not known, or all
    where too few were; and by id, in order, the open postings."""

    people: Mapping[str, bytes]
    digests: Mapping[str, bytes]
    opened: Sequence[Candidate]
    postings: Mapping[str, KnownPosting]

    @property
    def whole(self) -> bool:
        """Whether everybody was opened."""
        return len(self.opened) == len(self.people)

    def known_after(self, known: KnownRoll) -> KnownRoll:
        """What is known after this, of people whom a whole run opened: those who changed since are opened until the next one."""
        stood = self if self.whole else known
        return KnownRoll(stood.people, stood.digests, self.postings)

    @property
    def asked(self) -> list[Posting]:
        return [one.posting for one in self.postings.values()]


def read_roll(stores: Stores, viewer: Viewer, event: Event, known: KnownRoll) -> EventRoll:
    """The people of an event whom the viewer may see, and its open postings."""
    # The rules of law read birth and sex, which are sealed with the name; the name itself stays here.
    people, opened = stores.candidates.changed(viewer, known.people, event.candidates or None, len(known.people) // _SHARE)
    told = [unnamed(candidate) for candidate in opened]
    fresh = {one.id: _digest(one) for one in told}
    before = {name: one.revision for name, one in known.postings.items()}
    revisions, changed = stores.postings.changed(viewer, before, event.postings or None, status=PostingStatus.OPEN)
    new = {one.id: KnownPosting(revisions[one.id], one, _digest(one)) for one in changed}
    return EventRoll(
        people=people,
        digests={name: fresh[name] if name in fresh else known.digests[name] for name in people},
        opened=told,
        postings={name: new[name] if name in new else known.postings[name] for name in revisions},
    )


def unnamed(candidate: Candidate) -> Candidate:
    """The candidate with that much of the person only that the rules of law read."""
    return candidate.model_copy(update={"person": Person(**{name: getattr(candidate.person, name) for name in _READ})})


def _digest(record: Candidate | Posting) -> bytes:
    return sha256(canonical(record)).digest()
