"""Spreadsheets on their way in: any table of people or postings becomes typed records and one line for each fault."""

from data.importers.candidates import read_candidates
from data.importers.faults import CandidateBatch, Fault, ImportRefused, Merge, PostingBatch
from data.importers.form import AssessmentForm, read_assessment_form, write_assessment_form
from data.importers.mapping import Mapping, read_mapping
from data.importers.postings import read_postings
from data.importers.templates import write_template

__all__ = [
    "AssessmentForm",
    "CandidateBatch",
    "Fault",
    "ImportRefused",
    "Mapping",
    "Merge",
    "PostingBatch",
    "read_assessment_form",
    "read_candidates",
    "read_mapping",
    "read_postings",
    "write_assessment_form",
    "write_template",
]
