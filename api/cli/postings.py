"""The command that opens and closes postings."""

from typing import Annotated

import typer

from api.cli.meant import Posting, posting_id
from api.cli.output import say


def set_status(
    posting: Posting,
    status: Annotated[str, typer.Argument(help="open, closed, filled or rejected")],
) -> None:
    """Open a posting, close it or mark it filled; what is not open is on no list from then on."""
    from api.actions.called import called
    from api.actions.postings import set_status as change
    from api.cli.home import organizer

    app, viewer = organizer()
    posting = posting_id(app, viewer, posting)
    change(app, viewer, posting, status)
    say(f"{called(app, viewer, postings=[posting]).posting(posting)} ({posting}): {status}")
