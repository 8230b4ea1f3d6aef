"""What single texts of any sheet look like: names of people and firms, numbers and phones, jobs, trades, streets, days."""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Final

from data.importers.certificate import NumberFault, plain_number, read_certificate_number, read_citizen_number
from data.importers.dates import DateFault, read_date, read_month
from data.importers.terms import plain
from matching.records import check_credit_code

_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林郑谢罗梁宋唐许韩冯邓曹彭曾萧肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖"
    "贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷"
    "詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷曲盛冉翁蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司"
    "卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查"
    "麻苑迟邝"
)
_TWO_CHARACTERS: Final = (
    *("欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "尉迟", "皇甫", "慕容"),
    *("令狐", "长孙", "宇文", "公孙", "轩辕", "端木", "百里", "呼延", "样例", "示例"),
)
_NAME: Final = re.compile(
    rf"(?:(?:{'|'.join(_TWO_CHARACTERS)})[㐀-鿿𠀀-𲎯]{{1,2}}|[{_SURNAMES}][㐀-鿿𠀀-𲎯*xX某]{{1,2}})(?:女士|先生|小姐|老师|经理|主任|师傅)?"
)
_LONG_NAME: Final = re.compile(r"[㐀-鿿𠀀-𲎯]{2,8}(?:[·•・.][㐀-鿿𠀀-𲎯]{1,8}){1,3}")
_LATIN_NAME: Final = re.compile(r"(?:Mr|Ms|Mrs|Dr)?\.?\s*[A-Z][a-z'-]+(?:\s+[A-Z][a-z'.-]*){1,3}")
_PHONE: Final = re.compile(r"(?:\+?86-?)?1[3-9]\d{9}|\(?0\d{2,3}\)?-?[2-9]\d{6,7}(?:[-转]\d{1,6})?|400-?\d{3,4}-?\d{3,4}")
_LOCAL_PHONE: Final = re.compile(r"[2-9]\d{2,3}-?\d{4}")
_MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_DOCUMENT: Final = re.compile(r"\d{17}[\dX](?:\d\d(?:B\d)?)?")
_FIRM: Final = re.compile(
    r"(?:公司|集团|总公司|分公司|厂|商行|商贸|超市|商场|中心|医院|诊所|药房|学校|小学|中学|学院|大学|幼儿园|银行|支行|酒店|宾馆|饭店|餐厅|餐馆|茶楼"
    r"|合作社|事务所|研究院|研究所|联合会|残联|协会|居委会|村委会|街道办|办事处|[县市省区]局|委员会|工作室|门店|[^书]店|社区|基金会|俱乐部|农场|基地"
    r"|ltd\.?|inc\.?|llc|corp\.?|gmbh|limited|company)(?:[（(][^()（）]*[)）])?$",
    re.IGNORECASE,
)
_JOB: Final = re.compile(
    r"员|师(?!范)|普工|技工|电工|焊工|木工|瓦工|钳工|操作工|杂工|小工|学徒|顾问|经理|主管|助理|专员|主任|总监|代表|司机|保安|保洁|客服|会计|出纳|文秘|秘书|前台"
    r"|导购|店长|收银|主播|运营|编辑|策划|美工|设计|开发|测试|翻译|医生|护士|骑手|快递|厨|按摩|架构|销售|采购|人事|财务|法务|实习生|工程|家政|护工|月嫂"
    r"|engineer|manager|assistant|clerk|driver|cook|cleaner|designer|developer|analyst|operator|specialist|officer|consultant|accountant",
    re.IGNORECASE,
)
_NO_TRADE: Final = re.compile(r"险一金|补贴|津贴|年假|奖金|全勤|体检|双休|社保|公积金")
_TRADE: Final = re.compile(
    r"互联网|电子|计算机|软件|信息技术|信息传输|通信|金融|银行|保险|证券|投资|房地产|建筑|建材|装饰|装修|贸易|进出口|零售|批发|快速消费|消费品|服装|纺织|家具|家电"
    r"|机械|设备|制造|重工|汽车|能源|矿产|化工|环保|电气|电力|水利|医疗|医药|卫生|生物|制药|教育|培训|院校|广告|公关|会展|影视|媒体|文化|娱乐|餐饮|住宿"
    r"|酒店|旅游|物流|仓储|运输|交通|物业|服务业|专业服务|居民服务|咨询|人力资源|农林|农业|林业|畜牧|渔业|政府|公共|非营利|学术|科研|仪器|仪表|半导体|集成电路"
    r"|多元化|食品|美容|保健|印刷|包装|游戏|电商|电子商务|企业服务|社会工作|公益|手工|工艺"
)
_DUTY: Final = re.compile(
    r"负责|职责|任职|要求|熟悉|具有|能够|工作内容|优先|完成|协助|responsib|require|experience|skills", re.IGNORECASE
)
_STREET: Final = re.compile(
    r"路|街|大道|巷|弄|\d号|号楼|栋|幢|\d楼|层|座|室|村|大厦|广场|产业园|工业园|科技园|小区|镇|乡|组$|road|street|avenue|floor",
    re.IGNORECASE,
)
_SCHOOL: Final = re.compile(
    r"大学|学院|学校|中学|小学|职校|技校|高中|一中|二中|职高|中专|党校|school|university|college", re.IGNORECASE
)
_PAPER: Final = re.compile(r"证|资格|[一二三四五六初中高]级|[四六]级|职称")
_MONTH_DAY: Final = re.compile(r"(?:0?[1-9]|1[0-2])(?:[-/.]|月)(?:0?[1-9]|[12]\d|3[01])日?(?:发布|更新)?")
_BARE: Final = re.compile(r"\d{1,7}(?:\.\d+)?")
_SERIALS: Final = range(10_000, 60_000)


def looks_like_name(text: str) -> bool:
    """Whether the text may be the name of a person: a surname and one or two characters, with a dot, or two Latin words."""
    words = unicodedata.normalize("NFKC", text).strip()
    if not 2 <= len(words) <= 40:
        return False
    compact = re.sub(r"\s+", "", words)
    return (
        _NAME.fullmatch(compact) is not None
        or _LONG_NAME.fullmatch(compact) is not None
        or (len(words.split()) > 1 and _LATIN_NAME.fullmatch(words) is not None)
    )


def is_short_chinese(text: str) -> bool:
    """Two to four Chinese characters and nothing else, as most names are, and many words."""
    return re.fullmatch(r"[㐀-鿿𠀀-𲎯]{2,4}", text.strip()) is not None


def is_phone(text: str) -> bool:
    """A mobile or fixed line, one or several in a cell."""
    words = re.sub(r"\s*-\s*|(?<=\d)\s+(?=\d{4}(?!\d))", "-", unicodedata.normalize("NFKC", text)).strip()
    if day_of(words) is not None:
        return False
    if _PHONE.fullmatch(words.replace("-", "")) or _PHONE.fullmatch(words):
        return True
    parts = [part for part in re.split(r"[、,;/\s]+", words) if part]
    return len(parts) > 1 and all(_PHONE.fullmatch(part.replace("-", "")) is not None for part in parts)


def may_be_phone(text: str) -> bool:
    """A phone, or seven or eight digits, which may be a phone without its area code."""
    return is_phone(text) or _LOCAL_PHONE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


def is_mail(text: str) -> bool:
    return _MAIL.fullmatch(text.strip()) is not None


def is_link(text: str) -> bool:
    return re.match(r"(?:https?:)?//\S+|www\.\S+\.\S+", text.strip(), re.IGNORECASE) is not None


def holds_personal_number(text: str) -> bool:
    """Whether a phone, a mail address or the number of a document stands in the text."""
    compact = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text))
    return re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{15,}|\d{17}[xX]", compact) is not None or _MAIL.search(text) is not None


