"""Sheets as a test writes them, and sending one through the wizard as a browser does."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from starlette.testclient import TestClient

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
PEOPLE = ("姓名", "残疾人证号", "联系电话", "居住区", "技能", "意向职业", "期望月薪")
JOBS = ("岗位编号", "岗位名称", "单位名称", "岗位类型", "薪资单位", "最低薪资", "最高薪资", "工作地点", "招聘人数", "岗位描述")


def certificate(number: int, ends: str = "43") -> str:
    """A well-formed number of nobody: a woman or man born in 1990, and the kind and grade of `ends`."""
    start = f"420199199{number % 10}0305{100 + number:03}"
    check = "10X98765432"[sum(int(digit) * weight for digit, weight in zip(start, _WEIGHTS, strict=True)) % 11]
    return f"{start}{check}{ends}"


def person(number: int, **cells: str) -> list[str]:
    """A row of the sheet of people that can be imported, with these cells instead."""
    told = dict(zip(PEOPLE, (f"样例{number}", certificate(number), "", "洪山区", "打字", "文员", "3000"), strict=True)) | cells
    return [told[header] for header in PEOPLE]


def job(number: int, **cells: str) -> list[str]:
    """A row of the sheet of postings that can be imported."""
    given = (f"S-{number}", f"文字录入员 {number}", "江城样例公司", "民企定向岗位", "月", "4000", "5000", "洪山区", "2", "录入文字")
    told = dict(zip(JOBS, given, strict=True)) | cells
    return [told[header] for header in JOBS]


def workbook(rows: Sequence[Sequence[Any]], merged: Sequence[str] = ()) -> bytes:
    """An xlsx with one sheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merged:
        sheet.merge_cells(area)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def text(rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> bytes:
    """The same as a comma separated file."""
    return "\n".join(",".join(row) for row in rows).encode(encoding)


def send(client: TestClient, kind: str, name: str, content: bytes, **fields: str) -> Any:
    """The answer to the first step of the wizard."""
    return client.post("/imports", data={"kind": kind} | fields, files={"file": (name, content)})


def sent(client: TestClient, kind: str, name: str, content: bytes, **fields: str) -> str:
    """The address of the file's page, once it was taken in."""
    answer = send(client, kind, name, content, **fields)
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    assert isinstance(address, str)
    return address


def imported(client: TestClient, address: str) -> str:
    """The page of a file that is imported now."""
    answer = client.post(f"{address}/run", data={"how": "now", "again": "yes"})
    assert (answer.status_code, answer.headers.get("location")) == (303, f"{address}?done=imported"), answer.text
    return client.get(answer.headers["location"]).text


def press(client: TestClient, address: str) -> Any:
    """The answer to a button without fields, as browsers send it."""
    return client.post(address, content=b"", headers={"content-type": "application/x-www-form-urlencoded"})
