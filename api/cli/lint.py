"""The command of the posting linter."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.cli.meant import posting_id
from api.cli.output import either, said, say, say_json, warn

if TYPE_CHECKING:
    from api.schemas.lint import LintView, PostingLintView
    from api.wiring import Application
    from matching.records import Viewer

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


def lint(
    targets: Annotated[list[str], typer.Argument(help="Files of postings, events, postings (by title or id).")],
    mapping: Annotated[Path | None, typer.Option("--map", help="A YAML file that maps a foreign layout.")] = None,
    as_json: Json = False,
) -> None:
    """Quote clauses that are unlawful or needless, with a better wording and how many people of the pool each keeps out."""
    from api.cli.home import organizer

    app, viewer = organizer()
    for target in targets:
        items, whole = _linted(app, viewer, target, mapping)
        for item in items:
            if as_json:
                say_json(item)
            else:
                for line in lint_lines(item):
                    say(line)
        if whole is not None:
            warn(
                either(
                    f"{target}：{whole.postings} 个岗位中有 {whole.flagged} 个写了这样的条件",
                    f"{target}: {whole.flagged} of {whole.postings} postings hold such a clause",
                )
            )
            for row in whole.clauses:
                warn(f"  {row.postings:>6}  {said(row.name)} ({said(row.severity_text)})")


def _linted(
    app: "Application", viewer: "Viewer", target: str, mapping: Path | None
) -> "tuple[Iterator[PostingLintView], LintView | None]":
    """The flagged postings of a file, an event, or one posting; of the first two also the figures of the whole."""
    from api.actions.lint import is_event, lint_event, lint_file, lint_one

    if Path(target).is_file():
        whole = lint_file(app, viewer, Path(target), mapping)
        return iter(whole.items), whole
    if is_event(app, viewer, target):
        return _pages(app, viewer, target), lint_event(app, viewer, target, None, 1)
    return iter([lint_one(app, viewer, posting_id(app, viewer, target))]), None


def _pages(app: "Application", viewer: "Viewer", event: str) -> "Iterator[PostingLintView]":
    from api.actions.lint import lint_event

    after: str | None = None
    while True:
        page = lint_event(app, viewer, event, after, 200)
        yield from page.items
        after = page.next
        if after is None:
            return


def lint_lines(item: "PostingLintView") -> Iterator[str]:
    """One posting as lines of text."""
    row = "" if item.row is None else either(f"第 {item.row} 行  ", f"row {item.row}  ")
    yield f"{row}{item.title} ({item.posting})  {item.employer}"
    if not item.flags:
        yield "  -"
    for flag in item.flags:
        yield f"  [{said(flag.severity_text)}] {said(flag.name)}: “{' '.join(flag.words.split())}” ({said(flag.field_text)})"
        confirm = either("（依据待确认）", " (to be confirmed)") if flag.to_confirm else ""
        yield f"      § {said(flag.law)}{confirm}"
        yield f"      → {said(flag.proposal)}"
        yield f"      # {said(flag.excluded.text)}"
