"""The home: whose it is, whether it can be written, and how much room is left."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Final

from api.schemas.health import FindingView
from api.settings import Settings
from matching.knowledge.catalogue import Text

SCARCE: Final = 2_000_000_000
"""Bytes under which room runs out within days: a backup, an import and its journal go beside each other."""
FULL: Final = 200_000_000

_MOVE: Final = Text(
    zh="检查磁盘与文件夹的权限，或另设 TONGTU_HOME。", en="Check the disk and who owns the folder, or set TONGTU_HOME."
)
_FIRST: Final = Text(
    zh="第一个用到它的命令会建立它，例如 tongtu demo。", en="The first command that needs it makes it, tongtu demo for instance."
)
_SHARED: Final = Text(
    zh="{path} 别的账号也能读。请收紧权限：chmod {mode} {path}", en="Others may read {path}. Restrict it: chmod {mode} {path}"
)


def is_made(settings: Settings) -> bool:
    """Whether anything is in the home yet."""
    home = settings.home
    return home.is_dir() and any(home.iterdir()) if os.access(home, os.R_OK) else home.exists()


def check_home(settings: Settings) -> FindingView:
    """The folder exists, can be written, and others cannot read it; or it is still to be made, and can be."""
    home = settings.home
    try:
        with tempfile.NamedTemporaryFile(prefix=".doctor-", dir=_nearest(home)):
            pass
    except OSError as fault:
        cause = str(fault.strerror)
        text = Text(zh="{home} 不能写入：{cause}", en="{home} cannot be written: {cause}").format(home=str(home), cause=cause)
        return FindingView(name="home", state="bad", text=text, do=_MOVE)
    if not home.exists():
        text = Text(zh="{home} 还没有建立", en="{home} is not made yet").format(home=str(home))
        return FindingView(name="home", state="watch", text=text, do=_FIRST)
    text = Text(zh="{home}", en="{home}").format(home=str(home))
    if home.stat().st_mode & 0o077:
        return FindingView(name="home", state="watch", text=text, do=_SHARED.format(path=str(home), mode="700"))
    return FindingView(name="home", state="good", text=text)


def check_key(settings: Settings) -> FindingView:
    """The key file opens, and others cannot read it."""
    from data.keys import FILE, KeyFileError, Keyring

    path = settings.keys / FILE
    try:
        keys = Keyring.load(settings.keys)
    except KeyFileError as fault:
        do = Text(
            zh="从备份取回密钥文件；没有它，姓名、电话与证号都打不开。",
            en="Bring the key file back from a backup; nothing opens names, telephone and certificate numbers without it.",
        )
        return FindingView(
            name="key", state="bad", text=Text(zh="密钥文件打不开（{cause}）", en="{cause}").format(cause=str(fault)), do=do
        )
    text = Text(zh="密钥 {key}", en="key {key}").format(key=keys.fingerprint)
    if os.stat(path).st_mode & 0o077:
        return FindingView(name="key", state="bad", text=text, do=_SHARED.format(path=str(path), mode="600"))
    return FindingView(name="key", state="good", text=text)


def check_disk(settings: Settings) -> FindingView:
    """Room for some days."""
    free = shutil.disk_usage(_nearest(settings.home)).free
    text = Text(zh="磁盘还有 {free:.1f} GB", en="{free:.1f} GB of disk are free").format(free=free / 1e9)
    do = Text(zh="腾出空间，或把 TONGTU_HOME 搬到更大的磁盘。", en="Make room, or move TONGTU_HOME to a larger disk.")
    if free < FULL:
        return FindingView(name="disk", state="bad", text=text, do=do)
    if free < SCARCE:
        return FindingView(name="disk", state="watch", text=text, do=do)
    return FindingView(name="disk", state="good", text=text)


def _nearest(path: Path) -> Path:
    """The folder itself, or the nearest of those above it that is there."""
    return next(folder for folder in (path, *path.absolute().parents) if folder.exists())