def is_citizen_number(text: str, today: date) -> bool:
    """A sound citizen number, or its shape with the check character wrong."""
    number = plain_number(text)
    if len(number) != 18 or _DOCUMENT.fullmatch(number) is None:
        return False
    try:
        read_citizen_number(number, today)
    except NumberFault:
        return False
    return True


def is_certificate_number(text: str, today: date) -> bool:
    """A sound certificate number."""
    number = plain_number(text)
    if len(number) < 20 or _DOCUMENT.fullmatch(number) is None:
        return False
    try:
        read_certificate_number(number, today)
    except NumberFault:
        return False
    return True


def is_credit_code(text: str) -> bool:
    try:
        check_credit_code(unicodedata.normalize("NFKC", text))
    except ValueError:
        return False
    return True


def is_firm(text: str) -> bool:
    """Ends as firms and bodies do (公司, 厂, 医院, 居委会, Ltd)."""
    return len(text) <= 60 and _FIRM.search(" ".join(text.split())) is not None


def is_job(text: str) -> bool:
    """Holds a word of a job title."""
    return len(text) <= 40 and _JOB.search(text) is not None and _FIRM.search(text) is None


def is_trade(text: str) -> bool:
    """Names a trade, and is neither a firm nor a list of benefits."""
    return len(text) <= 60 and _TRADE.search(text) is not None and _FIRM.search(text) is None and _NO_TRADE.search(text) is None


def is_duty(text: str) -> bool:
    """Says what is to be done or asked."""
    return _DUTY.search(text) is not None


def is_street(text: str) -> bool:
    """Goes down to street, house or village."""
    return _STREET.search(text) is not None


def is_school(text: str) -> bool:
    return len(text) <= 40 and _SCHOOL.search(text) is not None


def is_paper(text: str) -> bool:
    """May name a certificate."""
    return len(text) <= 30 and _PAPER.search(text) is not None


@lru_cache(maxsize=8_192)
def day_of(text: str) -> date | None:
    """The day or month that a text gives; a bare number is none, but for 19900305."""
    if _BARE.fullmatch(text.strip()):
        return None
    for read in (read_date, read_month):
        try:
            return read(text)
        except DateFault:
            continue
    return None


def is_month_day(text: str) -> bool:
    """Month and day without a year."""
    return _MONTH_DAY.fullmatch(plain(text)) is not None


def may_be_serial(text: str) -> bool:
    """A number that a spreadsheet may have meant as a day between 1927 and 2064."""
    return text.isdecimal() and int(text[:7]) in _SERIALS
