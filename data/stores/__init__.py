"""The only SQL of the project: one store a kind of record, behind one door that asks who is looking."""

from data.stores.base import Refused, Saved
from data.stores.bodies import BodyReport
from data.stores.canonical import canonical
from data.stores.confirmations import Change, Confirmation
from data.stores.consents import Consent, Explained, Scope, StoredConsent
from data.stores.database import Database, Stores, open_database
from data.stores.days import InterviewChange, Moved, StoredEntry
from data.stores.errors import (
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
from data.stores.graduates import StoredGraduate
from data.stores.imports import Import
from data.stores.interviews import BoothInterview, Publication, SavedTimetable, StoredInterview
from data.stores.job_records import Claimed, Job, JobState
from data.stores.ledgers import LedgerRecords
from data.stores.log import LogEntry, Verification
from data.stores.outbox import Reply, StoredMessage
from data.stores.outcomes import Correction, Outcome, Step
from data.stores.postings import Merge
from data.stores.promises import CheckState, Promise, PromiseCheck, StoredPromise
from data.stores.requests import Request
from data.stores.runs import ListSummary, Run, ShownPair, ShownRun
from data.stores.tallies import NewTally, StoredTally
from data.stores.workshops import StoredDispatch, WorkBatch, WorkshopReport

__all__ = [
    "BodyReport",
    "BoothInterview",
    "Change",
    "CheckState",
    "Claimed",
    "Confirmation",
    "Consent",
    "Correction",
    "Database",
    "DatabaseUnavailable",
    "EventVersion",
    "Explained",
    "Fence",
    "Import",
    "InterviewChange",
    "InvitedEmployer",
    "Job",
    "JobCancelled",
    "JobState",
    "KeyMismatch",
    "LeaseLost",
    "LedgerRecords",
    "ListSummary",
    "LogEntry",
    "Merge",
    "Moved",
    "NewTally",
    "NoViewer",
    "NotAllowed",
    "Outcome",
    "Promise",
    "PromiseCheck",
    "Publication",
    "ReadOnly",
    "Refused",
    "Reply",
    "Request",
    "Run",
    "Saved",
    "SavedTimetable",
    "SchemaError",
    "Scope",
    "ShownPair",
    "ShownRun",
    "Stale",
    "Standing",
    "Step",
    "StoreError",
    "StoredConsent",
    "StoredDispatch",
    "StoredEntry",
    "StoredGraduate",
    "StoredInterview",
    "StoredMessage",
    "StoredPromise",
    "StoredTally",
    "Stores",
    "Verification",
    "Vetting",
    "WorkBatch",
    "WorkshopReport",
    "canonical",
    "open_database",
]
