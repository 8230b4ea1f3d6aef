"""The templates of letters and short messages, read from letters.yaml and checked as they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from string import Formatter
from typing import Final, Literal

import yaml

from matching.knowledge.catalogue import Text
from matching.records import Audience, Channel, MessageKind

Form = Literal["letter", "short", "letter_lost", "short_lost"]
"""The last two are of a change after which somebody has no interview any more."""
FIELDS: Final = frozenset(
    {"name", "event", "day", "place", "hours", "posts", "times", "code", "booth", "contact", "why", "waiting"}
)
"""What a template may ask for."""

_FORMS: Final[tuple[Form, ...]] = ("letter", "short")
_LOST: Final[tuple[Form, ...]] = (*_FORMS, "letter_lost", "short_lost")


class TemplateError(ValueError):
    """A row of letters.yaml that cannot be used: which, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Template:
    """One text with its version; a new wording needs a new version, because every message keeps the one it was written from."""

    kind: MessageKind
    audience: Audience
    form: Form
    version: str
    text: Text

    def fill(self, values: Mapping[str, Text | str]) -> Text:
        """The text with everything it asks for. Raises KeyError for a field that was not given."""
        return self.text.format(**values)


def template_for(kind: MessageKind, audience: Audience, channel: Channel, lost: bool = False) -> Template:
    """The template of a message; text messages of both kinds share one. `lost`: a change that leaves no interview."""
    if lost and kind is MessageKind.CHANGE:
        return templates()[kind, audience, "letter_lost" if channel is Channel.LETTER else "short_lost"]
    return templates()[kind, audience, "letter" if channel is Channel.LETTER else "short"]


@cache
def templates() -> Mapping[tuple[MessageKind, Audience, Form], Template]:
    """All templates. Raises TemplateError unless there is exactly one of each kind, audience and form."""
    rows = yaml.safe_load((resources.files("api.letters") / "letters.yaml").read_text("utf-8"))
    return read_templates(rows)


def read_templates(rows: list[dict[str, str]]) -> Mapping[tuple[MessageKind, Audience, Form], Template]:
    """Rows of plain data as templates, each checked. Raises TemplateError."""
    found: dict[tuple[MessageKind, Audience, Form], Template] = {}
    versions: set[str] = set()
    for number, row in enumerate(rows, start=1):
        one = _template(number, row)
        key = (one.kind, one.audience, one.form)
        if key in found or one.version in versions:
            raise TemplateError(f"letters.yaml row {number}: {one.version}: there is another of this kind or version; keep one")
        found[key] = one
        versions.add(one.version)
    for kind in MessageKind:
        for audience in Audience:
            for form in _LOST if kind is MessageKind.CHANGE else _FORMS:
                if (kind, audience, form) not in found:
                    raise TemplateError(f"letters.yaml: there is no {form} of a {kind} to a {audience}; add the row")
    return found


def _template(number: int, row: Mapping[str, str]) -> Template:
    if set(row) != {"kind", "audience", "form", "version", "zh", "en"}:
        raise TemplateError(f"letters.yaml row {number}: a row says kind, audience, form, version, zh and en; correct it")
    form = next((one for one in _LOST if one == row["form"]), None)
    if form is None or (form not in _FORMS and row["kind"] != MessageKind.CHANGE):
        raise TemplateError(
            f"letters.yaml row {number}: no form {row['form']!r}; write letter or short, of a change also letter_lost, short_lost"
        )
    try:
        kind, audience = MessageKind(row["kind"]), Audience(row["audience"])
    except ValueError as fault:
        raise TemplateError(f"letters.yaml row {number}: {fault}; use {', '.join(MessageKind)} and {', '.join(Audience)}") from None
    asked = [_fields(row["zh"]), _fields(row["en"])]
    if asked[0] != asked[1] or not asked[0] <= FIELDS:
        raise TemplateError(f"letters.yaml row {number}: both languages ask for the same of {', '.join(sorted(FIELDS))}")
    return Template(kind, audience, form, row["version"], Text(zh=row["zh"].strip(), en=row["en"].strip()))


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
