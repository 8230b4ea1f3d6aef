"""The report of an allocation in words that people know: titles of postings in the place of their ids."""

import re
from collections.abc import Mapping
from typing import Final

from api.schemas.allocation import AllocationReport
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_ID: Final = re.compile(r"\bp_\w+")


def titled_report(app: Application, viewer: Viewer, report: AllocationReport) -> AllocationReport:
    """The report with every posting called by its title; one that is gone keeps its id."""
    told = [
        *(one.text for one in report.shortages),
        *(one.text for one in report.bottlenecks),
        *(one.text for one in report.additions),
    ]
    wanted = sorted({name for text in told for name in _ID.findall(text.zh)})
    if not wanted:
        return report
    with app.database.read(viewer) as stores:
        titles = {one.id: one.title for one in stores.postings.outlines(viewer, wanted)}
    return report.model_copy(
        update={
            "shortages": tuple(one.model_copy(update={"text": _titled(one.text, titles)}) for one in report.shortages),
            "bottlenecks": tuple(one.model_copy(update={"text": _titled(one.text, titles)}) for one in report.bottlenecks),
            "additions": tuple(one.model_copy(update={"text": _titled(one.text, titles)}) for one in report.additions),
        }
    )


def _titled(text: Text, titles: Mapping[str, str]) -> Text:
    def title(found: re.Match[str]) -> str:
        return titles.get(found[0], found[0])

    return Text(zh=_ID.sub(title, text.zh), en=_ID.sub(title, text.en))
