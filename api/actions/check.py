"""Evaluate worked verdicts and compare them with what an expert expects."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.cases import Case, Expectation, read_cases
from matching.verdicts import Standing, Trace, evaluate, finding_text, hints
from matching.verdicts.hints import Hint
from matching.verdicts.wording import hints_text, verdict_text


@dataclass(frozen=True)
class CheckedCase:
    """One case with its verdict as plain data (design section 6) and every mismatch with its expectation."""

    answer: dict[str, Any]
    mismatches: tuple[str, ...]


def check_cases(path: Path) -> Iterator[CheckedCase]:
    """Evaluate every case of a file, in order. Raises CaseError before the first answer when the file is not readable."""
    yield from map(check_case, read_cases(path))


def check_case(case: Case) -> CheckedCase:
    """Evaluate one case and compare it with its expectation."""
    answer = explain_case(case)
    return CheckedCase(answer, tuple(_mismatches(answer, case.expect)))


def explain_case(case: Case) -> dict[str, Any]:
    """id, verdict, accommodations, abilities, hint and reasons of one case."""
    candidate, posting = case.sides()
    trace = evaluate(candidate, posting)
    found = {
        finding.requirement.dimension: hints(finding, candidate, posting)
        for finding in trace.findings
        if finding.requirement.dimension in trace.abilities
    }
    return {
        "id": case.id,
        "verdict": trace.verdict,
        "accommodations": list(trace.accommodations),
        "abilities": list(trace.abilities),
        "hint": {name: [sorted(hint.names) for hint in rows] for name, rows in found.items()},
        "text": verdict_text(trace).model_dump(),
        "reasons": reasons(trace, found),
    }


def reasons(trace: Trace, found: dict[str, tuple[Hint, ...]]) -> dict[str, Any]:
    """Per demanded dimension: demand with provenance, ability, how it is met or why not, and what would open it."""
    rows: dict[str, Any] = {}
    for finding in trace.findings:
        row = finding.requirement
        reason: dict[str, Any] = {
            "demand": None if row.unasked else row.level,
            "provenance": row.provenance.value if not row.unasked else "unknown",
            "ability": finding.ability,
            "standing": finding.standing.value,
            "cause": None if finding.cause is None else finding.cause.value,
            "used": list(finding.used),
            "text": finding_text(finding).model_dump(),
        }
        if finding.standing in (Standing.REVIEW, Standing.BLOCKED) and row.dimension in found:
            reason["hints"] = [
                {
                    "names": list(hint.names),
                    "facts_to_change": list(hint.facts_to_change),
                    "skills_to_learn": list(hint.skills_to_learn),
                    "ready": list(hint.ready),
                }
                for hint in found[row.dimension]
            ]
            reason["hint_text"] = hints_text(found[row.dimension]).model_dump()
        rows[row.dimension] = reason
    return rows


def _mismatches(answer: dict[str, Any], expect: Expectation) -> Iterator[str]:
    for key in sorted(expect.model_fields_set):
        wanted, got = getattr(expect, key), answer[key]
        if key in ("accommodations", "abilities"):
            same = sorted(wanted) == sorted(got)
        elif key == "hint":
            got = {name: got.get(name) for name in wanted}
            same = all(rows is not None and _as_sets(rows) == _as_sets(wanted[name]) for name, rows in got.items())
        else:
            same = wanted == got
        if not same:
            yield f"{key}: expected {wanted}, got {got}"


def _as_sets(rows: list[list[str]]) -> list[list[str]]:
    return sorted(sorted(row) for row in rows)
