"""What an installation cannot start with: one clear line with what to do, in the language of the command line, and exit code 2."""

import re
import sqlite3
from pathlib import Path

import pytest

from api.settings import Settings, SettingsError, read_settings
from api.wiring import open_application
from data.tables import HEAD
from tests.api.command import Done, tongtu

CHINESE = re.compile("[\u4e00-\u9fff]")
LISTING = ("event", "list")


@pytest.fixture
def home(empty_home: Path, tmp_path: Path) -> Path:
    import shutil

    return Path(shutil.copytree(empty_home, tmp_path / "home"))


def refused(home: Path, *words: str, **environment: str) -> dict[str, str]:
    """The one line in each language."""
    lines = {}
    for language in ("zh", "en"):
        done: Done = tongtu(*(words or LISTING), home=home, **environment | {"TONGTU_LANG": language})
        assert (done.returncode, done.stdout, done.stderr.count("\n"), "Traceback" in done.stderr) == (2, "", 1, False), done
        lines[language] = done.stderr.strip()
    assert CHINESE.search(lines["zh"]) is not None
    assert CHINESE.search(lines["en"]) is None
    return lines


@pytest.mark.parametrize(
    ("name", "value", "zh", "en"),
    [
        (
            "DATABASE_URL",
            "nonsense",
            "数据库地址读不懂；请把 TONGTU_DATABASE_URL 写成",
            "cannot be read; write it as sqlite:///path",
        ),
        ("DATABASE_URL", "mysql://x@y/z", "不支持 mysql 数据库", "mysql databases are not supported; use sqlite:///path"),
        ("DATABASE_URL", "sqlite:///:memory:", "请写一个文件", "name a file: sqlite:///path"),
        ("DATABASE_URL", "sqlite:////proc", "打不开", "look at the disk"),
        (
            "DATABASE_URL",
            "postgresql://u:secret@127.0.0.1:1/x",
            "请启动数据库服务，或改正",
            "start the database server, or correct",
        ),
        ("DATABASE_PASSWORD_FILE", "/none", "请把密码放在那里", "put the password there"),
        ("CLUSTER", "nowhere", "不是调度程序的地址", "set tcp://host:port"),
        ("KEEP", "many", "TONGTU_KEEP：应为整数", "TONGTU_KEEP: must be a whole number"),
        ("KEEP", "0", "TONGTU_KEEP：不能小于 1", "TONGTU_KEEP: must be at least 1"),
        ("DEPTH", "3", "参加排序的人数不能少于列出的人数", "rank at least as many as are listed"),
        ("LOG_LEVEL", "loud", "TONGTU_LOG_LEVEL：只能是：", "TONGTU_LOG_LEVEL: must be one of:"),
        ("METRICS_TOKEN_FILE", "/none", "TONGTU_METRICS_TOKEN_FILE：/none 不是文件", "/none is no file; put the token there"),
        (
            "PROXIES",
            "127.0.0.1,*",
            "TONGTU_PROXIES：'*' 不是代理的地址，也不能谁都相信",
            "TONGTU_PROXIES: '*' is no address of a proxy",
        ),
        (
            "HOSTS",
            "http://x.y",
            "TONGTU_HOSTS：'http://x.y' 不是域名；只写域名",
            "TONGTU_HOSTS: 'http://x.y' is no name; set the name alone",
        ),
        ("HASH_MEMORY_KIB", "8", "不足以保护密码", "too little to guard passwords"),
    ],
)
def test_a_setting_that_cannot_be_used(home: Path, name: str, value: str, zh: str, en: str) -> None:
    lines = refused(home, **{f"TONGTU_{name}": value})
    assert (zh in lines["zh"], en in lines["en"]) == (True, True), lines
    assert "secret" not in "".join(lines.values())


@pytest.mark.parametrize(
    ("name", "value", "is_good"),
    [
        ("PROXIES", "127.0.0.1, 10.0.0.0/8, fd00::1", True),
        ("PROXIES", "0.0.0.0/0", False),
        ("PROXIES", "::/0", False),
        ("PROXIES", "proxy", False),
        ("HOSTS", "tongtu.example.cn, 10.0.0.7, [fd00::1], xn--fiqs8s.cn", True),
        ("HOSTS", "x.y:443", False),
        ("HOSTS", "x.y/", False),
        ("HOSTS", "*.y", False),
    ],
)
def test_names_of_hosts_and_addresses_of_proxies(tmp_path: Path, name: str, value: str, is_good: bool) -> None:
    environment = {"TONGTU_HOME": str(tmp_path), f"TONGTU_{name}": value}
    if is_good:
        assert list(getattr(read_settings(environment), name.lower())) == value.split(", ")
    else:
        with pytest.raises(SettingsError, match=f"TONGTU_{name}: '"):
            read_settings(environment)


def test_a_schema_of_a_later_version(home: Path) -> None:
    set_schema(home, "9999")
    assert refused(home) == {
        "zh": "数据库的结构版本 9999 比本程序新；请升级通途，或恢复备份",
        "en": "the database is at schema 9999, which this version does not know; upgrade Tongtu, or restore a backup",
    }


def test_an_older_schema_is_told_by_the_doctor(home: Path) -> None:
    set_schema(home, "0001")
    done = tongtu("doctor", home=home)
    assert done.returncode == 1
    assert f"the database is at schema 0001, this version needs {HEAD}" in done.stdout


def test_tables_of_another_program(home: Path) -> None:
    (home / "tongtu.db").unlink()
    other = sqlite3.connect(home / "tongtu.db")
    other.execute("CREATE TABLE candidates (id TEXT)")
    other.close()
    lines = refused(home)
    assert lines["zh"].endswith("请换一个数据库")
    assert lines["en"].endswith("use another database")


def test_a_home_that_cannot_be_made() -> None:
    assert refused(Path("/proc/tongtu")) == {
        "zh": "TONGTU_HOME：/proc/tongtu 不能建立；请设为这个账号可以写入的文件夹",
        "en": "TONGTU_HOME: /proc/tongtu cannot be made (No such file or directory); set a folder that this account may write to",
    }


def test_a_key_file_that_is_gone(home: Path) -> None:
    (home / "keys" / "master.key").unlink()
    path = home / "keys" / "master.key"
    assert refused(home) == {
        "zh": f"{path} 没有密钥文件；请把这套安装的密钥文件备份放回那里",
        "en": f"no key file at {path}: put the backup of the installation's key file there",
    }


def test_the_key_file_of_another_installation(home: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    open_application(Settings(home=other, database_url=f"sqlite:///{other / 'tongtu.db'}")).database.close()
    (home / "keys" / "master.key").write_bytes((other / "keys" / "master.key").read_bytes())
    lines = refused(home)
    assert "请放回它的密钥文件备份" in lines["zh"]
    assert "put the backup of its key file in place" in lines["en"]


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff\xfe"])
def test_a_key_file_that_is_broken(home: Path, content: bytes) -> None:
    (home / "keys" / "master.key").write_bytes(content)
    lines = refused(home)
    assert lines["zh"].endswith("请恢复它的备份")
    assert lines["en"].endswith("restore its backup")


def test_a_ranker_that_is_not_there(home: Path) -> None:
    folder = home / "models" / "ranker"
    folder.mkdir(parents=True)
    (folder / "current").write_text("ranker-1\n")
    done = tongtu("doctor", "--json", home=home)
    assert (done.returncode, '"ranker", "state": "bad"' in done.stdout) == (1, True)


def set_schema(home: Path, version: str) -> None:
    with sqlite3.connect(home / "tongtu.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = ?", (version,))
    connection.close()
