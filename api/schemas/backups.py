"""What a backup holds, and what came of restoring one."""

from datetime import datetime
from pathlib import Path

from api.schemas.base import View


class BackupView(View):
    """A backup that was made or checked. `rows` by table; `key` tells one key file from another and says nothing about it."""

    file: Path
    made_at: datetime
    version: str
    key: str
    rows: dict[str, int]
    files: int


class RestoredView(View):
    """What stands again. `sessions`: how many sign-ins were ended, since a cookie stolen and ended later would open again."""

    made_at: datetime
    rows: dict[str, int]
    files: int
    lines: int
    head: str
    sessions: int
