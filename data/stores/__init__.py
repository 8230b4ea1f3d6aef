"""The only SQL of the project: one store a kind of record, behind one door that asks who is looking."""

from data.stores.accounts import Account, Known, NewAccount
from data.stores.appeals import Answer, Appeal, AppealKind, AppealResult, StoredAppeal
from data.stores.attempts import Failures
from data.stores.base import Refused, Saved
from data.stores.bodies import BodyReport
from data.stores.booths import BoothInterview
from data.stores.canonical import canonical
from data.stores.cases import CaseFacts, CaseFilter, CaseRow
from data.stores.confirmations import Change, Confirmation, RaiseState
from data.stores.consents import Consent, Explained, Scope, StoredConsent
from data.stores.database import Database, Stores, open_database
from data.stores.days import InterviewChange, Moved, StoredEntry
from data.stores.decisions import Decision, MadeDecision, Settled, Verb
from data.stores.disclosures import Disclosure
from data.stores.errors import (
    AskerGone,
    DatabaseDamaged,
    DatabaseUnavailable,
    JobCancelled,
    KeyMismatch,
    LeaseLost,
    NotAllowed,
    NoViewer,
    ReadOnly,
    SchemaError,
    Stale,
    StoreError,
)
from data.stores.fairs import EventVersion, InvitedEmployer, Standing, Vetting
from data.stores.fences import Fence
from data.stores.frozen import FrozenEntries
from data.stores.graduates import StoredGraduate
from data.stores.hires import Hire
from data.stores.impacts import ImpactRecord
from data.stores.imports import Import
from data.stores.interviews import StoredInterview
from data.stores.job_records import Claimed, Job, JobState
from data.stores.ledgers import LedgerRecords
from data.stores.links import Link, LinkKind
from data.stores.listings import EmployerEvent, EmployerList, ListCount
from data.stores.log import LogEntry, Verification
from data.stores.orders import FairOrder, OrderKind, StoredOrder
from data.stores.organisations import Organisation, OrganisationKind
from data.stores.outbox import Reply, StoredMessage
from data.stores.outcomes import Correction, Outcome, Step
from data.stores.plans import Settlement
from data.stores.postings import Merge
from data.stores.promises import CheckState, Promise, PromiseCheck, StoredPromise
from data.stores.publications import Publication, SavedTimetable
from data.stores.receipts import Receipt
from data.stores.requests import Request
from data.stores.reviews import ClearedReview
from data.stores.runs import KeptLine, ListSummary, Run, ShownPair, ShownRun
from data.stores.sessions import SignedIn, StoredSession
from data.stores.snapshots import NotEmpty, check_empty, check_schema, count_rows, load_snapshot
from data.stores.stages import Reach
from data.stores.tallies import NewTally, StoredTally
from data.stores.tokens import Bearer, StoredToken
from data.stores.waiting_lists import NewPlace
from data.stores.workshops import StoredDispatch, WorkBatch, WorkshopReport

__all__ = [
    "Account",
    "Answer",
    "Appeal",
    "AppealKind",
    "AppealResult",
    "AskerGone",
    "Bearer",
    "BodyReport",
    "BoothInterview",
    "CaseFacts",
    "CaseFilter",
    "CaseRow",
    "Change",
    "CheckState",
    "Claimed",
    "ClearedReview",
    "Confirmation",
    "Consent",
    "Correction",
    "Database",
    "DatabaseDamaged",
    "DatabaseUnavailable",
    "Decision",
    "Disclosure",
    "EmployerEvent",
    "EmployerList",
    "EventVersion",
    "Explained",
    "Failures",
    "FairOrder",
    "Fence",
    "FrozenEntries",
    "Hire",
    "ImpactRecord",
    "Import",
    "InterviewChange",
    "InvitedEmployer",
    "Job",
    "JobCancelled",
    "JobState",
    "KeptLine",
    "KeyMismatch",
    "Known",
    "LeaseLost",
    "LedgerRecords",
    "Link",
    "LinkKind",
    "ListCount",
    "ListSummary",
    "LogEntry",
    "MadeDecision",
    "Merge",
    "Moved",
    "NewAccount",
    "NewPlace",
    "NewTally",
    "NoViewer",
    "NotAllowed",
    "NotEmpty",
    "OrderKind",
    "Organisation",
    "OrganisationKind",
    "Outcome",
    "Promise",
    "PromiseCheck",
    "Publication",
    "RaiseState",
    "Reach",
    "ReadOnly",
    "Receipt",
    "Refused",
    "Reply",
    "Request",
    "Run",
    "Saved",
    "SavedTimetable",
    "SchemaError",
    "Scope",
    "Settled",
    "Settlement",
    "ShownPair",
    "ShownRun",
    "SignedIn",
    "Stale",
    "Standing",
    "Step",
    "StoreError",
    "StoredAppeal",
    "StoredConsent",
    "StoredDispatch",
    "StoredEntry",
    "StoredGraduate",
    "StoredInterview",
    "StoredMessage",
    "StoredOrder",
    "StoredPromise",
    "StoredSession",
    "StoredTally",
    "StoredToken",
    "Stores",
    "Verb",
    "Verification",
    "Vetting",
    "WorkBatch",
    "WorkshopReport",
    "canonical",
    "check_empty",
    "check_schema",
    "count_rows",
    "load_snapshot",
    "open_database",
]
