"""Messages as files to send by hand: a table a channel, and a text a letter. Readable for this account alone."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from api.letters.contacts import Contact
from data.exporters.sheets import Cell, Sheet, csv_bytes
from data.stores import StoredMessage
from matching.knowledge.catalogue import Text
from matching.records import Channel, Event

_NAMES: Final[Mapping[Channel, Text]] = {
    Channel.LETTER: Text(zh="信函", en="letters"),
    Channel.SMS: Text(zh="短信", en="text messages"),
    Channel.WECHAT: Text(zh="微信", en="WeChat messages"),
}
_HEADERS: Final = (
    Text(zh="消息编号", en="message"),
    Text(zh="收件人", en="to"),
    Text(zh="联系方式", en="contact"),
    Text(zh="正文", en="text in Chinese"),
    Text(zh="英文", en="text in English"),
    Text(zh="答复", en="answer"),
    Text(zh="答复日期", en="day of the answer"),
)
"""The last two are left blank, to be filled in by hand and loaded again (tongtu load-replies)."""
_UNFIT: Final = re.compile(r"[^\w\-]+")


def write_files(folder: Path, event: Event, found: Sequence[StoredMessage], contacts: Mapping[str, Contact]) -> dict[str, int]:
    """File name -> messages in it. `contacts`: id -> how they are reached, of those there are any of."""
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    for channel, title in _NAMES.items():
        rows = [one for one in found if one.message.channel is channel]
        if not rows:
            continue
        table: list[list[Cell]] = [
            [one.id, to.name, to.by(channel), one.message.zh, one.message.en, "", ""]
            for one in rows
            for to in (contacts.get(one.message.to, Contact(one.message.to)),)
        ]
        name = f"{_plain(event.name)}_{title.zh}.csv"
        _write(folder / name, csv_bytes(Sheet(title, _HEADERS, (10, 20, 20, 60, 60, 10, 14), table)))
        written[name] = len(rows)
        if channel is Channel.LETTER:
            for one in rows:
                own = f"{_plain(event.name)}_{title.zh}_{one.id:06}.txt"
                _write(folder / own, f"{one.message.zh}\n\n\n{one.message.en}\n".encode())
                written[own] = 1
    return written


def _plain(name: str) -> str:
    return _UNFIT.sub("-", name).strip("-")[:60] or "event"


def _write(path: Path, content: bytes) -> None:
    path.touch(mode=0o600)
    path.chmod(0o600)
    path.write_bytes(content)
