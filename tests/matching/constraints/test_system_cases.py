"""The written system cases on rules beyond ability, each by its number, on whole records and the whole verdict."""

from datetime import date
from typing import Any

from matching.constraints import Addressee, RuleFinding, posting_faults, terms_side
from matching.judgement import Judgement, applicant, judge, opening
from matching.knowledge import CATALOGUE
from matching.records import (
    AccommodationStatus,
    Candidate,
    CertificateDetails,
    Credential,
    CredentialKind,
    Demand,
    Eligibility,
    Hours,
    Household,
    Licence,
    Pay,
    PayUnit,
    Person,
    Place,
    Posting,
    PostingKind,
    Provenance,
    Refusals,
    Resume,
    Wishes,
    Workplace,
)
from matching.verdicts import Standing, posting_side
from tests.matching.constraints.shared import ADULT, POLICY, findings
from tests.matching.personas import person, post

CERTIFICATE = Credential(kind=CredentialKind.CERTIFICATE, valid_until=date(2031, 6, 30))
DEAF: dict[str, Any] = {"hearing_speech": 0, "hearing_phone": 0, "hearing_signals": 0, "speaking": 1}
BLIND: dict[str, Any] = {"text_access": 0, "close_vision": 0, "far_vision": 0, "colour_vision": 0}
OFFICE_DEMANDS: dict[str, Any] = {"keyboard_input": 2, "hazard_exposure": 1, "lifting": 1}


def born(year: int, month: int, sex: Any = "female", **more: Any) -> Person:
    return Person(name="样例", birth=date(year, month, 15), sex=sex, **more)


def somebody(levels: dict[str, Any] | None = None, **changes: Any) -> Candidate:
    """An adult with a valid certificate, registered in 武昌 and living there."""
    changes = {
        "person": Person(name="样例", birth=ADULT, sex="male", registered_residence="武汉市武昌区"),
        "credential": CERTIFICATE,
    } | changes
    return person("样例", levels or {}, **changes)


def office(**changes: Any) -> Posting:
    """A day job in an office of 武昌 with a labour contract."""
    return post("办公", "文员", OFFICE_DEMANDS, **({"contract": "labour", "hours": Hours(per_day=8, shift="day")} | changes))


def verdict(candidate: Candidate, posting: Posting) -> Judgement:
    return judge(applicant(candidate, POLICY), opening(posting), POLICY)


def blocking(candidate: Candidate, posting: Posting, rule: str) -> RuleFinding:
    """The finding of the one rule that blocks the pair."""
    judged = verdict(candidate, posting)
    assert (judged.verdict, judged.rules, judged.abilities) == ("blocked", (rule,), ())
    return findings(candidate, posting)[rule]


def test_n01_a_deaf_girl_of_fifteen_works_nowhere_yet() -> None:
    mei = somebody(DEAF, person=born(2011, 8))
    finding = blocking(mei, office(), "work_age")
    assert finding.reason.en == "work is allowed from age 16 (劳动法第十五条); that is from 2027-08-15 on"
    assert finding.until is not None
    assert (finding.until.action.zh, finding.until.change) == ("等到 2027-08-15", "age")
    assert finding.to_confirm


def test_n02_a_minor_of_seventeen_takes_a_day_office_but_neither_nights_nor_hazard() -> None:
    jun = somebody(person=born(2009, 3))
    assert verdict(jun, office()).verdict == "eligible"
    night = blocking(jun, office(hours=Hours(per_day=8, shift="night")), "minor_protection")
    assert "夜班" in night.reason.zh
    machines = post("车间", "操作工", OFFICE_DEMANDS | {"hazard_exposure": 3}, hours=Hours(per_day=8, shift="day"))
    hazard = blocking(jun, machines, "minor_protection")
    assert CATALOGUE.dimension("hazard_exposure").zh in hazard.reason.zh
    assert hazard.until is not None
    assert hazard.until.action.en == "wait until age 18 on 2027-03-15"


def test_n03_a_man_past_retirement_signs_no_contract_but_may_do_piece_work() -> None:
    guo = somebody(person=born(1965, 3, "male"))
    finding = blocking(guo, office(), "retirement")
    assert "2025-04" in finding.reason.zh
    assert finding.until is None
    assert not finding.to_confirm
    gig = office(contract="gig", pay=Pay(minimum=1, maximum=1, unit=PayUnit.PIECE))
    assert (verdict(guo, gig).verdict, verdict(guo, gig).rules) == ("review", ("retirement",))
    assert findings(guo, gig)["retirement"].addressee is Addressee.COUNSELOR


