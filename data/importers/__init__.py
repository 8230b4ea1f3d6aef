"""Spreadsheets on their way in: any table of people, postings or courses becomes typed records and one line for each fault."""

from data.importers.candidates import read_candidates
from data.importers.certification import CertificationBatch, read_certification
from data.importers.courses import read_courses
from data.importers.faults import (
    CandidateBatch,
    CourseBatch,
    Fault,
    ImportRefused,
    Merge,
    OutcomeBatch,
    PostingBatch,
    TrainingBatch,
)
from data.importers.form import AssessmentForm, read_assessment_form, write_assessment_form
from data.importers.mapping import Mapping, read_mapping
from data.importers.outcomes import read_outcomes
from data.importers.postings import read_postings
from data.importers.templates import write_template
from data.importers.trainings import read_trainings

__all__ = [
    "AssessmentForm",
    "CandidateBatch",
    "CertificationBatch",
    "CourseBatch",
    "Fault",
    "ImportRefused",
    "Mapping",
    "Merge",
    "OutcomeBatch",
    "PostingBatch",
    "TrainingBatch",
    "read_assessment_form",
    "read_candidates",
    "read_certification",
    "read_courses",
    "read_mapping",
    "read_outcomes",
    "read_postings",
    "read_trainings",
    "write_assessment_form",
    "write_template",
]
