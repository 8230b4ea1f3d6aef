"""The posting kinds by the words people use, from kinds.yaml."""

from importlib import resources
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict

from matching.knowledge.catalogue import Text
from matching.records import PostingKind


class Kind(BaseModel):
    """One kind of posting; `item` is its item of the plan."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: PostingKind
    status: Literal["proposed", "signed"]
    item: int
    zh: str
    en: str

    @property
    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


def _load() -> dict[PostingKind, Kind]:
    rows = yaml.safe_load(resources.files("matching.knowledge").joinpath("kinds.yaml").read_text("utf-8"))
    kinds = {kind.name: kind for kind in map(Kind.model_validate, rows)}
    missing = [name.value for name in PostingKind if name not in kinds]
    if missing:
        raise ValueError(f"kinds.yaml: no row for {', '.join(missing)}")
    return kinds


KINDS = _load()
