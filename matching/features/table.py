"""One row a feature: its meaning, its unit, what missing means, which way is better, and the words for a reason."""

from dataclasses import dataclass
from typing import Final, Literal

from matching.knowledge.catalogue import Text

About = Literal["pair", "posting"]
Show = Literal["percent", "count", "km", "times", "hours", "years", "levels", "thousand", "fit"]
Theme = Literal["meaning", "skills", "place", "pay", "hours", "remote", "kind", "education", "experience", "arrange", "terms"]


@dataclass(frozen=True)
class Feature:
    """A column of the feature table.

    `missing` says what NaN means. `direction` +1: more is never worse, -1: more is never better, 0: either.
    `about` "posting": equal for everyone on a list, so it is never a reason for a place on it.
    A reason says `high` when the value is at least `turn`, else `low`; {value} is filled in as `show` says. Both are statements of
    fact about the value, true whatever the ranker made of it. `at` is a value, as 0 or a cap, at which neither is said but its own
    sentence. One reason a `theme` is enough. The turns of the two text measures part texts of one occupation from texts of two,
    as the default encoder and our own grammar measure them.
    """

    name: str
    meaning: Text
    unit: Text
    missing: Text
    direction: Literal[-1, 0, 1]
    theme: Theme
    show: Show
    high: Text
    low: Text
    turn: float = 0.5
    about: About = "pair"
    at: tuple[float, Text] | None = None


def _t(zh: str, en: str) -> Text:
    return Text(zh=zh, en=en)


_SHARE: Final = _t("比例 0-1", "share 0-1")
_YES: Final = _t("是 1 / 否 0", "yes 1 / no 0")
_COUNT: Final = _t("个", "count")
_NO_WISH: Final = _t("求职者未说明，或岗位未写", "the person or the posting did not say")
_POSTING_SILENT: Final = _t("岗位未写", "the posting does not say")
_NO_TEXT: Final = _t("求职者或岗位没有文字", "the person or the posting has no text")

PAY_RATIO_CAP: Final = 3.0
REMOTE_WORK: Final = _t("居家办公，无需出行", "remote work, no way to travel")
"""What a distance of 0 says of a remote job; of any other it says that home and work share a district."""

