"""The two texts that may be compared for meaning: what a person says about work, and what a posting says about it.

Both are built here and nowhere else, and both pass `redact`: no health word, no access route (sign language, braille, screen
reader), no sex, no age, no number that identifies somebody reaches an encoder, a feature or an embedding cache. Both pass
`affirmed` as well: what somebody says they never did, or a posting says it does not ask, is not what they speak of.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Final

import yaml

if TYPE_CHECKING:
    # Records are slow to import, and an encoder that reads texts needs none.
    from matching.records.candidate import Resume, Wishes
    from matching.records.posting import Posting

_IDENTITY: Final = re.compile(
    r"""
    (?=[a-z0-9_.+姓联微扣我-])(?:
    [a-z0-9_.+-]+@[\w-]+(?:\.[\w-]+)+                                # e-mail
    |(?:微信号?|wechat|weixin|vx|qq号?|扣扣)[\s::是为]*[a-z0-9_-]{5,20}
    |我(?:的名字)?叫[一-鿿·]{2,4}?(?=[,,。;;、!!\s]|$)         # 我叫…
    |(?:姓名|联系人)[\s::]*[一-鿿·]{2,4}(?=[,,。;;、!!\s]|$)
    |(?<!\d)(?:\+?86[\s-]?)?1[3-9]\d[\s-]?\d{4}[\s-]?\d{4}(?!\d)  # mobile
    |(?<!\d)0\d{2,3}[\s-]?\d{7,8}(?!\d)                         # landline
    |\d(?:[\s-]?[\dx]){13,24}(?:b\d)?                       # identity and certificate numbers, also in blocks
    |\d{7,}x?(?:b\d)?
    )
    """,
    re.VERBOSE,
)

_HEALTH: Final = re.compile(
    r"""
    (?=[残伤致身视听肢智言精语心发沟认读行无障腿不裸矫低弱失全半色盲白导助义重聋哑人耳口构瘫偏截脑断缺假轮拐双单腋小脊侏肌
       唐自孤阿多阅抑躁强焦恐癫羊帕中确康后诊服吃病患手点屏争永看眼走说高一只个身体学要教妈爸父母家监站久提搬拿抓容怕慢腰压字进厕够大请a-z])(?:
    残疾(?:人证|人|证|军人)?|残障(?:人士|者)?|伤残|致残|身残|残友|[视听肢智言精]力?残(?:疾)?|[视听肢智言精]障
    |(?:视觉|听觉|视力|听力|言语|语言|肢体|智力|智能|精神|心理|发育|沟通|认知|读写|行动)(?:障碍|损伤|受损|受限|不便|异常)
    |无?障碍(?:人士|者|设施)?|行动不便|腿脚不便|不方便走路
    |裸眼视力|矫正视力|视力|低视力?|弱视|失明|全盲|半盲|色盲|色弱|盲[人文]|盲(?!目)|白手杖|导盲犬|助视器|义眼
    |听力|听损|失聪|重听|聋哑?人?|哑(?!光|铃)|助听器|人工耳蜗|耳蜗|口吃|构音
    |肢体|瘫痪?|偏瘫|截瘫|脑瘫|截肢|断肢|缺肢|假肢|义肢|矫形器|轮椅|拐杖|双拐|单拐|腋拐|助行器|小儿麻痹|脊髓|脊柱侧弯|侏儒|肌无力|肌萎缩
    |智力|弱智|智残|唐氏|自闭(?:症)?|孤独症|阿斯伯格|多动症|阅读障碍
    |精神(?=病|分裂|疾|残|障|类|科|发育|康复|异常|方面|\s*[一二三四1-4]级)(?:病|分裂症?|疾病|类)?
    |(?:(?<!\w)|(?<=[限为是及或和与有患]))精神(?!饱满|文明|面貌|抖擞|状态|焕发)
    |抑郁症?|躁郁症?|双相(?:情感障碍)?|强迫症|焦虑症|恐慌症|癫痫|羊癫疯|帕金森|中风(?![险格味向])|脑梗|康复期|后遗症|确诊|诊断(?=为|出|证明|书)|服药|吃药|病史|患有?疾病
    |[看听]不[见清到]|(?:眼睛?|耳朵|腿脚?|手脚?|走路|说话|行走)不(?:太)?(?:好|便|方便|灵便|清楚?|利索)
    # what people say themselves: 不能说话, 一只手干活, 腰不好, 学东西慢, 妈妈陪着来
    |高位(?:截瘫|瘫痪|损伤)|半身不遂|半边身[子体](?:不[^,。;,;。\s]{1,3})?
    |不能(?:说话|讲话|走路|走远|久?站立?|久坐|弯腰|下蹲|提重物?|搬重物?|爬楼|上下楼)
    |口齿(?:不太?|欠|含糊)(?:清楚?|流利)?|说话(?:含糊|费劲|费力|有困难)
    |(?:只有|只能用)?一[只条](?:手|胳膊|眼睛|耳朵|腿)(?:干活|操作|打字|工作|做事|能用|方便)?(?!续|机|册)
    |(?<![接订下])单手(?![续机册])|个子(?:很|比较)?[矮小]|身材矮小|身高(?:不足|不够)
    |腰(?:不太?好|有伤|椎间盘(?:突出)?|间盘(?:突出)?)|身[体子](?:很|比较|有点)?(?:弱|虚|差|不太?好)|体弱|体质差
    |字(?:要|能)?大一?点|看小字(?:费劲|吃力)?|(?:要)?进得了门(?:和厕所)?
    |厕所|不能太累|拿不了重的?|够不着|不能爬[^,。、\s]{0,3}|不能(?:上夜班)?登高|(?:请)?大声一?点
    |走路(?:很|比较|有点)?慢(?:一?点)?|手(?:没什么|没有?|缺)力气?|压力不能太?大|不(?:太)?爱说话|学(?:东西|习)?得?(?:比较|有点)?慢|要?人?多教几[遍次]|(?:妈妈|爸爸|父母|家里?人|监护人)(?:陪|带|照)[^,。;\s]{0,3}
    |站不(?:久|住|稳)|久站|走不(?:远|快|了|动)|[提搬拿]不动|抓不(?:住|牢|紧)|容易(?:疲劳|累|紧张|发作)|怕(?:吵|生人|人多)
    |手语|点字|点显器|读屏(?:软件)?|屏幕阅读器?|争渡|永德
    |(?<![a-z])(?:disab(?:led|ility|ilities)|handicap(?:ped)?|impair(?:ed|ment)s?|blind(?:ness)?|low[ -]vision|deaf(?:ness)?|mute
       |wheelchair|autis(?:m|tic)|epilep(?:sy|tic)|depress(?:ion|ed)|bipolar|schizophreni[ac]|amput(?:ee|ation)|prosthe(?:sis|tic)
       |hearing[ _-]aids?|cochlear|paraly(?:sis|sed|zed)|cerebral[ -]palsy|sign[ _-]language|braille
       |screen[ _-]?readers?|csl|nvda|jaws)(?![a-z])
    )
    """,
    re.VERBOSE,
)

# 一级..四级 is a disability grade unless a qualification stands beside it (英语四级, 二级建造师).
_GRADE: Final = re.compile(
    r"(?=[一二三四壹贰叁肆1-4])(?<!英语)(?<!日语)(?<!计算机)(?<!普通话)(?<!职业资格)(?<!cet)(?<!cet-)(?<!水平)(?<!等级)(?<!国家)(?<!考级)[一二三四壹贰叁肆1-4]\s*级"
    r"(?!建造|技师|造价|厨师|厨工|消防|运动员|裁判|证书|公共营养|保健|按摩师|企业|心理咨询|市场|经销)",
)

_SEX_AND_AGE: Final = re.compile(
    r"""
    (?=[性男女先小姑宝年岁十一二三四五六七八九0-9fm])(?:
    性别[::]?|男女不限|男性|女性|男士|女士|先生|小姐|小伙子?(?!伴)|姑娘|宝妈|(?<![子儿])(?:男|女)(?![装鞋包子儿生])
    |\d{1,3}(?:\s*[-~至到—]\s*\d{1,3})?\s*周?岁(?:以[上下内])?|[一二三四五六七八九]?十[一二三四五六七八九]?岁
    |(?:19|20)\d\d\s*年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:出?生)(?!产)|[5-90]0后|年龄[::]?|(?<![a-z])(?:fe)?male(?![a-z])|\d{1,2}\s*years?\s*old
    )
    """,
    re.VERBOSE,
)

_SPACE: Final = re.compile(r"\s+")

_CLAUSE: Final = re.compile(r"(?:[,，。;；!！?？\n]|但是?|而是)+")
_PART: Final = re.compile(r"[,，。;；!！?？/+|()（）\[\]【】]+")
_DENIAL: Final = re.compile(
    r"没(?!(?:有)?(?:问题|关系|说的|怨言|差错|意见|出过|迟到|缺勤|耽误))|未(?!来|婚|满|必|成年)"
    r"|不(?:想|愿|会(?!差|少)|做|要(?!紧)|喜欢|考虑|接受|是|擅长|懂|用|需|必|涉及|含|上夜|干(?!净))|无需|无须|拒绝|谢绝"
    r"|(?:非|无)(?:纯)?(?:销售|推销|客服|电话|电销|坐席|保险|中介)|非[一-鿿]{1,6}(?:岗|性质)"
    r"|\b(?:no|not|never|without)\b|n['’]t\b"
)
_EXCEPTION: Final = re.compile(r"除(?:了|去|开)")
_CONCESSION: Final = re.compile(r"[也都亦均](?:可|行|能|欢迎|收|没)")


def normalise(text: str) -> str:
    """NFKC, lower case, simplified characters, one space for any white space, stripped."""
    return simplified(_SPACE.sub(" ", unicodedata.normalize("NFKC", text)).strip().lower())


def simplified(text: str) -> str:
    """The text with each traditional character of `knowledge/simplified.yaml` in its simplified form."""
    return text.translate(_simplified_forms())


@lru_cache(maxsize=1)
def _simplified_forms() -> dict[int, str]:
    pairs = yaml.safe_load(resources.files("matching.knowledge").joinpath("simplified.yaml").read_text("utf-8"))["pairs"]
    return {ord(pair[0]): pair[1] for pair in pairs.split()}


def redact(text: str) -> str:
    """The text without identity numbers, contact data, health words, access routes, sex and age; normalised.

    Removed words leave a space. Words with an innocent second sense go too where the senses cannot be told apart: the loss is
    a word for the encoder, the gain is that nothing about health can reach it.
    """
    text = normalise(text)
    for pattern in (_SEX_AND_AGE, _IDENTITY, _HEALTH, _GRADE):
        text = pattern.sub(" ", text)
    return _SPACE.sub(" ", text).strip()


def affirmed(text: str) -> str:
    """The text without the clauses that deny something: "没做过保洁,会打字" gives "会打字". A list (保洁、客服) is one clause.

    A concession stays ("没做过也可以学"), an exception goes with what it excepts ("除了保洁都可以").
    """
    return _without_denials(text, _CLAUSE)


def affirmed_title(title: str) -> str:
    """`affirmed` for a title, whose parts stand between brackets and signs: "运营/非销售岗+双休" gives "运营/双休"."""
    return _without_denials(title, _PART)


def _without_denials(text: str, breaks: re.Pattern[str]) -> str:
    kept, start = [], 0
    for found in (*breaks.finditer(text), None):
        end = len(text) if found is None else found.end()
        if not _denies(text[start : end if found is None else found.start()]):
            kept.append(text[start:end])
        start = end
    return text if len("".join(kept)) == len(text) else _trimmed("".join(kept))


def _denies(clause: str) -> bool:
    if _EXCEPTION.search(clause):
        return True
    return _DENIAL.search(clause) is not None and _CONCESSION.search(clause) is None


def _trimmed(text: str) -> str:
    """Without the signs that were left at the end by what was taken out."""
    return text.rstrip(",，。;；/+|(（[【 ").removesuffix("但是").removesuffix("但").removesuffix("而是")


@lru_cache(maxsize=65_536)
def redact_name(name: str) -> str:
    """`redact` for short names of skills and occupations, which repeat; already normalised."""
    return redact(name)


def wish_text(wishes: "Wishes") -> str:
    """What the person looks for: occupations in their order, then their own words, less what these rule out."""
    return _join((*map(redact_name, wishes.occupations), affirmed(redact(wishes.text))))


def experience_text(resume: "Resume") -> str:
    """What the person knows and has done: skills with evidence, certificates, field of study, experience; nothing denied."""
    skills = (part for skill in resume.skills for part in (skill.name, skill.evidence))
    major = resume.graduate.major if resume.graduate is not None else ""
    return _join((*map(redact_name, (*skills, *resume.certificates, major)), affirmed(redact(resume.experience))))


def profile_text(resume: "Resume", wishes: "Wishes") -> str:
    """The one text of a person for the encoder; empty when nothing was told.

    Holds wishes, skills, certificates, field of study and experience, redacted. It never sees the person, the credential, the
    ability profile, aids, access skills or refusals: they are no arguments.
    """
    return join_profile(wish_text(wishes), experience_text(resume))


def join_profile(wishes: str, experience: str) -> str:
    """The profile text from its two parts, where a caller needs them apart as well."""
    return _join((wishes, experience))


def posting_text(posting: "Posting") -> str:
    """The one text of a posting for the encoder: title, asked skills, description, redacted like a profile.

    Tags, welfare, age clause and contact stay out: they say whom the posting is reserved for or how to reach somebody. What the
    posting says it does not ask ("非销售岗", "无需接打电话") stays out too.
    """
    return _join((title_text(posting), *map(redact_name, posting.skills), body_text(posting)))


def title_text(posting: "Posting") -> str:
    """The posting's title as far as it may be compared."""
    return affirmed_title(redact(posting.title))


def body_text(posting: "Posting") -> str:
    """The posting's description as far as it may be compared."""
    return affirmed(redact(posting.text))


def text_hash(text: str) -> str:
    """SHA-256 of the UTF-8 text, 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _join(parts: Iterable[str]) -> str:
    return "。".join(part for part in parts if any(map(str.isalnum, part)))
