"""Postings whose demands were read by hand: our own samples, and the shared ones where the shared material is present."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from matching.knowledge import CATALOGUE
from matching.occupation_profiles import levels_of
from matching.records import PostingKind
from models.demands import Unread, read_postings
from models.demands.measuring import Levels

SAMPLES = Path(__file__).resolve().parents[3] / "data" / "samples" / "demand_readings.yaml"


@dataclass(frozen=True)
class HandRead:
    """Postings with the (postings, 45) levels that people read in them."""

    postings: tuple[Unread, ...]
    levels: Levels


def sample_rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = yaml.safe_load(SAMPLES.read_text("utf-8"))
    return rows


def own_readings() -> HandRead:
    rows = sample_rows()
    postings = tuple(Unread(row["title"], row["text"], PostingKind(row["kind"])) for row in rows)
    return HandRead(postings, np.array([levels_of(row["demands"]) for row in rows], dtype=np.int64))


def shared_readings(shared: Path) -> HandRead:
    lines = (shared / "postings" / "demand_readings.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    levels = [[row["demands"].get(dimension.name, 0) for dimension in CATALOGUE.dimensions] for row in rows]
    return HandRead(tuple(Unread(row["title"], row["text"]) for row in rows), np.array(levels, dtype=np.int64))


def read_levels(postings: tuple[Unread, ...]) -> Levels:
    """(postings, 45) levels as the reader finds them; what it does not know counts as 0."""
    found = [
        [reading.demands[row.name].level if row.name in reading.demands else 0 for row in CATALOGUE.dimensions]
        for reading in read_postings(postings)
    ]
    return np.array(found, dtype=np.int64)
