"""Spreadsheets on their way in: any table of people, postings or courses becomes typed records and one line for each fault."""

from data.importers.candidates import read_candidates
from data.importers.courses import read_courses
from data.importers.faults import CandidateBatch, CourseBatch, Fault, ImportRefused, Merge, PostingBatch, TrainingBatch
from data.importers.form import AssessmentForm, read_assessment_form, write_assessment_form
from data.importers.mapping import Mapping, read_mapping
from data.importers.postings import read_postings
from data.importers.templates import write_template
from data.importers.trainings import read_trainings

__all__ = [
    "AssessmentForm",
    "CandidateBatch",
    "CourseBatch",
    "Fault",
    "ImportRefused",
    "Mapping",
    "Merge",
    "PostingBatch",
    "TrainingBatch",
    "read_assessment_form",
    "read_candidates",
    "read_courses",
    "read_mapping",
    "read_postings",
    "read_trainings",
    "write_assessment_form",
    "write_template",
]
