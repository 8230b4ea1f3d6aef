"""A mapping proposed for a file that nobody has seen, from its headers and from what stands in its cells."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

from data.importers.column_evidence import NOT_NEAR, Evidence
from data.importers.columns import Column
from data.importers.columns_candidates import CANDIDATE_COLUMNS
from data.importers.columns_postings import POSTING_COLUMNS
from data.importers.file_facts import common_prefixes, empty_words, pay_unit, short_days
from data.importers.header_names import KNOWN, HeaderNames, ProposableKind, header_words
from data.importers.header_rows import open_unknown
from data.importers.mapping import Mapping as SheetMapping
from data.importers.mapping import Sorted, shipped_mappings
from data.importers.mapping_trial import NEEDED, SPARED, Trial, try_mapping
from data.importers.mixed_columns import MIXABLE, Mixture, find_mixture
from data.importers.proposal_reasons import Reasons, alike
from data.importers.sample_values import shown
from data.importers.sheets import LIMIT_BYTES, Cell, plain_header
from data.importers.terms import mask_identifier
from matching.knowledge.catalogue import Text

MOST_ROWS: Final = 5_000
"""Rows of a file that a proposal is made from: the first ones."""
_FLOOR: Final = 0.0
"""Evidence (log-odds) up to which a column feeds nothing: a confidence of one half."""
_JOIN_FLOOR: Final = 0.8
_SURE: Final = 0.99
_MIXED: Final = 0.95
_CERTAIN: Final = 0.6
_SPOILING: Final = 5
"""A column that keeps more than one row in so many out is left out itself."""
_JOINED: Final[Mapping[str, frozenset[str]]] = {
    "postings": frozenset({"text", "welfare", "skills", "tags", "licences", "contact", "hours"}),
    "candidates": frozenset(
        {"skills", "certificates", "licences", "experience", "wish_text", "occupations", "districts", "contact_note"}
    ),
}
"""Fields that several columns can feed: their cells are joined."""


@dataclass(frozen=True)
class ColumnProposal:
    """What is proposed for one column of a file.

    `position` is 1-based; `fields` are those it feeds, none where it is left out; `confidence` is 0..1; `understood` is the share
    of its filled cells that the field's reader knows, None where any text would do; `why` says what speaks for it, or against it.
    """

    position: int
    header: str
    fields: tuple[str, ...]
    confidence: float
    understood: float | None
    filled: int
    samples: tuple[str, ...]
    why: Text


@dataclass(frozen=True)
class Proposal:
    """A mapping to be checked by a person, and what it rests on.

    `rows` were looked at, `tried` of them were read with the mapping, and `readable` would go in. `missing` are the fields without
    which nothing can be imported, as alternatives; `notes` say what else a person should look at.
    """

    file: str
    kind: ProposableKind
    mapping: SheetMapping
    columns: tuple[ColumnProposal, ...]
    rows: int
    tried: int
    readable: int
    missing: tuple[tuple[str, ...], ...]
    notes: tuple[Text, ...]


def propose_mapping(path: Path, kind: ProposableKind, today: date, *, limit_bytes: int = LIMIT_BYTES) -> Proposal:
    """A mapping for the file at `path`; see `propose`. Raises ImportRefused when it cannot be read or has no header."""
    columns = CANDIDATE_COLUMNS if kind == "candidates" else POSTING_COLUMNS
    names = HeaderNames(columns, header_words()[kind])
    table = open_unknown(path, names, limit_bytes)
    rows = tuple(cells for _, cells in islice(table.rows, MOST_ROWS))
    return propose(path.name, kind, table.headers, rows, today, columns, names)


def propose(
    file: str,
    kind: ProposableKind,
    headers: Sequence[str],
    rows: Sequence[Sequence[Cell]],
    today: date,
    columns: Sequence[Column],
    names: HeaderNames,
) -> Proposal:
    """A mapping for a table whose rows have a cell for each header.

    1. Every column is compared with every field: how near the header is to its names, how well the cells fit it.
    2. Columns that mix several fields are parted; the others are assigned so that the evidence is greatest in all, exactly. A
       column whose evidence is under the floor feeds nothing.
    3. Left columns that tell more of a field of lists or texts are joined to it.
    4. Codes, units, prefixes and words for nothing are added where the cells tell them.
    5. The mapping is tried on the rows; a column that keeps more than one row in five out is left out again.
    """
    return _Work(file, Evidence(kind, headers, rows, today, columns, names), rows, today, columns, names).proposal()


class _Work:
    """The work on one table: `chosen` columns feed one field, `joined` ones add to a field fed already, `mixed` ones are parted."""

    def __init__(
        self,
        file: str,
        evidence: Evidence,
        rows: Sequence[Sequence[Cell]],
        today: date,
        columns: Sequence[Column],
        names: HeaderNames,
    ) -> None:
        self.file, self.evidence, self.rows, self.today, self.columns, self.names = file, evidence, rows, today, columns, names
        self.kind: ProposableKind = evidence.kind
        self.headers, self.profiles = evidence.headers, evidence.profiles
        self.mixed = self._mixtures()
        self.chosen: dict[int, str] = {}
        self.joined: dict[int, str] = {}
        self.dropped: dict[int, Text] = {}

    def proposal(self) -> Proposal:
        usable = [at for at in range(len(self.headers)) if at not in self.evidence.outside and at not in self.mixed]
        self.evidence.weigh(usable)
        self.chosen = self._assign(usable)
        self.joined = self._join(usable)
        while True:
            mapping = self._mapping()
            trial = try_mapping(mapping, self.headers, self.rows, self.today)
            worst = self._worst(trial)
            if worst is None:
                break
            self.dropped[worst[0]] = worst[1]
            self.chosen.pop(worst[0], None)
            self.joined.pop(worst[0], None)
        reasons = Reasons(self.evidence, self.columns, self.chosen, _FLOOR)
        told = tuple(self._column(at, reasons) for at in range(len(self.headers)))
        fed = {field for column in told for field in column.fields} | set(mapping.constants)
        missing = tuple(choice for choice in NEEDED[self.kind] if fed.isdisjoint(choice))
        rows = len(self.rows)
        return Proposal(self.file, self.kind, mapping, told, rows, trial.tried, trial.readable, missing, self._notes())

    # --- which column feeds which field ------------------------------------------------------------------------------------------

    def _mixtures(self) -> dict[int, Mixture]:
        found: dict[int, Mixture] = {}
        for at, profile in enumerate(self.profiles if self.kind == "postings" else ()):
            nears = self.evidence.nears[at]
            known = {field for field, near in nears.items() if near.score == KNOWN}
            if at in self.evidence.outside or (known and known.isdisjoint(MIXABLE)):
                continue
            mixture = find_mixture(profile, {field: near.score for field, near in nears.items()})
            if mixture is not None:
                found[at] = mixture
        return found

    def _assign(self, usable: Sequence[int]) -> dict[int, str]:
        """The columns and fields whose evidence above the floor is greatest together; solved exactly."""
        if not usable:
            return {}
        import numpy as np
        from scipy.optimize import linear_sum_assignment

        fields = tuple(self.evidence.fittings)
        gains = np.array([[max(self.evidence.weight(at, field) - _FLOOR, 0.0) for field in fields] for at in usable])
        rows, places = linear_sum_assignment(gains, maximize=True)
        return {usable[row]: fields[place] for row, place in zip(rows, places, strict=True) if gains[row, place] > 0}

    def _join(self, usable: Sequence[int]) -> dict[int, str]:
        """Further columns of fields that are fed already and that can hold several."""
        holders = {field: at for at, field in self.chosen.items() if field in _JOINED[self.kind]}
        joined: dict[int, str] = {}
        for at in usable:
            if at in self.chosen or not holders:
                continue
            weight, best = max((self.evidence.weight(at, field), field) for field in holders)
            if weight > _JOIN_FLOOR and not alike(self.profiles[at], self.profiles[holders[best]]):
                joined[at] = best
        return joined

    def _worst(self, trial: Trial) -> tuple[int, Text] | None:
        """The column that keeps most rows out, with the reason, if it keeps out too many and can be spared."""
        fed = {**self.chosen, **self.joined}
        spoiled = [
            (*trial.kept_out[self.headers[at]], at)
            for at, field in fed.items()
            if self.headers[at] in trial.kept_out and field not in SPARED[self.kind]
        ]
        rows, problem, at = max(spoiled, key=lambda one: (one[0], -one[2]), default=(0, Text(zh="", en=""), -1))
        if rows * _SPOILING <= trial.tried:
            return None
        return at, Text(
            zh=f"像是“{self._title(fed[at])}”，但试读的 {trial.tried} 行里有 {rows} 行读不了：{problem.zh}",
            en=f"looks like {fed[at]}, but {rows} of {trial.tried} rows cannot be read with it: {problem.en}",
        )

    # --- the mapping -------------------------------------------------------------------------------------------------------------

    def _mapping(self) -> SheetMapping:
        headers = self.headers
        parted = {headers[at]: Sorted(by=mixture.by, into=mixture.into) for at, mixture in self.mixed.items()}
        parted |= {headers[at]: Sorted(into=(field,)) for at, field in self.joined.items()}
        chosen = sorted(self.chosen.items())
        sources = [(self.profiles[at], (field,)) for at, field in chosen]
        mixtures = [(self.profiles[at], mixture.into) for at, mixture in self.mixed.items()]
        return SheetMapping(
            name=mask_identifier(Path(self.file).stem).strip() or "sheet",
            kind=self.kind,
            columns={headers[at]: field for at, field in chosen},
            sorted=parted,
            values={field: codes for at, field in chosen if (codes := self.evidence.codes.get((at, field)))},
            constants=self._constants(),
            prefixes={field: found for at, field in chosen if (found := common_prefixes(self.profiles[at], self.names))},
            empty=empty_words([*sources, *mixtures]),
        )

    def _constants(self) -> dict[str, str]:
        fed = {*self.chosen.values(), *(field for mixture in self.mixed.values() for field in mixture.into)}
        if self.kind == "candidates":
            unsaid = fed.isdisjoint(("certificate_number", "credential_kind")) and fed & {"category", "grade"}
            return {"credential_kind": "残疾人证"} if unsaid else {}
        if "pay_unit" in fed:
            return {}
        pays = (self.profiles[at] for at, field in sorted(self.chosen.items()) if field in ("pay", "pay_min"))
        unit = next((found for profile in pays if (found := pay_unit(profile)) is not None), None)
        return {} if unit is None else {"pay_unit": unit}

    # --- words -------------------------------------------------------------------------------------------------------------------

    def _title(self, field: str) -> str:
        return next(column.header for column in self.columns if column.field == field)

    def _column(self, at: int, reasons: Reasons) -> ColumnProposal:
        mixture = self.mixed.get(at)
        if mixture is not None:
            why = Text(
                zh=f"一格里有几样内容，认出其中 {mixture.known:.0%}",
                en=f"its cells mix several things; {mixture.known:.0%} of the parts are known",
            )
            return self._told(at, mixture.into, min(0.5 + 0.5 * mixture.known, _MIXED), mixture.known, None, why)
        field = self.chosen.get(at) or self.joined.get(at)
        if field is None:
            return self._told(at, (), 0.0, None, None, self.dropped.get(at) or reasons.speaking_against(at))
        confidence = min(1 / (1 + math.exp(-self.evidence.weight(at, field))), _SURE)
        return self._told(at, (field,), confidence, self.evidence.shares[at, field], field, reasons.speaking_for(at, field))

    def _told(
        self, at: int, fields: tuple[str, ...], confidence: float, share: float | None, field: str | None, why: Text
    ) -> ColumnProposal:
        near = NOT_NEAR if field is None else self.evidence.near(at, field)
        certain = bool(fields) and (field is None or near.score >= _CERTAIN or (share or 0.0) >= _CERTAIN)
        profile = self.profiles[at]
        samples = shown(profile, self.kind, field, certain, self.evidence.fittings)
        understood = None if share is None else round(share, 3)
        return ColumnProposal(at + 1, self.headers[at], fields, round(confidence, 2), understood, profile.filled, samples, why)

    def _notes(self) -> tuple[Text, ...]:
        notes: list[Text] = []
        for at, field in sorted(self.chosen.items()):
            if field in ("published_on", "closes_on") and short_days(self.profiles[at]):
                header = " ".join(self.headers[at].split())
                notes.append(
                    Text(
                        zh=f"“{header}”只有月和日：请加一行 year: 写上这份文件的年份",
                        en=f"{header} gives month and day only: add a line year: with the year of the file",
                    )
                )
        present = {plain_header(header) for header in self.headers}
        notes += [
            Text(
                zh=f"自带的对照 {mapping.name} 适用于这份文件，可以不用 --map 直接导入",
                en=f"the shipped mapping {mapping.name} fits this file; it can be imported without --map",
            )
            for mapping in shipped_mappings()
            if mapping.kind == self.kind and mapping.headers <= present
        ]
        if not self.rows:
            notes.append(Text(zh="表头下面没有数据：只按列名推出", en="no rows under the header: proposed from the headers alone"))
        return tuple(notes)
