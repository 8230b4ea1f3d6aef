"""A fair whose lists are confirmed: Lin fits the mill's posting, Gao is under review there; both agreed to be listed to it."""

from datetime import date

from data.stores import Consent, Database, Explained, Scope
from matching.fair.states import FairState
from matching.records import LOCAL_ORGANIZER, Candidate, Employer, Event, Posting, Role, Viewer
from matching.shortlist import Counts, Entry, Prematch, Shortlist, Versions

TODAY = date(2026, 3, 2)
MILL = Viewer(account="zhao", role=Role.EMPLOYER, organisation="e_mill")
SHOP = Viewer(account="qian", role=Role.EMPLOYER, organisation="e_shop")


def agree(database: Database, name: str, scope: Scope = Scope.LISTING, **changes: object) -> int:
    """Records a consent towards the mill, of the fair unless told; gives its number."""
    plain = {
        "candidate": name,
        "scope": scope,
        "event": "ev_fair",
        "employers": frozenset({"e_mill"}),
        "wording": "w-1",
        "explained": Explained.READ,
        "given_on": date(2026, 3, 1),
    }
    with database.begin(LOCAL_ORGANIZER) as stores:
        return stores.consents.save(LOCAL_ORGANIZER, Consent.model_validate(plain | changes))


def entry(name: str, band: str, rank: int) -> Entry:
    return Entry.model_validate(
        {
            "candidate": name,
            "posting": "p_clerk",
            "band": band,
            "rank": rank,
            "score": 0.5,
            "verdict": "eligible" if band == "fit" else "review",
            "met": 9,
            "arranged": 0,
            "demanded": 9,
        }
    )


def move(database: Database, *states: FairState) -> None:
    """Takes the fair on, each step answered for by name."""
    with database.begin(LOCAL_ORGANIZER) as stores:
        for state in states:
            standing = stores.fairs.standing(LOCAL_ORGANIZER, "ev_fair")
            assert standing is not None
            key = f"{state}-{standing.version}"
            stores.fairs.advance(LOCAL_ORGANIZER, "ev_fair", standing.version, state, "move", key, named="王芳")


def store_fair(database: Database, lin: Candidate, gao: Candidate, mill: Employer, clerk: Posting, fair: Event) -> Database:
    versions = Versions.model_validate(dict.fromkeys(Versions.model_fields, "test"))
    entries = (entry("c_lin", "fit", 1), entry("c_gao", "review", 1))
    shortlist = Shortlist(event="ev_fair", posting="p_clerk", entries=entries, counts=Counts(eligible=1, review=1))
    found = Prematch(event="ev_fair", versions=versions, shortlists=(shortlist,), left_out=(), counts=Counts(eligible=1, review=1))
    shop = clerk.model_copy(update={"id": "p_shop", "employer": "e_shop"})
    with database.begin(LOCAL_ORGANIZER) as stores:
        stores.candidates.upsert_many(LOCAL_ORGANIZER, [(lin, None), (gao, None)])
        stores.employers.upsert_many(LOCAL_ORGANIZER, [mill, Employer(id="e_shop", name="书店")])
        stores.postings.upsert_many(LOCAL_ORGANIZER, [clerk, shop])
        stores.events.upsert_many(LOCAL_ORGANIZER, [fair])
        stores.runs.save(LOCAL_ORGANIZER, found, stores.runs.session.now)
        stores.fairs.invite(LOCAL_ORGANIZER, "ev_fair", ["e_mill", "e_shop"])
        for name in ("e_mill", "e_shop"):
            stores.fairs.vet(LOCAL_ORGANIZER, "ev_fair", name, approved=True, code_checked=True)
    move(database, FairState.COLLECTING, FairState.PRE_MATCHED, FairState.CONFIRMED)
    for name in ("c_lin", "c_gao"):
        agree(database, name)
    return database
