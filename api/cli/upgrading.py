"""The command that upgrades the database."""

from typing import Annotated

import typer

from api.cli.output import either, say, say_json


def upgrade(as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False) -> None:
    """Bring the database to this version, whole or not at all. Take a backup first: tongtu backup make."""
    from api.actions.upgrading import upgrade_home
    from api.settings import read_settings

    done = upgrade_home(read_settings())
    now, was = done.schema_now, done.was or either("空", "none")
    if as_json:
        say_json(done)
    elif done.was == now:
        say(either(f"数据库已是本版本的结构 {now}。", f"The database has the schema of this version already: {now}."))
    else:
        say(either(f"数据库结构已从 {was} 升级到 {now}。", f"The database was upgraded from schema {was} to {now}."))
