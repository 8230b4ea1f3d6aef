"""What an office does to a posting after it came in: open it, close it, mark it filled."""

from api.actions.errors import BadInput, NotFound
from api.actions.lists import POSTING
from api.wiring import Application
from matching.knowledge.catalogue import Text
from matching.records import PostingStatus, Viewer


def set_status(app: Application, viewer: Viewer, posting: str, status: str) -> None:
    """Open, close or fill a posting; lists stop showing it at once when it is not open. Raises BadInput or NotFound."""
    try:
        wanted = PostingStatus(status)
    except ValueError:
        raise BadInput(
            Text(zh="没有“{status}”这种状态；可用：{known}", en="There is no status “{status}”; known: {known}").format(
                status=status, known=", ".join(PostingStatus)
            )
        ) from None
    with app.database.begin(viewer) as stores:
        if not stores.postings.set_status(viewer, posting, wanted):
            raise NotFound(POSTING, posting)