FEATURES: Final[tuple[Feature, ...]] = (
    Feature(
        "meaning_similarity",
        _t("求职者文字与岗位文字的语义相近程度", "how near the person's text is to the posting's in meaning"),
        _t("余弦 -1 到 1", "cosine -1 to 1"),
        _NO_TEXT,
        1,
        "meaning",
        "percent",
        _t("经历和意愿与岗位内容相近（{value}）", "experience and wishes are close to the posting ({value})"),
        _t("经历和意愿与岗位内容不太相近（{value}）", "experience and wishes are not close to the posting ({value})"),
        turn=0.5,
    ),
    Feature(
        "title_in_wish",
        _t(
            "岗位名称（不计“员、工、师”等词尾）的相邻字对出现在求职意愿（不计否定句）中的比例",
            "share of the title's character pairs, less a personal ending, found in the wishes, less denials",
        ),
        _SHARE,
        _t("求职者没有写意愿，或岗位名称太短", "no wish was told, or the title is too short"),
        1,
        "meaning",
        "percent",
        _t("求职意愿中有岗位名称的大部分用词", "the wishes use most of the job title's words"),
        _t("求职意愿中没有岗位名称的大部分用词", "the wishes do not use most of the job title's words"),
        turn=0.6,
    ),
    Feature(
        "title_in_experience",
        _t(
            "岗位名称（不计“员、工、师”等词尾）的相邻字对出现在技能和经历（不计否定句）中的比例",
            "share of the title's character pairs, less a personal ending, found in skills and experience, less denials",
        ),
        _SHARE,
        _t("求职者没有写技能和经历，或岗位名称太短", "no skills or experience were told, or the title is too short"),
        1,
        "experience",
        "percent",
        _t("技能和经历中有岗位名称的大部分用词", "skills and experience use most of the job title's words"),
        _t("技能和经历中没有岗位名称的大部分用词", "skills and experience do not use most of the job title's words"),
        turn=0.6,
    ),
    Feature(
        "wording_overlap",
        _t(
            "双方文字共有的相邻字对：共有数 / 两者数量的几何平均",
            "character pairs in both texts / geometric mean of their numbers",
        ),
        _SHARE,
        _NO_TEXT,
        1,
        "meaning",
        "percent",
        _t("用词与岗位描述有较多相同", "the wording shares much with the posting's"),
        _t("用词与岗位描述相同较少", "the wording shares little with the posting's"),
        turn=0.06,
    ),
    Feature(
        "occupation_wished",
        _t(
            "想做的职业：出现在岗位名称中 1，只在正文中 0.5，没有 0",
            "a wished occupation: in the title 1, only in the text 0.5, else 0",
        ),
        _t("0 / 0.5 / 1", "0 / 0.5 / 1"),
        _t("求职者没有说想做什么", "the person named no occupation"),
        1,
        "meaning",
        "fit",
        _t("岗位名称与想做的职业相符", "the job title matches an occupation the person wishes for"),
        _t("岗位没有提到想做的职业", "the posting names no occupation the person wishes for"),
        at=(
            0.5,
            _t(
                "岗位正文提到与想做的职业相同的用词，岗位名称没有",
                "the posting's text, not its title, uses the words of an occupation the person wishes for",
            ),
        ),
    ),
    Feature(
        "skills_covered",
        _t("岗位要求的技能中已掌握的比例", "share of the skills asked that the person has"),
        _SHARE,
        _t("岗位没有列出技能", "the posting lists no skills"),
        1,
        "skills",
        "percent",
        _t("所需技能掌握 {value}", "has {value} of the skills asked"),
        _t("所需技能只掌握 {value}", "has only {value} of the skills asked"),
        at=(0.0, _t("没有写到所需技能", "names none of the skills asked")),
    ),
    Feature(
        "skills_missing",
        _t("岗位要求而尚未掌握的技能数", "skills asked that the person does not have"),
        _COUNT,
        _t("岗位没有列出技能", "the posting lists no skills"),
        -1,
        "skills",
        "count",
        _t("还缺 {value} 项所需技能", "lacks {value} of the skills asked"),
        _t("不缺所需技能", "lacks none of the skills asked"),
    ),
    Feature(
        "skills_in_text",
        _t("求职者的技能在岗位名称或正文中被提到的个数", "the person's skills that the posting's title or text mentions"),
        _COUNT,
        _t("求职者没有列出技能，或岗位没有文字", "the person lists no skills, or the posting has no text"),
        1,
        "skills",
        "count",
        _t("岗位提到其 {value} 项技能", "the posting mentions {value} of the person's skills"),
        _t("岗位没有提到其技能", "the posting mentions none of the person's skills"),
    ),
    Feature(
        "licences_covered",
        _t("岗位要求的证照中持有且未过期的比例", "share of the licences asked that the person holds, not run out"),
        _SHARE,
        _t("岗位不要求证照", "the posting asks for no licence"),
        1,
        "skills",
        "percent",
        _t("持有岗位要求的证照（{value}）", "holds the licences asked ({value})"),
        _t("缺少岗位要求的证照（持有 {value}）", "lacks licences asked (holds {value})"),
        turn=1.0,
        at=(0.0, _t("没有写到岗位要求的有效证照", "names no valid licence of those asked")),
    ),
    Feature(
        "distance_km",
        _t(
            "住处与工作地所在区中心的直线距离；居家办公为 0",
            "straight km between the two districts' centres; 0 for remote work",
        ),
        _t("公里", "km"),
        _t("住处或工作地不详，或不在武汉", "home or workplace is unknown, or outside Wuhan"),
        -1,
        "place",
        "km",
        _t("与住处所在区相距约 {value}", "about {value} from the home district"),
        _t("离住处所在区不远（约 {value}）", "not far from the home district (about {value})"),
        turn=10.0,
        at=(0.0, _t("与住处同在一区", "in the same district as home")),
    ),
    Feature(
        "same_district",
        _t(
            "工作地在住处所在区（功能区算其所跨各区）",
            "the workplace is in the home district (a zone: in any it spans)",
        ),
        _YES,
        _t("住处或工作地不详，或居家办公", "home or workplace is unknown, or the work is remote"),
        1,
        "place",
        "fit",
        _t("就在住处所在的区", "in the home district"),
        _t("不在住处所在的区", "outside the home district"),
    ),
    Feature(
        "district_wished",
        _t("工作地在想去的区", "the workplace is in a district the person wishes for"),
        _YES,
        _t("求职者没有指定区，或工作地不详，或居家办公", "no district was wished, the workplace is unknown, or the work is remote"),
        1,
        "place",
        "fit",
        _t("在想去的区", "in a district the person wishes for"),
        _t("不在想去的区", "outside the districts the person wishes for"),
    ),
    Feature(
        "way_against_wish",
        _t(
            "路程与愿意花的时间之比（按直线 15 公里/小时估计，大于 1 即更久）",
            "the way against the minutes wished (at 15 km/h in a straight line; above 1 is longer)",
        ),
        _t("倍", "times"),
        _t("距离不详，或求职者没有说路上的时间", "the distance is unknown, or no travel time was wished"),
        -1,
        "place",
        "times",
        _t("路程估计超过愿意花的时间", "the way is probably longer than the person wishes"),
        _t("路程在愿意花的时间以内", "the way is within the time the person wishes"),
        turn=1.0001,
    ),
    Feature(
        "other_city",
        _t("工作地在住处以外的城市", "the workplace is in another city than home"),
        _YES,
        _t("住处或工作地的城市不详", "the city of home or workplace is unknown"),
        -1,
        "place",
        "fit",
        _t("在其他城市", "in another city"),
        _t("在本市", "in the home city"),
    ),
    Feature(
        "pay_against_wish",
        _t("月薪中间值与期望下限之比，最多 3", "middle of the monthly pay against the least the person wishes, at most 3"),
        _t("倍", "times"),
        _t("工资面议或按件，或求职者没有说期望", "pay is by agreement or by the piece, or no pay was wished"),
        1,
        "pay",
        "percent",
        _t("工资达到期望下限的 {value}", "pay is {value} of the least the person wishes"),
        _t("工资只有期望下限的 {value}", "pay is only {value} of the least the person wishes"),
        turn=1.0,
        at=(PAY_RATIO_CAP, _t("工资至少是期望下限的 3 倍", "pay is at least 3 times the least the person wishes")),
    ),
    Feature(
        "pay_level",
        _t("月薪中间值（全日制）", "middle of the monthly pay (full time)"),
        _t("千元/月", "thousand yuan a month"),
        _t("工资面议或按件", "pay is by agreement or by the piece"),
        1,
        "pay",
        "thousand",
        _t("月薪约 {value}", "pays about {value} a month"),
        _t("月薪约 {value}", "pays about {value} a month"),
        about="posting",
    ),
    Feature(
        "pay_known",
        _t("岗位写明了可折算为月薪的工资", "the posting states pay that can be read as monthly"),
        _YES,
        _t("不会缺失", "never missing"),
        0,
        "pay",
        "fit",
        _t("写明了工资", "states its pay"),
        _t("没有写明工资", "does not state its pay"),
        about="posting",
    ),
    Feature(
        "hours_room",
        _t("愿意的每日工时减去岗位每日工时", "hours a day the person wishes at most, less the posting's hours"),
        _t("小时", "hours"),
        _NO_WISH,
        1,
        "hours",
        "hours",
        _t("每日工时在愿意的范围内", "the daily hours are within what the person wishes"),
        _t("每日工时比愿意的多 {value}", "the daily hours are {value} above what the person wishes"),
        turn=0.0,
    ),
    Feature(
        "days_per_week",
        _t("每周工作天数", "working days a week"),
        _t("天", "days"),
        _POSTING_SILENT,
        -1,
        "hours",
        "count",
        _t("每周工作 {value} 天", "{value} working days a week"),
        _t("每周工作 {value} 天", "{value} working days a week"),
        about="posting",
    ),
    Feature(
        "night_work",
        _t("夜班或倒班", "night or rotating shifts"),
        _YES,
        _POSTING_SILENT,
        -1,
        "hours",
        "fit",
        _t("有夜班或倒班", "has night or rotating shifts"),
        _t("没有夜班", "has no night shifts"),
        about="posting",
    ),
    Feature(
        "remote_fit",
        _t(
            "居家意愿与岗位是否一致：一致 1，愿意居家而需到岗 0.5，相反 0",
            "wish about remote work against the posting: agrees 1, welcome but on site 0.5, opposite 0",
        ),
        _t("0 / 0.5 / 1", "0 / 0.5 / 1"),
        _NO_WISH,
        1,
        "remote",
        "fit",
        _t("工作地点方式符合意愿", "the way of working, remote or on site, is as wished"),
        _t("工作地点方式与意愿不同", "the way of working, remote or on site, is not as wished"),
        turn=1.0,
    ),
    Feature(
        "kind_wished",
        _t("岗位类型在想要的类型之列", "the kind of posting is among the kinds wished"),
        _YES,
        _NO_WISH,
        1,
        "kind",
        "fit",
        _t("是想要的岗位类型", "a kind of posting the person wishes for"),
        _t("不是想要的岗位类型", "not a kind of posting the person wishes for"),
    ),
    Feature(
        "education_shortfall",
        _t("学历低于要求的级数", "levels of education below what is asked"),
        _t("级", "levels"),
        _t("求职者或岗位没有写学历", "the person or the posting states no education"),
        -1,
        "education",
        "levels",
        _t("学历比要求低 {value} 级", "education is {value} level(s) below what is asked"),
        _t("学历达到要求", "education meets what is asked"),
    ),
    Feature(
        "education_surplus",
        _t("学历高于要求的级数", "levels of education above what is asked"),
        _t("级", "levels"),
        _t("求职者或岗位没有写学历", "the person or the posting states no education"),
        0,
        "education",
        "levels",
        _t("学历比要求高 {value} 级", "education is {value} level(s) above what is asked"),
        _t("学历不高于要求", "education is not above what is asked"),
    ),
    Feature(
        "experience_shortfall",
        _t("工作年限低于要求的年数", "years of experience below what is asked"),
        _t("年", "years"),
        _t("求职者或岗位没有写年限", "the person or the posting states no years"),
        -1,
        "experience",
        "years",
        _t("工作年限比要求少 {value}", "experience is {value} short of what is asked"),
        _t("工作年限达到要求", "experience meets what is asked"),
        turn=0.01,
    ),
    Feature(
        "experience_surplus",
        _t("工作年限高于要求的年数，最多 5", "years of experience above what is asked, at most 5"),
        _t("年", "years"),
        _t("求职者或岗位没有写年限", "the person or the posting states no years"),
        1,
        "experience",
        "years",
        _t("工作年限超过要求", "experience is above what is asked"),
        _t("工作年限不超过要求", "experience is not above what is asked"),
        turn=0.01,
    ),
    Feature(
        "arrange_count",
        _t("用人单位还需要安排的便利条件数", "arrangements the employer still has to make"),
        _COUNT,
        _t("尚未判断", "not decided yet"),
        -1,
        "arrange",
        "count",
        _t("用人单位还需安排 {value} 项便利", "the employer still has {value} arrangement(s) to make"),
        _t("用人单位无需另作安排", "the employer has nothing left to arrange"),
    ),
    Feature(
        "arrange_cost",
        _t("这些便利条件的成本分（低 1、中 2、高 3）之和", "cost points of those arrangements (low 1, medium 2, high 3), summed"),
        _t("分", "points"),
        _t("尚未判断", "not decided yet"),
        -1,
        "arrange",
        "count",
        _t("用人单位待作安排的成本 {value} 分", "what the employer still has to arrange costs {value} point(s)"),
        _t("用人单位无需另作安排", "the employer has nothing left to arrange"),
    ),
    Feature(
        "headcount",
        _t("招聘人数的自然对数 ln(1+人数)", "natural logarithm of people wanted, ln(1 + headcount)"),
        _t("对数", "logarithm"),
        _POSTING_SILENT,
        1,
        "terms",
        "count",
        _t("招聘人数较多", "many people are wanted"),
        _t("招聘人数较少", "few people are wanted"),
        turn=1.5,
        about="posting",
    ),
    Feature(
        "training_offered",
        _t("提供培训或带教", "training or guidance is offered"),
        _YES,
        _t("岗位没有文字和待遇说明", "the posting has neither text nor benefits"),
        1,
        "terms",
        "fit",
        _t("提供培训", "offers training"),
        _t("没有提到培训", "mentions no training"),
        about="posting",
    ),
    Feature(
        "labour_contract",
        _t("签订劳动合同", "a labour contract is signed"),
        _YES,
        _POSTING_SILENT,
        1,
        "terms",
        "fit",
        _t("签订劳动合同", "offers a labour contract"),
        _t("不是劳动合同", "offers no labour contract"),
        about="posting",
    ),
    Feature(
        "insurance",
        _t("写明缴纳社会保险", "social insurance is stated"),
        _YES,
        _t("岗位没有文字和待遇说明", "the posting has neither text nor benefits"),
        1,
        "terms",
        "fit",
        _t("缴纳社会保险", "pays social insurance"),
        _t("没有提到社会保险", "mentions no social insurance"),
        about="posting",
    ),
    Feature(
        "meals_or_lodging",
        _t("提供食宿或补贴", "meals, lodging or an allowance for them"),
        _YES,
        _t("岗位没有文字和待遇说明", "the posting has neither text nor benefits"),
        1,
        "terms",
        "fit",
        _t("提供食宿或补贴", "offers meals or lodging"),
        _t("没有提到食宿", "mentions neither meals nor lodging"),
        about="posting",
    ),
    Feature(
        "posting_completeness",
        _t(
            "岗位已写明的项目比例（正文、工资、区域、工时、学历、人数、合同、工作场所）",
            "share of what the posting says of: text, pay, district, hours, education, headcount, contract, workplace",
        ),
        _SHARE,
        _t("不会缺失", "never missing"),
        1,
        "terms",
        "percent",
        _t("岗位信息较完整（{value}）", "the posting says {value} of what matters"),
        _t("岗位信息不完整（{value}）", "the posting says only {value} of what matters"),
        about="posting",
    ),
)

FEATURE_NAMES: Final = tuple(feature.name for feature in FEATURES)
POSITION: Final = {name: column for column, name in enumerate(FEATURE_NAMES)}
