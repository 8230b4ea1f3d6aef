"""Commands about postings that were merged as duplicates."""

from typing import Annotated

import typer

from api.cli.output import either, said, say, say_json

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]

merges = typer.Typer(help="Postings that were merged as duplicates.", no_args_is_help=True)


@merges.command("list", epilog="Example: tongtu merges list")
def merges_list(as_json: Json = False) -> None:
    """Postings merged as duplicates, newest first."""
    from api.actions.called import called
    from api.actions.merging import list_merges
    from api.cli.home import organizer

    app, viewer = organizer()
    rows = list(list_merges(app, viewer))
    names = called(app, viewer, postings=(row["kept"] for row in rows))
    for row in rows:
        if as_json:
            say_json(row)
            continue
        undone = either("（已撤回）", "  (taken back)") if row["undone"] else ""
        kept = f"{names.posting(row['kept'])} ({row['kept']})"
        told = either(f"保留 {kept}，并入 {row['merged']}", f"kept {kept}, merged {row['merged']}")
        say(f"{row['merge']}  {told}  {row['reason']}{undone}")


@merges.command("undo", epilog="Example: tongtu merges undo 12")
def merges_undo(merge: Annotated[str, typer.Argument(help="The number of the merge.")]) -> None:
    """Take a merge back: the posting stands on its own again."""
    from api.actions.merging import undo
    from api.cli.home import organizer

    say(said(undo(*organizer(), merge)))
