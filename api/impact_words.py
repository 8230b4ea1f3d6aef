"""The parts of an impact assessment that are no figures: purposes, who sees what, risks. They change with the program alone."""

from collections.abc import Mapping
from typing import Final

from api.schemas.impacts import Conclusion, PurposeView, RiskView
from matching.knowledge.catalogue import Text
from matching.records import Role

PURPOSES: Final = (
    PurposeView(
        text=Text(zh="为求职者找合适的岗位，说明理由，安排面试", en="Find work that fits, say why, and arrange interviews"),
        takes=Text(
            zh="能力评估、辅具、技能、经历、学历、住处、愿望；姓名和联系方式只用于联系",
            en="Assessment, aids, skills, experience, schooling, home, wishes; name and contact only to reach the person",
        ),
        basis=Text(
            zh="本人单独同意（个人信息保护法第十三条、第二十九条）；名单和姓名各一份同意",
            en="The person's separate consent (PIPL articles 13 and 29); one for lists, one for the name",
        ),
    ),
    PurposeView(
        text=Text(zh="按比例就业和公示统计", en="Quota of employment and public figures"),
        takes=Text(zh="残疾类别和等级（单独的表），录用结果", en="Category and grade (a table of their own), and hires"),
        basis=Text(zh="履行法定职责（个人信息保护法第十三条第三项）", en="Duties of the law (PIPL article 13, item 3)"),
    ),
    PurposeView(
        text=Text(zh="检查结果对各类人是否一样", en="Check whether results are alike for all groups"),
        takes=Text(zh="类别、等级、性别、年龄，只算成人数", en="Category, grade, sex and age, counted in groups alone"),
        basis=Text(
            zh="影响评估和自动化决策的公平（个人信息保护法第二十四条、第五十五条）",
            en="Impact assessment and fairness of automated decisions (PIPL articles 24 and 55)",
        ),
    ),
    PurposeView(
        text=Text(zh="用过去的结果改进排序", en="Improve the order of lists from past outcomes"),
        takes=Text(
            zh="去掉姓名的技能、愿望、距离、工资和结果；不含能力、类别、等级、性别、年龄",
            en="Skills, wishes, distance, pay and outcomes without a name; no ability, category, grade, sex or age",
        ),
        basis=Text(
            zh="本人同意；可以拒绝由电脑排先后（个人信息保护法第二十四条）",
            en="Consent; anybody may refuse to be ordered by a computer (PIPL article 24)",
        ),
    ),
)
COUNTS: Final[Mapping[str, Text]] = {
    "people": Text(zh="求职者档案（姓名、联系方式加密）", en="files of people (names and contacts sealed)"),
    "certificates": Text(zh="残疾类别和等级（单独的表）", en="categories and grades (a table of their own)"),
    "listing_consents": Text(zh="有效的上名单同意", en="consents to be listed, in force"),
    "identity_consents": Text(zh="有效的告知姓名同意", en="consents to be named, in force"),
    "withdrawn_consents": Text(zh="收回的同意", en="consents that were taken back"),
    "lists": Text(zh="匹配的次数", en="runs of matching"),
    "outcomes": Text(zh="面试和录用的结果", en="outcomes of interviews and hires"),
    "accesses": Text(zh="查看和改动档案的记录", en="records of who opened or changed a file"),
    "erased": Text(zh="已删除的人", en="people who were erased"),
    "employers": Text(zh="单位", en="employers"),
    "postings": Text(zh="岗位", en="postings"),
    "appeals": Text(zh="本人提出的异议、投诉和申请", en="objections, complaints and requests of people"),
    "open_appeals": Text(zh="其中还没有答复的", en="of them not answered yet"),
    "late_appeals": Text(zh="其中已过答复期限的", en="of them past the day of the answer"),
}
SEES: Final[Mapping[Role, Text]] = {
    Role.ORGANIZER: Text(
        zh="本区（或全市）的档案和名单；每次打开都有记录",
        en="Files and lists of their district or the city; each opening is recorded",
    ),
    Role.COUNSELOR: Text(zh="自己负责的人", en="The people of their caseload"),
    Role.EMPLOYER: Text(
        zh="同意上名单的人的编号和粗略情况；另行同意后看到姓名；从不看到类别、等级、诊断、评估",
        en="A pseudonym and coarse words of who agreed; the name after a second consent; never category, grade or assessment",
    ),
    Role.AUDITOR: Text(zh="操作记录和统计，没有姓名", en="The trail and figures, no names"),
    Role.ADMINISTRATOR: Text(zh="账户，没有档案", en="Accounts, no files"),
}
RISKS: Final = (
    RiskView(
        risk=Text(zh="单位从名单猜出残疾类别或等级", en="An employer guesses category or grade from its list"),
        measure=Text(
            zh="名单不写能力、安排和等级；每一行至少几个人写得一样；定期模拟攻击",
            en="No ability, arrangement or grade on a list; whole lines shared by several people; attacks are simulated",
        ),
        remains=Text(
            zh="在不在名单上，本身说明一点；名单越长说得越多",
            en="Being on a list or not tells something by itself, and more the longer lists are",
        ),
    ),
    RiskView(
        risk=Text(zh="电脑的结论伤害到人", en="A computed answer does harm"),
        measure=Text(
            zh="规则按岗位和能力判断并写明理由；拿不准的由人看；名单由具名的人确认后才给单位",
            en="Rules judge by job and ability and say why; what is unsure is looked at; a named person confirms each list",
        ),
        remains=Text(
            zh="评估旧了或错了，结论也会错；本人可以要求更正、由人重看",
            en="An old or wrong assessment gives a wrong answer; the person may have it corrected and looked at again",
        ),
    ),
    RiskView(
        risk=Text(zh="学来的排序重复过去的不公", en="A learnt order repeats past injustice"),
        measure=Text(
            zh="新排序要先通过逐组检查才能使用；可以退回；可以拒绝",
            en="A new ranker serves only after checks group by group; there is a way back; anybody may opt out",
        ),
        remains=Text(zh="人少的组看不准", en="Small groups cannot be judged well"),
    ),
    RiskView(
        risk=Text(zh="资料外泄", en="Data leak out"),
        measure=Text(
            zh="姓名、证件号、投诉文字按人加密；删除时销毁密钥；登录限次；记录防篡改",
            en="Names, numbers and complaints are sealed by person; erasure destroys the key; throttled sign-in; a chained log",
        ),
        remains=Text(
            zh="技能和评估没有按人加密；谁拿到整台机器和密钥文件，就能读",
            en="Skills and assessments are not sealed by person; who has the machine and its key file can read them",
        ),
    ),
    RiskView(
        risk=Text(zh="已经导出的文件收不回来", en="Files that were taken cannot be called back"),
        measure=Text(
            zh="每个文件写明谁可以用；记录给了谁；同意收回后标为过期",
            en="Each file says who may have it; whom it told of is recorded; it is marked stale after a withdrawal",
        ),
        remains=Text(zh="纸和文件在单位手里", en="Paper and files are in the employer's hands"),
    ),
)
CONCLUSIONS: Final[Mapping[Conclusion, Text]] = {
    "proceed": Text(zh="可以继续", en="may go on"),
    "improve": Text(zh="可以继续，要先改进", en="may go on, with something to improve first"),
    "stop": Text(zh="先停下", en="is to stop"),
}
