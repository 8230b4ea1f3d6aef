"""The evidence, for every column of a table and every field, that the one feeds the other: header and cells weighed together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Final

from data.importers.code_words import education_codes, foreign_words, is_coded, sex_codes, unit_codes
from data.importers.column_profiles import SAMPLE, Profile, never_above
from data.importers.columns import Column
from data.importers.field_fits import fittings, prior
from data.importers.fit_evidence import Fit, tempered
from data.importers.header_names import HeaderNames, Near, ProposableKind
from data.importers.sheets import Cell, plain_header
from matching.knowledge.catalogue import Text

NOT_NEAR: Final = Near(0.0, "")
# Cells read closely in all columns together: a sheet of 500 columns is read less closely than one of 20.
_CLOSE_READING: Final = 6_000
_LEAST_SAMPLE: Final = 16
_HEADER_EVIDENCE: Final = (
    *((0.0, -1.5), (0.3, -0.4), (0.45, 0.5), (0.6, 1.6)),
    *((0.85, 3.2), (0.9, 4.0), (0.95, 4.6), (1.0, 5.2)),
)
"""(nearness of a header, evidence in log-odds), joined by straight lines."""
_SPEAKS: Final = 0.3
_SILENT: Final = -0.6
"""The evidence of a header that is near to no field at all, such as a code or a foreign word: it speaks against none."""
_LATER: Final = 1e-4
"""Of two columns that are equal in all else the first is taken."""
_BOUNDS: Final = 2.0
_CODED: Final = 2.5
_CODED_SEX: Final = 0.5
_MOST_FIGURES: Final = 40
_PROSE: Final = 60
_DOCUMENT: Final = 18
_LONGEST_HEADER: Final = 200
_UNTHINKABLE: Final = -99.0


class Evidence:
    """A table of `headers` and `rows` and what speaks for each of its columns.

    `weigh` fills `weights` (log-odds that a column feeds a field), `shares` (the rows that the field's reader knows, None where any
    text would do) and `codes` (what the codes of a column stand for in a field), each by (column, field). `outside` are the columns
    that no mapping can name, with the reason.
    """

    def __init__(
        self,
        kind: ProposableKind,
        headers: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        today: date,
        columns: Sequence[Column],
        names: HeaderNames,
    ) -> None:
        self.kind = kind
        self.headers = tuple(headers)
        most = max(_LEAST_SAMPLE, min(SAMPLE, _CLOSE_READING // max(len(headers), 1)))
        self.profiles = tuple(Profile(at, name, tuple(row[at] for row in rows), most) for at, name in enumerate(headers))
        self.fittings = fittings(kind, columns, today)
        self.nears = names.near_all(self.headers)
        self.outside = _outside(self.headers)
        self.weights: dict[tuple[int, str], float] = {}
        self.shares: dict[tuple[int, str], float | None] = {}
        self.codes: dict[tuple[int, str], dict[str, str]] = {}

    def near(self, at: int, field: str) -> Near:
        """How near the header of a column is to a field."""
        return self.nears[at].get(field, NOT_NEAR)

    def weight(self, at: int, field: str) -> float:
        """The log-odds that the column feeds the field; for a column that was not weighed far below any floor."""
        return self.weights.get((at, field), _UNTHINKABLE)

    def weigh(self, usable: Sequence[int]) -> None:
        """Weigh these columns: prior of the field, nearness of the header, fit of the cells, what columns tell of each other."""
        bounds = self._bounds(usable)
        highest = {high for highs in bounds.values() for high in highs}
        prose = [self.profiles[at] for at in usable if self.profiles[at].length >= _PROSE]
        documents = [self.profiles[at] for at in usable if self.profiles[at].share(_is_long) > 0.5]
        for at in usable:
            profile = self.profiles[at]
            silent = max((near.score for near in self.nears[at].values()), default=0.0) < _SPEAKS
            for field, fitting in self.fittings.items():
                fit = self._coded(at, field, highest, prose, documents) or fitting(profile)
                header = _SILENT if silent else _header(self.near(at, field).score)
                self.shares[at, field] = fit.share
                self.weights[at, field] = header + fit.weight + prior(field) - _LATER * at
            for field, bounding in (("pay_min", at in bounds), ("pay_max", at in highest)):
                if bounding and (at, field) in self.weights:
                    self.weights[at, field] += tempered(profile, _BOUNDS)

    def _bounds(self, usable: Sequence[int]) -> dict[int, list[int]]:
        """Columns of figures that are never above another one -> those others."""
        if self.kind != "postings":
            return {}
        figures = [at for at in usable if self.profiles[at].numeric > 0.9 and (self.profiles[at].median or 0) >= 8][:_MOST_FIGURES]
        found: dict[int, list[int]] = {}
        for low in figures:
            for high in figures:
                if high != low and never_above(self.profiles[low], self.profiles[high]):
                    found.setdefault(low, []).append(high)
        return found

    def _coded(self, at: int, field: str, amounts: set[int], prose: Sequence[Profile], documents: Sequence[Profile]) -> Fit | None:
        """The fit of a column whose codes or foreign words can be told, noting what they stand for; None for any other column."""
        profile = self.profiles[at]
        words: dict[str, str] = {}
        if is_coded(profile):
            if self.kind == "postings" and field == "pay_unit":
                words = next((found for high in sorted(amounts) if (found := unit_codes(profile, self.profiles[high]))), {})
            elif self.kind == "postings" and field == "education":
                words = education_codes(profile, prose)
            elif self.kind == "candidates" and field == "sex":
                words = sex_codes(profile, documents)
        foreign = foreign_words(self.kind, field, profile)
        if not words and not foreign:
            return None
        self.codes[at, field] = {**foreign, **words}
        if words:
            share = sum(profile.counts[code] for code in words) / profile.told
            return Fit(tempered(profile, _CODED_SEX if field == "sex" else _CODED), share)
        told = tuple(foreign.get(text, text) or None for text in profile.texts)
        return self.fittings[field](replace(profile, cells=told))


def _is_long(text: str) -> bool:
    return len(text) >= _DOCUMENT


def _header(score: float) -> float:
    for (low, below), (high, above) in pairwise(_HEADER_EVIDENCE):
        if score <= high:
            return below + (above - below) * (score - low) / (high - low)
    return _HEADER_EVIDENCE[-1][1]


def _outside(headers: Sequence[str]) -> dict[int, Text]:
    found: dict[int, Text] = {}
    first: dict[str, int] = {}
    for at, header in enumerate(headers):
        plain = plain_header(header)
        if not plain:
            found[at] = Text(zh="没有列名", en="it has no header")
        elif len(header) > _LONGEST_HEADER:
            found[at] = Text(zh="列名太长，请改短", en="its header is too long; shorten it")
        elif first.setdefault(plain, at) != at:
            found[at] = Text(
                zh="与第 {n} 列同名；要用这一列，请先改列名", en="named like column {n}; to use it, rename it first"
            ).format(n=first[plain] + 1)
    return found
