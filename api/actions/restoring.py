"""Put a backup into an empty home and an empty database, and prove that all of it is there."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from api.actions.backing_up import SNAPSHOT, open_backup
from api.actions.errors import Conflict
from api.schemas.backups import RestoredView
from api.settings import Settings
from api.wiring import Application, now, open_application
from data.stores import StoreError, check_empty, load_snapshot
from matching.knowledge.catalogue import Text
from matching.records import Viewer

_IN_USE: Final = Text(
    zh="{home} 里已有文件。备份只能恢复到空文件夹：请先把它移走，或另设 TONGTU_HOME。",
    en="{home} holds files already. A backup is only put into an empty folder: move it away, or set another TONGTU_HOME.",
)


def restore_backup(
    settings: Settings, viewer: Viewer, file: Path, key_file: Path, clock: Callable[[], datetime] = now
) -> RestoredView:
    """Brings an installation back from its backup; its database may be of the other engine. All sign-ins and keys of programs end.

    Nothing is put in place before files were opened, rows counted and the trail proved.

    Raises NotFound, Conflict (the home is in use), NotEmpty (the database
    is), ArchiveError (damage, or another key), SchemaError (made by a newer version), StoreError (a trail that does not hold).
    """
    home = settings.home
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(home.iterdir()):
        raise Conflict(_IN_USE.format(home=str(home)))
    check_empty(settings.database_url)
    with TemporaryDirectory(prefix=".restore-", dir=home) as staged:
        folder = Path(staged)
        about = open_backup(file, key_file, folder)
        load_snapshot(folder / SNAPSHOT, settings.database_url)
        for part in sorted(folder.iterdir()):
            if not part.name.startswith(SNAPSHOT):
                os.rename(part, home / part.name)
    app = open_application(settings, clock)
    ended = _end_sign_ins(app, viewer)
    with app.database.begin(viewer) as stores:
        proof = stores.log.verify(viewer)
        stores.log.append(viewer, "restore", "backup", detail={"ended": ended})
    if proof is None or not proof.holds:
        raise StoreError(f"{file.name}: its trail held in the backup and not in its place; look at the disk, and restore elsewhere")
    files = sum(1 for path in home.rglob("*") if path.is_file() and not path.name.startswith("tongtu.db"))
    return RestoredView(
        made_at=datetime.fromisoformat(about["made_at"]),
        rows=about["rows"],
        files=files,
        lines=proof.lines,
        head=proof.head,
        sessions=ended,
    )


def _end_sign_ins(app: Application, viewer: Viewer) -> int:
    ended, after = 0, None
    with app.database.begin(viewer) as stores:
        while page := stores.accounts.list(viewer, after):
            ended += sum(stores.sessions.end_all(viewer, one.id) + stores.tokens.revoke_all(viewer, one.id) for one in page)
            after = page[-1].id
    return ended
