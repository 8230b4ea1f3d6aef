"""What the knowledge is, and how a person signs a row of it."""

from typing import Final

from matching.knowledge.catalogue import Text

TITLE: Final = Text(zh="通途判定所依据的知识", en="What the verdicts of Tongtu rest on")
NOTE: Final = (
    Text(
        zh="一个人能不能做一个岗位，只看能力、要求和能弥补差距的安排，以及这里列出的规则与政策。残疾类别、等级和诊断不起作用。"
        "每一行都是建议稿，直到有专家署名签署；签署之前，任何地方都不会说它经过审核。",
        en="Whether a person can do a job depends on abilities, demands and the arrangements that close a gap, and on the rules "
        "and policies listed here. Category, grade and diagnosis play no part. Every row is a proposal until a named expert signs "
        "it; before that, nothing says that it was reviewed.",
    ),
    Text(
        zh="怎样签署：打开表格上方写明的文件，找到名称相同的那一行，把 status: proposed 改为 status: signed，"
        "并加上 signed_by: {name: 姓名, on: 2027-03-18}。判定实例没有 status 一行，直接加上这两项。"
        "命令 tongtu knowledge --unsigned 列出还没有签署的行。",
        en="How to sign: open the file named above the table, find the row of the same name, change status: proposed to "
        "status: signed, and add signed_by: {name: NAME, on: 2027-03-18}. A worked case has no status yet: add both. "
        "The command tongtu knowledge --unsigned prints the rows that wait.",
    ),
    Text(
        zh="改动一行的内容，就要去掉原来的签署：签的是内容，不是名称。",
        en="Whoever changes what a row says takes its signature out: what is signed is the content, not the name.",
    ),
)
