"""Backups: one sealed file with database, key file, models and made files, which only the recovery key opens."""

import contextlib
import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from api.actions.errors import BadInput, Conflict, NotFound
from api.schemas.backups import BackupView
from api.settings import DATABASE_FILE, Settings
from api.wiring import Application, open_application
from data.archives import new_recovery_key, read_archive, write_archive
from data.stores import StoreError, check_schema, count_rows
from matching.china_time import in_china
from matching.knowledge.catalogue import Text
from matching.records import LOCAL_ADMINISTRATOR, Viewer

SNAPSHOT: Final = "database.db"
ENDING: Final = ".tongtu-backup"
_STAGED: Final = ".backup-"
_LONGEST: Final = timedelta(days=1)
"""No backup takes as long: what is older belongs to one that was killed."""
_PUBLIC_HALF: Final = "backup.pub"
_KEY: Final = Text(zh="备份钥匙", en="recovery key")
_NO_KEY: Final = Text(
    zh="还没有备份钥匙。先做一把：tongtu backup key 文件名",
    en="There is no recovery key yet. Make one first: tongtu backup key FILE",
)
_HAS_KEY: Final = Text(
    zh="已经有备份钥匙。另做一把之后，旧备份仍要用旧钥匙打开；确定要换，请加 --again。",
    en="There is a recovery key already. Backups made so far open with the old key only; to change it all the same, add --again.",
)
_THERE: Final = Text(zh="{file} 已经存在，请另起文件名。", en="{file} exists already; choose another name.")
_INSIDE: Final = Text(
    zh="备份钥匙不能放在通途自己的文件夹里：那个文件夹没了，备份就打不开了。请存到别处，例如优盘。",
    en="The recovery key cannot lie in Tongtu's own folder: once that folder is gone, nothing would open the backups. "
    "Keep it elsewhere, on a stick for instance.",
)
_KEEP: Final = Text(zh="--keep {keep} 太少，至少留 1 份。", en="--keep {keep} is too few: at least one backup stays.")


def make_recovery_key(app: Application, viewer: Viewer, file: Path, again: bool = False) -> str:
    """Writes a new recovery key to `file` (readable by its owner alone) and keeps the public half at home. Returns that half.

    Raises BadInput for a file inside the home, Conflict where there is a key already or the file exists.
    """
    if file.resolve().is_relative_to(app.settings.home):
        raise BadInput(_INSIDE)
    half = app.settings.keys / _PUBLIC_HALF
    if half.exists() and not again:
        raise Conflict(_HAS_KEY)
    secret, public = new_recovery_key()
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise Conflict(_THERE.format(file=str(file))) from None
    with os.fdopen(handle, "w", encoding="ascii") as opened:
        opened.write(f"{secret}\n")
    half.write_text(f"{public}\n", "ascii")
    with app.database.begin(viewer) as stores:
        stores.log.append(viewer, "make-recovery-key", "backup")
    return public


def make_backup(app: Application, viewer: Viewer, folder: Path, keep: int | None = None) -> BackupView:
    """Seals the whole installation into a new file of `folder` and, with `keep`, removes all but the newest `keep` files there.

    Others go on working meanwhile. What one that was killed more than a day ago left is removed first.
    Raises Conflict without a recovery key, BadInput for keep < 1, OSError for a full disk.
    """
    if keep is not None and keep < 1:
        raise BadInput(_KEEP.format(keep=keep))
    half = app.settings.keys / _PUBLIC_HALF
    if not half.exists():
        raise Conflict(_NO_KEY)
    made_at = app.clock()
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(app.settings.home, folder, made_at)
    out = folder / f"tongtu-{in_china(made_at):%Y%m%d-%H%M%S}{ENDING}"
    if out.exists():
        raise Conflict(_THERE.format(file=str(out)))
    with TemporaryDirectory(prefix=_STAGED, dir=app.settings.home) as staged:
        snapshot = Path(staged) / SNAPSHOT
        rows = app.database.snapshot(snapshot)
        files = {SNAPSHOT: snapshot} | dict(_own_files(app.settings.home))
        about: dict[str, Any] = {
            "made_at": made_at.isoformat(),
            "version": version("tongtu"),
            "key": app.keys.fingerprint,
            "rows": rows,
        }
        write_archive(out, half.read_text("ascii").strip(), files, about)
    with app.database.begin(viewer) as stores:
        stores.log.append(viewer, "back-up", "backup", detail={"rows": sum(rows.values())})
    if keep is not None:
        for old in sorted(folder.glob(f"tongtu-*{ENDING}"))[:-keep]:
            old.unlink()
    return view_of(out, about, len(files) - 1)


def check_backup(file: Path, key_file: Path) -> BackupView:
    """Opens a backup, checks every hash and counts every row, and puts it nowhere.

    Raises NotFound for a file that is not there, ArchiveError for damage or another key, StoreError for a damaged database, and for
    a trail that does not hold.
    """
    with TemporaryDirectory(prefix="tongtu-check-") as staged:
        about = open_backup(file, key_file, Path(staged))
        return view_of(file, about, sum(1 for path in Path(staged).rglob("*") if path.is_file()) - 1)


def open_backup(file: Path, key_file: Path, folder: Path) -> dict[str, Any]:
    """Unpacks a backup into an empty folder, holds its rows against what was counted when it was made, and proves its trail there.

    Its `about`. What lies in the folder then is of this version's schema. Raises what `check_backup` does.
    """
    for path, noun in ((file, Text(zh="备份", en="backup")), (key_file, _KEY)):
        if not path.is_file():
            raise NotFound(noun, str(path))
    about = read_archive(file, key_file.read_text("ascii", errors="replace"), folder)
    check_schema(folder / SNAPSHOT, str(about["version"]))
    if count_rows(folder / SNAPSHOT, about["rows"]) != about["rows"]:
        raise StoreError(f"{file.name}: its database does not hold the rows that it was made with; take another backup")
    if not _trail_holds(folder):
        raise StoreError(
            f"{file.name}: its trail was changed before the backup was made; nothing was put in place. "
            "Report this, keep the file, and take an earlier backup"
        )
    return about


def _trail_holds(folder: Path) -> bool:
    app = open_application(Settings(home=folder, database_url=f"sqlite:///{folder / SNAPSHOT}"))
    try:
        with app.database.read(LOCAL_ADMINISTRATOR) as stores:
            proof = stores.log.verify(LOCAL_ADMINISTRATOR)
    finally:
        app.database.close()
    return proof is not None and proof.holds


def view_of(file: Path, about: dict[str, Any], files: int) -> BackupView:
    return BackupView(file=file, files=files, **about)


def _sweep(home: Path, folder: Path, now: datetime) -> None:
    """Removes what backups that were killed have left: copies of the database at home, and files that never got their name."""
    for path in [*home.glob(f"{_STAGED}*"), *folder.glob(f".tongtu-*{ENDING}.part")]:
        with contextlib.suppress(FileNotFoundError):  # another one that begins now is faster
            if now - datetime.fromtimestamp(path.stat().st_mtime, UTC) > _LONGEST:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def _own_files(home: Path) -> Iterator[tuple[str, Path]]:
    """Everything of the home but the database, which goes as a snapshot, and what is being written."""
    for path in sorted(home.rglob("*")):
        name = path.relative_to(home)
        if path.is_file() and not name.parts[0].startswith((DATABASE_FILE, ".")) and not path.name.startswith("."):
            yield name.as_posix(), path
