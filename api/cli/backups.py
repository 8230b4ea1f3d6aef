"""The commands about backups."""

from pathlib import Path
from typing import Annotated

import typer

from api.cli.output import either, say, say_json, warn
from matching.china_time import minute_in_china

backups = typer.Typer(help="Backups of everything, sealed for a recovery key that is kept elsewhere.", no_args_is_help=True)
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
KeyFile = Annotated[Path, typer.Option("--key", help="The file with the recovery key.")]
File = Annotated[Path, typer.Argument(help="A backup.")]


@backups.command("key", epilog="Example: tongtu backup key /media/stick/recovery.key")
def key(
    file: Annotated[Path, typer.Argument(help="Where to write the recovery key: on a stick, in a safe, not on this machine.")],
    again: Annotated[bool, typer.Option("--again", help="Though there is one: backups made so far need the old key.")] = False,
) -> None:
    """Make the recovery key. This machine keeps the public half only: it can seal backups, and cannot open them."""
    from api.actions.backing_up import make_recovery_key
    from api.cli.home import administrator

    say(make_recovery_key(*administrator(), file, again))
    warn(
        either(
            f"备份钥匙写在 {file}。没有它，任何备份都打不开：请存两份，都不要放在这台机器上。",
            f"The recovery key is in {file}. Nothing opens a backup without it: keep two copies, neither on this machine.",
        )
    )


@backups.command("make", epilog="Example: tongtu backup make /mnt/backups --keep 35")
def make(
    folder: Annotated[Path, typer.Argument(help="Where backups are kept.")],
    keep: Annotated[
        int | None, typer.Option(help="Remove all but this many: a person who was erased lives on in a backup until it goes.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Seal database, key file, models and made files into one new file, while others go on working."""
    from api.actions.backing_up import make_backup
    from api.cli.home import administrator

    made = make_backup(*administrator(), folder, keep)
    say_json(made) if as_json else say(str(made.file))


@backups.command("check", epilog="Example: tongtu backup check 备份/tongtu-20270401-020000.tongtu-backup --key recovery.key")
def check(files: Annotated[list[Path], typer.Argument(help="Backups.")], key_file: KeyFile, as_json: Json = False) -> None:
    """Open backups, check every hash and count every row, and put them nowhere."""
    from api.actions.backing_up import check_backup

    for file in files:
        found = check_backup(file, key_file)
        if as_json:
            say_json(found)
            continue
        rows, when = sum(found.rows.values()), minute_in_china(found.made_at)
        say(either(f"完好：{when} 的备份，{rows} 行，{found.files} 个文件", f"whole: {when}, {rows} rows, {found.files} files"))


def restore(file: File, key_file: KeyFile, as_json: Json = False) -> None:
    """Bring an installation back into an empty TONGTU_HOME and an empty database, of either engine; everybody signs in anew."""
    from api.actions.restoring import restore_backup
    from api.settings import read_settings
    from matching.records import LOCAL_ADMINISTRATOR

    found = restore_backup(read_settings(), LOCAL_ADMINISTRATOR, file, key_file)
    if as_json:
        say_json(found)
        return
    rows, when = sum(found.rows.values()), minute_in_china(found.made_at)
    say(
        either(
            f"已恢复到 {when}：{rows} 行，{found.files} 个文件，留痕 {found.lines} 条完整，结束了 {found.sessions} 个登录",
            f"as of {when}: {rows} rows, {found.files} files; {found.lines} lines of trail hold; {found.sessions} sign-ins ended",
        )
    )
    warn(
        either(
            "在那之后删除过的个人资料又回来了：请对照另外保存的删除登记，再删一次。",
            "People erased after that moment are back: erase them again, by the list of erasures that is kept elsewhere.",
        )
    )
