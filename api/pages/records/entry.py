"""A form of a record: its fields from what was sent, and the page with faults, warnings, and what somebody else saved meanwhile."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request
from starlette.responses import HTMLResponse

from api.actions.entering import ChangedMeanwhile, EntryRefused
from api.actions.errors import BadInput
from api.entry_fields import EntryField, Groups
from api.pages.rendering import render
from matching.knowledge.catalogue import Text

_MOST: Final = 8_000
_TOO_LONG: Final = Text(zh="太长了（最多 8000 字）。", en="too long (at most 8,000 characters)")
_MISSING: Final = Text(zh="表单缺了内容；请回到页面再试。", en="The form lacks something; go back to the page and try again.")


def cells_of(form: Mapping[str, str], groups: Groups) -> dict[str, str]:
    """The cells of a form as a sheet would have them; ticked boxes become a list. Raises EntryRefused for what is too long."""
    cells = typed_of(form, groups)
    long = {name: _TOO_LONG for name, cell in cells.items() if len(cell) > _MOST}
    if long:
        raise EntryRefused(long, {})
    return cells


def typed_of(form: Mapping[str, str], groups: Groups) -> dict[str, str]:
    """Everything as it was typed, too long or not."""
    return {field.name: _cell(form, field) for _, fields in groups for field in fields}


def sent_marks(form: Mapping[str, str], count: int) -> str:
    """The marks under which the form was opened. Raises BadInput for a form that was not sent from the page."""
    was = form.get("was", "")
    if len(was) != 8 * count or not was.isascii() or not was.isalnum():
        raise BadInput(_MISSING)
    return was


def entry_page(
    request: Request,
    template: str,
    groups: Groups,
    cells: Mapping[str, str],
    *,
    was: str = "",
    refused: EntryRefused | None = None,
    meanwhile: ChangedMeanwhile | None = None,
    **more: Any,
) -> HTMLResponse:
    """The form with these cells; with what is wrong, or with both versions where somebody was faster."""
    shown = cells if meanwhile is None else meanwhile.cells
    return render(
        request,
        template,
        status=409 if meanwhile is not None else 422 if refused is not None else 200,
        groups=groups,
        cells=shown,
        ticked={field.name: set(shown.get(field.name, "").split("、")) for _, fields in groups for field in fields if field.many},
        was=was if meanwhile is None else meanwhile.was,
        faults={} if refused is None else refused.faults,
        warnings={} if refused is None else refused.warnings,
        titles={field.name: field.title for _, fields in groups for field in fields},
        theirs={} if meanwhile is None else meanwhile.theirs,
        meanwhile=meanwhile is not None,
        **more,
    )


def _cell(form: Mapping[str, str], field: EntryField) -> str:
    if not field.many:
        return form.get(field.name, "").replace("\r\n", "\n").strip()
    return "、".join(word for at, (word, _) in enumerate(field.choices) if f"{field.name}.{at}" in form)
