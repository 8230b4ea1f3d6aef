"""Each setting in Chinese; in English it is described where it is declared."""

from collections.abc import Mapping
from typing import Final

CHINESE: Final[Mapping[str, str]] = {
    "home": "一套安装的文件夹：密钥、模型、文件，没有另设数据库时还有数据库",
    "database_url": "数据库的 SQLAlchemy 地址；默认是文件夹里的 SQLite",
    "database_password_file": "存放数据库密码的文件，这样密码不出现在任何环境变量里",
    "database_connections": "一个进程最多打开多少个数据库连接；一个服务、每个后台处理程序各是一个进程",
    "encoder": "Sentence-Transformers 文件夹或模型名，或写有选项的 YAML 文件",
    "cluster": "Dask 调度程序的地址 tcp://主机:端口 或 tls://主机:端口，匹配和训练在那里进行",
    "upload_limit_mb": "导入文件的最大兆数",
    "depth": "每个岗位每一栏参加排序的人数",
    "keep": "每个岗位每一栏列出的人数。超过 20，单凭在不在名单上就可能看出等级：用 200 人的名单测得，推测者多猜中 0.047，"
    "上限 0.079（docs/privacy.zh.md）",
    "exploration": "每份名单中按抽签（有记录）让给紧随其后的人的比例",
    "hosts": "除本机外，用哪些域名访问本服务，以逗号分隔",
    "proxies": "相信哪些代理地址发来的 X-Forwarded 标头，以逗号分隔",
    "hash_memory_kib": "计算一次密码哈希（argon2id）所用的内存",
    "hash_rounds": "计算一次密码哈希（argon2id）的轮数",
    "at_once": "一个服务进程同时处理的请求数；不会多于它的数据库连接数",
    "rate": "一个账户每秒可以向一个服务进程提出的请求数，读取也算；十秒的量可以一次用完",
    "request_seconds": "超过这个时间，回答就是“用时太久”",
    "oidc_issuer": "统一登录服务（OpenID Connect）的地址，其身份可以打开账户",
    "oidc_client": "该服务给本系统的编号",
    "oidc_secret_file": "存放与该服务约定的密钥的文件",
    "log": "标准错误输出上的日志：json、text 或 off；auto：终端上用 text，其他地方用 json",
    "log_level": "写出的最低级别：debug、info、warning 或 error",
    "metrics_token_file": "存放口令的文件，读取 /metrics 的人要出示它；没有设时，只有本机可以读",
    "traces": "OpenTelemetry 收集程序的地址（OTLP over http），追踪数据发往那里；没有设时不发送",
}
"""By field."""
LANGUAGE: Final = ("zh、en：命令行的语言", "zh, en: the language of the command line")