def test_n04_a_woman_whose_rule_is_not_known_is_asked_never_blocked() -> None:
    fang = somebody(person=born(1975, 6))
    judged = verdict(fang, office())
    assert (judged.verdict, judged.rules) == ("review", ("retirement",))
    finding = findings(fang, office())["retirement"]
    assert finding.reason.en.endswith("from 50 2025-09; from 55 2031-11")
    assert finding.addressee is Addressee.CANDIDATE


def test_n05_a_woman_of_the_55_rule_born_1980_is_eligible() -> None:
    li = somebody(person=born(1980, 1, retirement_track="w55"))
    assert verdict(li, office()).verdict == "eligible"


def hospital(**changes: Any) -> Posting:
    return post("推拿", "推拿医师", {"gripping": 4}, kind=PostingKind.MEDICAL_MASSAGE, contract="labour", **changes)


def test_n06_medical_massage_without_its_licence_is_blocked_until_obtained_and_offers_health_massage() -> None:
    finding = blocking(somebody(BLIND), hospital(), "licence")
    assert finding.until is not None
    assert finding.until.change == "licence:medical_massage"
    assert "考试" in "".join(step.zh for step in finding.until.steps)
    assert "保健按摩" in finding.until.steps[-1].zh


def test_n07_medical_massage_with_its_licence_is_open() -> None:
    licensed = somebody(BLIND, resume=Resume(licences=(Licence(name="medical_massage", valid_until=date(2030, 1, 1)),)))
    assert verdict(licensed, hospital()).verdict == "eligible"


def test_n08_health_massage_asks_for_no_licence() -> None:
    low_vision = somebody({"text_access": 2, "far_vision": 1})
    shop = post("保健", "保健按摩师", {"gripping": 4}, kind=PostingKind.HEALTH_MASSAGE, contract="labour")
    assert verdict(low_vision, shop).verdict == "eligible"


def test_n09_a_public_welfare_post_waits_for_recognition_with_its_steps() -> None:
    post_of_welfare = office(kind=PostingKind.PUBLIC_WELFARE)
    finding = blocking(somebody(employment_aid_recognised=False), post_of_welfare, "recognition")
    assert finding.until is not None
    assert finding.until.change == "recognition"
    assert [step.zh[:4] for step in finding.until.steps] == ["办理失业", "带身份证", "街道审核", "公示无异"]
    assert verdict(somebody(employment_aid_recognised=True), post_of_welfare).verdict == "eligible"
    asked = verdict(somebody(), post_of_welfare)
    assert (asked.verdict, asked.rules) == ("review", ("recognition",))


def test_n10_a_post_for_the_register_of_qingshan_is_closed_to_wuchang() -> None:
    limited = office(eligibility=Eligibility(residence=("420107",)))
    finding = blocking(somebody(), limited, "residence")
    assert finding.reason.zh == "这个岗位限户籍在青山区"
    at_home = somebody(person=Person(name="样例", birth=ADULT, sex="male", registered_residence="青山区"))
    assert verdict(at_home, limited).verdict == "eligible"


def test_n11_a_hearing_member_of_a_household_without_work_is_admitted_without_a_certificate() -> None:
    listed = office(kind=PostingKind.PUBLIC_WELFARE, eligibility=Eligibility(zero_employment_household_only=True))
    wife = somebody(credential=Credential(kind=CredentialKind.HOUSEHOLD_MEMBER), household=Household(zero_employment=True))
    judged = verdict(wife, listed)
    assert (judged.verdict, judged.rules) == ("eligible", ())
    other = somebody(household=Household(zero_employment=False), employment_aid_recognised=True)
    assert findings(other, listed)["household"].standing is Standing.BLOCKED


def test_n12_a_work_injury_is_in_scope_and_eligible_and_counts_nothing_for_the_quota() -> None:
    injured = somebody(credential=Credential(kind=CredentialKind.WORK_INJURY))
    targeted = office(kind=PostingKind.SOE_TARGETED)
    assert verdict(injured, targeted).verdict == "eligible"
    (note,) = findings(injured, targeted).values()
    assert (note.rule, note.standing) == ("quota_scope", Standing.MET)
    assert note.reason.zh == "属于服务范围（工伤伤残），按比例就业计 0"


def test_n13_a_full_time_wage_below_the_floor_is_rejected_but_not_in_auxiliary_work() -> None:
    low = Pay(minimum=1_800, maximum=1_800, unit=PayUnit.MONTH)
    (fault,) = posting_faults(terms_side(office(pay=low)), POLICY)
    assert fault.severity == "reject"
    assert "1,800 元/月" in fault.reason.zh
    assert "2,210 元/月（2024-02-01 起；" in fault.reason.zh
    assert fault.to_confirm
    sheltered = office(pay=low, kind=PostingKind.AUXILIARY, contract="agreement")
    assert posting_faults(terms_side(sheltered), POLICY) == ()


