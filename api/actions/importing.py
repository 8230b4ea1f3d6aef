"""Import a file: read, stage, publish in one transaction, and report row by row."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from api.actions.errors import BadInput
from api.wiring import Application
from data.importers import CandidateBatch, Fault, ImportRefused, PostingBatch, read_assessment_form, read_candidates, read_postings
from data.stores import Saved, Stores
from matching.knowledge.catalogue import Text
from matching.prematch import Progress
from matching.records import Candidate, CertificateDetails, Viewer

MEGABYTE = 1_000_000


class FaultLine(BaseModel):
    """One fault of one cell; `value` is hidden where it is personal."""

    model_config = ConfigDict(frozen=True)

    row: int | None
    column: str | None
    value: str | None
    problem: Text
    advice: Text
    severity: str

    def line(self) -> str:
        """File position, what is wrong, what to do: one line, Chinese first."""
        where = "" if self.row is None else f"row {self.row}"
        where += "" if self.column is None else f" [{self.column}]"
        value = "" if self.value is None else f" ({self.value})"
        head = f"{where.strip()}{value}: " if where or value else ""
        return f"{self.severity}: {head}{self.problem.zh}；{self.advice.zh} / {self.problem.en}; {self.advice.en}"


class ImportReport(BaseModel):
    """What an import did. Rows are data rows of the file; a rejected row never stops the others."""

    model_config = ConfigDict(frozen=True)

    file: str
    rows: int
    imported: int
    updated: int
    unchanged: int
    duplicates: int
    rejected: int
    faults: tuple[FaultLine, ...]


def import_file(
    app: Application, viewer: Viewer, kind: str, path: Path, mapping: Path | None, progress: Progress | None = None
) -> ImportReport:
    """Read a file of candidates, postings or one assessment form and publish its right rows in one transaction.

    Running it twice changes nothing. Raises BadInput when nothing of the file can be read.
    """
    try:
        rules = None if mapping is None else _mapping(mapping)
        if kind == "postings":
            return _publish_postings(app, viewer, path, _read_postings(app, path, rules), progress)
        if kind == "assessment":
            return _publish_candidates(app, viewer, path, _read_form(app, viewer, path), progress)
        return _publish_candidates(app, viewer, path, _read_candidates(app, path, rules), progress)
    except ImportRefused as fault:
        raise BadInput(fault.text) from fault


def _read_candidates(app: Application, path: Path, rules: Any) -> CandidateBatch:
    limit = app.settings.upload_limit_mb * MEGABYTE
    return read_candidates(path, app.identify, rules, today=app.today, limit_bytes=limit)


def _read_postings(app: Application, path: Path, rules: Any) -> PostingBatch:
    limit = app.settings.upload_limit_mb * MEGABYTE
    return read_postings(path, app.identify, rules, today=app.today, limit_bytes=limit)


def _mapping(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(Text(zh="没有这个映射文件：{name}", en="There is no mapping file {name}").format(name=path.name)) from None
    except (yaml.YAMLError, UnicodeDecodeError):
        raise BadInput(
            Text(zh="映射文件 {name} 不是 UTF-8 的 YAML。", en="The mapping file {name} is not YAML in UTF-8.").format(name=path.name)
        ) from None


def _import_id(path: Path, moment: str) -> str:
    return f"i_{hashlib.sha256(f'{path.name}:{moment}'.encode()).hexdigest()[:20]}"
