"""In Chinese: what settings, key file, database and models are refused with. Below the doors these speak English alone."""

import re
from typing import Final

_PATTERNS: Final[tuple[tuple[str, str], ...]] = (
    (r"TONGTU_LANG: (.+) is no language of this program; set zh or en", r"TONGTU_LANG：没有 \1 这种语言；请设为 zh 或 en"),
    (r"TONGTU_OIDC_CLIENT: .+", r"TONGTU_OIDC_CLIENT：统一登录服务的地址和编号要一起设；两个都设，或都不设"),
    (r"(TONGTU_\w+): (.+) is no file; put the (?:secret|token) there", r"\1：\2 不是文件；请把约定的内容放在那里"),
    (r"(TONGTU_\w+): (.+) cannot be read; put the password there", r"\1：\2 读不了；请把密码放在那里"),
    (
        r"TONGTU_DATABASE_PASSWORD_FILE: write .+",
        r"TONGTU_DATABASE_PASSWORD_FILE：TONGTU_DATABASE_URL 要写用户名、不写密码（postgresql://用户@主机/库名），密码写在文件里",
    ),
    (
        r"TONGTU_HASH_MEMORY_KIB: (\d+) KiB in (\d+) rounds .+ at least ([\d,]+)",
        r"TONGTU_HASH_MEMORY_KIB：\1 KiB、\2 轮不足以保护密码；两者相乘至少要 \3",
    ),
    (
        r"TONGTU_DEPTH: (\d+) is below TONGTU_KEEP \((\d+)\); .+",
        r"TONGTU_DEPTH：\1 小于 TONGTU_KEEP（\2）；参加排序的人数不能少于列出的人数",
    ),
    (
        r"TONGTU_CLUSTER: (.+) is no address of a scheduler; .+",
        r"TONGTU_CLUSTER：\1 不是调度程序的地址；请写成 tcp://主机:端口 或 tls://主机:端口",
    ),
    (
        r"TONGTU_TRACES: the packages for traces are not installed; (.+)",
        r"TONGTU_TRACES：没有安装追踪所需的程序包；请运行 \1",
    ),
    (r"the database URL cannot be read; .+", r"数据库地址读不懂；请把 TONGTU_DATABASE_URL 写成 sqlite:///路径 或 postgresql://…"),
    (
        r"(\w+) databases are not supported; .+",
        r"不支持 \1 数据库；请把 TONGTU_DATABASE_URL 写成 sqlite:///路径 或 postgresql://…",
    ),
    (r"a database in memory is lost between two commands; .+", r"内存里的数据库用完就没有了；请写一个文件：sqlite:///路径"),
    (r"the driver of (\S+) is not installed; (.+)", r"没有安装 \1 的驱动程序；请运行 \2"),
    (
        r"the database (\S+) does not answer: (.+?); start the database server, or correct TONGTU_DATABASE_URL",
        r"数据库 \1 没有应答（\2）；请启动数据库服务，或改正 TONGTU_DATABASE_URL",
    ),
    (
        r"the database (\S+) does not answer: (.+?); look at the disk, and .+",
        r"数据库 \1 打不开（\2）；请检查磁盘，以及谁可以写这个文件和它所在的文件夹",
    ),
    (
        r"the database (\S+) does not answer: (.+?); correct TONGTU_DATABASE_URL",
        r"数据库 \1 没有应答（\2）；请改正 TONGTU_DATABASE_URL",
    ),
    (
        r"the database (\S+) does not answer: (.+?); create the database, or correct TONGTU_DATABASE_URL",
        r"数据库 \1 没有应答（\2）；请先建立这个数据库，或改正 TONGTU_DATABASE_URL",
    ),
    (
        r"the database (\S+) does not answer: (.+?); create that user, or correct TONGTU_DATABASE_URL",
        r"数据库 \1 没有应答（\2）；请先建立这个用户，或改正 TONGTU_DATABASE_URL",
    ),
    (
        r"the database (\S+) does not answer: (.+?); look at the name of the host .+",
        r"数据库 \1 没有应答（\2）；请检查主机名和网络，或改正 TONGTU_DATABASE_URL",
    ),
    (
        r"the database (\S+) does not answer: (.+?); (?:correct the user and the password|give the password).+",
        r"数据库 \1 没有应答（\2）；请改正 TONGTU_DATABASE_URL 里的用户名和密码（或密码文件）",
    ),
    (
        r"the database (\S+) is damaged(?: \((.+)\))?; .+",
        r"数据库 \1 已损坏；请恢复备份（tongtu restore，见 how-to/backup）",
    ),
    (
        r"(\S+) was promoted here, and the pointer to it is gone; .+",
        r"\1 在这里投入了使用，而指向它的文件不见了；请从备份恢复 models/，"
        r"或明确说用哪个：tongtu models promote \1，或 tongtu models rollback",
    ),
    (r"the disk of the database (\S+) is full; .+", r"数据库 \1 所在的磁盘已满；请腾出空间，等待的事会自行继续"),
    (r"the database (\S+) holds tables; .+", r"数据库 \1 里已有表；备份只放到空的地方，请建一个空数据库"),
    (r"(.+) exists; a backup is only put where nothing is: .+", r"\1 已经存在；备份只放到空的地方，请先把它移开"),
    (
        r"this backup was made by a later version \((.+)\), .+",
        r"这份备份是更新的版本（\1）做的，本程序读不了；请安装那个版本或更新的版本",
    ),
    (r"(.+) does not open \((.+)\): it is damaged .+", r"\1 打不开（\2）：它已损坏、不是备份，或要用另一把备份钥匙"),
    (r"(.+) is damaged(?: \(.+\))?; take another backup", r"\1 已损坏；请换一份备份"),
    (r"(.+) is not whole: .+; take another backup", r"\1 不完整：里面的内容与它的清单不符；请换一份备份"),
    (r"(.+): its database does not hold the rows .+; take another backup", r"\1：里面的数据库与制作时的行数不符；请换一份备份"),
    (
        r"(.+): its trail was changed before the backup was made; .+",
        r"\1：备份之前留痕就被改动过，没有恢复任何内容；请上报，保留这个文件，并换一份更早的备份",
    ),
    (
        r"(.+): its trail held in the backup and not in its place; .+",
        r"\1：备份里的留痕完好，放到位后却不完好；请检查磁盘，换个地方恢复",
    ),
    (r"this is no recovery key; .+", r"这不是备份钥匙；备份钥匙是以 AGE-SECRET-KEY-1 开头的一行"),
    (r"the database (\S+) does not answer: (.+)", r"数据库 \1 没有应答（\2）；请检查 TONGTU_DATABASE_URL 与数据库"),
    (
        r"all connections of this process to the database were busy for (\d+) seconds; .+",
        r"本进程的数据库连接全忙了 \1 秒；请再试一次，或用 TONGTU_DATABASE_CONNECTIONS 放宽上限",
    ),
    (
        r"the database holds tables of these names that Tongtu did not make; .+",
        r"数据库里已有别的程序建的同名表；请换一个数据库",
    ),
    (
        r"the database is at schema (\S+), this version needs (\S+); run: (.+?)(?:, with .+)?",
        r"数据库的结构版本是 \1，本程序需要 \2；请运行：\3",
    ),
    (
        r"the database is at schema (\S+), this version needs (\S+), and the role (\S+) may not change tables; .+",
        r"数据库的结构版本是 \1，本程序需要 \2，而用户 \3 不能改表；请用拥有这些表的用户的数据库地址运行：tongtu upgrade",
    ),
    (
        r"the database is at schema (\S+), which this version does not know; .+",
        r"数据库的结构版本 \1 比本程序新；请升级通途，或恢复备份",
    ),
    (
        r"this database was made with another key file \(key (\S+), this one is (\S+)\); .+",
        r"这个数据库是用另一个密钥文件建的（密钥 \1，现在的是 \2）；请放回它的密钥文件备份，或换一个数据库",
    ),
    (r"no key file at (.+): put the backup .+", r"\1 没有密钥文件；请把这套安装的密钥文件备份放回那里"),
    (r"cannot read the key file (.+) \((\w+)\): restore its backup", r"密钥文件 \1 读不了（\2）；请恢复它的备份"),
    (
        r"(.+) is no (?:whole key file|key file of this version): restore its backup",
        r"\1 不是完整的、本版本的密钥文件；请恢复它的备份",
    ),
    (r"cannot create the key file (.+) \((.+)\): choose another folder", r"不能建立密钥文件 \1（\2）；请换一个文件夹"),
    (
        r"(\S+) is pointed to, but it was never promoted here as it is now; .+",
        r"指定的模型 \1 不是在这里投入使用的那个样子；请用 tongtu models promote 或 tongtu models rollback",
    ),
    (
        r"(.+) holds no (\S+); give a folder that this program wrote, or make it again",
        r"\1 里没有 \2；请用本程序写出的文件夹，或重新生成",
    ),
    (r"(.+) does not describe an? (\S+); .+", r"\1 说明的不是 \2；请换成 \2 的文件夹"),
    (
        r"(.+?) (?:is not readable as JSON|is not as it was written .+|lacks its file \S+); make the folder again",
        r"\1 不完整或被改动过；请重新生成这个文件夹，或恢复备份",
    ),
    (
        r"(\S+) is not the file that (\S+) describes \(its hash differs\); .+",
        r"\1 与 \2 记录的不一致；请重新生成这个文件夹，或恢复备份",
    ),
)
_KNOWN: Final = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in _PATTERNS)


def in_chinese(message: str) -> str:
    """The message in Chinese, or as it is where no words for it are known."""
    for pattern, said in _KNOWN:
        found = pattern.fullmatch(message)
        if found is not None:
            return found.expand(said)
    return message