def test_n14_an_hourly_wage_below_the_floor_is_rejected() -> None:
    part_time = office(pay=Pay(minimum=21, maximum=21, unit=PayUnit.HOUR), hours=Hours(per_day=4, shift="day"))
    (fault,) = posting_faults(terms_side(part_time), POLICY)
    assert (fault.severity, "22 元/小时" in fault.reason.zh) == ("reject", True)


def test_n17_a_certificate_that_ended_yesterday_warns_and_blocks_nothing() -> None:
    expired = somebody(credential=Credential(kind=CredentialKind.CERTIFICATE, valid_until=date(2026, 11, 25)))
    assert verdict(expired, office()).verdict == "eligible"
    note = findings(expired, office())["certificate_expiry"]
    assert note.standing is Standing.MET
    assert note.reason.en == "the certificate ended on 2026-11-25; not countable for the quota until renewed"
    last_day = somebody(credential=Credential(kind=CredentialKind.CERTIFICATE, valid_until=date(2026, 11, 26)))
    assert findings(last_day, office()) == {}


def test_n18_a_clause_on_category_and_grade_changes_no_verdict() -> None:
    deaf = somebody(DEAF)
    plain, clause = office(), office(text="限肢体残疾，四级优先", tags=("限肢体残疾",))
    assert verdict(deaf, plain) == verdict(deaf, clause)


def test_n19_n20_category_and_grade_are_no_part_of_what_the_rules_read() -> None:
    """They live in `CertificateDetails` alone, which no rule is handed: people who differ in nothing else are one person to it."""
    one = CertificateDetails(candidate="c_样例", category=1, grade=1)
    other = CertificateDetails(candidate="c_样例", category=5, grade=4)
    assert one != other
    apart = set(CertificateDetails.model_fields) - {"candidate"}
    assert apart == {"number", "category", "grade"}
    for record in (Candidate, Person, Credential, Household, Resume, Wishes, Refusals):
        assert not apart & set(record.model_fields)


def far(**changes: Any) -> Candidate:
    return somebody(home=Place(city="武汉", district="420117"), wishes=Wishes(minutes_max=45), **changes)


def test_n22_a_way_from_xinzhou_to_jiangxia_blocks_and_a_dormitory_closes_it() -> None:
    in_jiangxia = {"place": Place(city="武汉", district="420115")}
    finding = blocking(far(), office(**in_jiangxia), "travel_time")
    assert finding.reason.en == "about 170 minutes one way (Xinzhou to Jiangxia, an estimate); the candidate's limit is 45"
    assert finding.would == (("dormitory",), ("remote",))
    assert finding.to_confirm
    base = office().workplace
    housed = base.model_copy(update={"statuses": {"dormitory": AccommodationStatus.IN_PLACE}})
    judged = verdict(far(), office(**in_jiangxia, workplace=housed))
    assert (judged.verdict, judged.accommodations) == ("eligible_with", ("dormitory",))
    refusing = far(refusals=Refusals(accommodations=frozenset({"dormitory"})))
    assert blocking(refusing, office(**in_jiangxia, workplace=housed), "travel_time").would == (("remote",),)


def test_n23_who_wants_home_work_only_is_not_sent_on_site() -> None:
    at_home = somebody(wishes=Wishes(remote="only"))
    finding = blocking(at_home, office(), "remote_only")
    assert finding.reason.zh.startswith("求职者只考虑居家")
    remote = office(workplace=Workplace(remote=True))
    assert verdict(at_home, remote).verdict == "eligible"


def test_n28_stairs_demanded_of_a_remote_post_count_nothing() -> None:
    demands = tuple(one for one in office().demands if one.dimension != "stairs")
    stairs = Demand(dimension="stairs", level=3, provenance=Provenance.STATED)
    remote = office(workplace=Workplace(remote=True)).model_copy(update={"demands": (*demands, stairs)})
    assert "stairs" not in posting_side(remote).requirements.levels
    assert verdict(somebody({"stairs": 0}), remote).verdict == "eligible"


def test_n29_no_word_that_a_ranker_scores_moves_a_rule() -> None:
    """The rule part: the best of résumés and wishes leaves a blocked pair blocked, with the same findings."""
    plain = somebody(employment_aid_recognised=False)
    wished = Wishes(occupations=("文员",), text="最想做文员", pay_min=1, kinds=frozenset({"public_welfare"}))
    resume = Resume(experience="做了二十年文员", experience_years=20)
    praised = somebody(employment_aid_recognised=False, wishes=wished, resume=resume)
    welfare = office(kind=PostingKind.PUBLIC_WELFARE)
    assert verdict(praised, welfare).verdict == "blocked"
    assert findings(praised, welfare) == findings(plain, welfare)
