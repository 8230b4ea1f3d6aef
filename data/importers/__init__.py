"""Spreadsheets on their way in: any table of people, postings, courses or deeds becomes typed records and lines of faults."""

from data.importers.candidates import read_candidates
from data.importers.certification import CertificationBatch, read_certification
from data.importers.consents import ConsentBatch, ConsentTold, read_consents
from data.importers.courses import read_courses
from data.importers.faults import (
    CandidateBatch,
    CourseBatch,
    Fault,
    GraduateBatch,
    ImportRefused,
    Merge,
    OutcomeBatch,
    PostingBatch,
    ServiceBatch,
    TrainingBatch,
)
from data.importers.form import AssessmentForm, read_assessment_form, write_assessment_form
from data.importers.graduates import read_graduates
from data.importers.mapping import Mapping, read_mapping
from data.importers.outcomes import read_outcomes
from data.importers.placements import read_placements
from data.importers.postings import read_postings
from data.importers.services import read_services
from data.importers.templates import write_template
from data.importers.trainings import read_trainings

__all__ = [
    "AssessmentForm",
    "CandidateBatch",
    "CertificationBatch",
    "ConsentBatch",
    "ConsentTold",
    "CourseBatch",
    "Fault",
    "GraduateBatch",
    "ImportRefused",
    "Mapping",
    "Merge",
    "OutcomeBatch",
    "PostingBatch",
    "ServiceBatch",
    "TrainingBatch",
    "read_assessment_form",
    "read_candidates",
    "read_certification",
    "read_consents",
    "read_courses",
    "read_graduates",
    "read_mapping",
    "read_outcomes",
    "read_placements",
    "read_postings",
    "read_services",
    "read_trainings",
    "write_assessment_form",
    "write_template",
]
