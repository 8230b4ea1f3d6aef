"""How well the cells of a column fit a field of postings, read with the readers that an import uses."""

from datetime import date, timedelta

from data.importers.column_profiles import Profile
from data.importers.columns_candidates import accommodation_words
from data.importers.columns_postings import ARRANGEMENTS, EMPLOYER_ALIASES, EMPLOYER_KINDS, PAY_UNITS
from data.importers.fit_evidence import (
    Fit,
    Fitting,
    days,
    figures,
    graded,
    identifier,
    listed,
    named,
    prose,
    read,
    repeated_words,
    strict,
    tempered,
    vocabulary,
)
from data.importers.pay import read_pay
from data.importers.places import read_place
from data.importers.recognisers import RECOGNISERS
from data.importers.terms import (
    SEVERAL,
    is_welfare,
    mask_contacts,
    plain,
    read_age,
    read_education,
    read_experience,
    read_floor,
    read_headcount,
    read_hours,
    read_licence,
    read_steps,
)
from data.importers.value_shapes import (
    is_credit_code,
    is_firm,
    is_job,
    is_link,
    is_mail,
    is_month_day,
    is_phone,
    is_street,
    is_trade,
    looks_like_name,
)
from matching.geography import find_area
from matching.knowledge import CATALOGUE
from matching.records import Hours, PayUnit
from matching.skills import skills_named


def _title(profile: Profile) -> Fit:
    share = profile.share(is_job)
    if profile.length > 45 or profile.numeric > 0.3:
        return Fit(tempered(profile, -4.0), share)
    if len(profile.counts) < min(3 + 0.02 * profile.told, 0.5 * profile.told):
        share = min(share, 0.4)  # a handful of words repeated all over is a class of jobs
    return Fit(tempered(profile, graded(share, 2.5, -1.0, 0.1, 0.7)), share)


def _pay(profile: Profile) -> Fit:
    def written(text: str) -> bool:
        found = None if is_month_day(text) else read_pay(text, None)
        return found is not None and (found.unit is not None or found.minimum != found.maximum)

    def understood(text: str) -> bool:
        return not is_month_day(text) and (read_pay(text, PayUnit.HOUR) is not None or read_pay(text) is not None)

    share = profile.share(understood)
    if profile.numeric > 0.8:
        middle = profile.median or 0.0
        return Fit(tempered(profile, 0.5 if 900 <= middle <= 100_000 else -0.5 if middle >= 8 else -3.0), share)
    return Fit(tempered(profile, graded(profile.share(written), 4.5, -1.0 if share > 0.8 else -4.0, 0.3, 0.8)), share)


def _bound(profile: Profile) -> Fit:
    if profile.numeric < 0.9:
        return Fit(tempered(profile, -5.0), profile.numeric)
    middle = profile.median or 0.0
    return Fit(tempered(profile, 0.5 if 900 <= middle <= 500_000 else -0.5 if middle >= 8 else -4.0), profile.numeric)


def _headcount(profile: Profile) -> Fit:
    def accepts(text: str) -> bool:
        return read_headcount(text) is not None or SEVERAL.fullmatch(plain(text)) is not None

    share = profile.share(accepts)
    counted = profile.share(lambda text: plain(text).endswith(("人", "名", "位", "若干")))
    found = sorted(count for text, _ in profile.sample if (count := read_headcount(text)) is not None)
    if profile.share(RECOGNISERS["staff"]) > 0.3 and profile.share(lambda text: "-" in text or "以" in text or "于" in text) > 0.3:
        return Fit(tempered(profile, -3.0), share)
    few = bool(found) and found[len(found) // 2] <= 30
    good = (2.2 if counted > 0.5 else 0.3) if few else -1.5
    return Fit(tempered(profile, graded(share, good, -4.0, 0.4, 0.9)), share)


def _place(profile: Profile) -> Fit:
    def accepts(text: str) -> bool:
        if is_firm(text):
            return False
        place = read_place(text).place
        return place.city is not None or (len(text) <= 12 and find_area(text) is not None)

    share = profile.share(accepts)
    detailed = profile.share(lambda text: len(text) > 8 and is_street(text))
    return Fit(tempered(profile, graded(share, 3.5, -2.0, 0.2, 0.8) - 1.5 * detailed), share)


def _address(profile: Profile) -> Fit:
    share = profile.share(lambda text: len(text) >= 6 and is_street(text))
    return Fit(tempered(profile, graded(share, 2.5, -1.5, 0.2, 0.7) if profile.length <= 60 else -2.0), share)


def _experience(profile: Profile) -> Fit:
    share = profile.share(lambda text: read_experience(text) is not None)
    if profile.numeric > 0.8:
        return Fit(tempered(profile, 0.0 if share > 0.9 else -3.0), share)
    return Fit(tempered(profile, graded(share, 4.0, -3.0, 0.3, 0.8)), share)


def _contact(profile: Profile) -> Fit:
    reached = profile.share(
        lambda text: is_phone(text) or is_mail(text) or (len(text) <= 60 and bool(mask_contacts(text).contacts))
    )
    named = profile.share(lambda text: looks_like_name(text) and not is_job(text))
    return Fit(
        tempered(profile, max(graded(reached, 3.0, -2.0, 0.2, 0.8), graded(named, 0.5, -2.0, 0.4, 0.9))), max(reached, named)
    )


def _staff(profile: Profile) -> Fit:
    bands = profile.share(RECOGNISERS["staff"])
    if profile.numeric > 0.8:
        return Fit(tempered(profile, -0.5 if (profile.median or 0) > 5 else -2.0), profile.numeric)
    ranged = profile.share(
        lambda text: RECOGNISERS["staff"](text) and ("-" in plain(text) or "以" in text or "于" in text or "~" in text)
    )
    return Fit(tempered(profile, graded(bands, 4.0 if ranged > 0.3 else 0.0, -4.0, 0.3, 0.8)), bands)


def _employer(profile: Profile) -> Fit:
    share = profile.share(lambda text: is_firm(text) and text not in EMPLOYER_ALIASES and text not in EMPLOYER_KINDS)
    if profile.length > 50 or profile.numeric > 0.3:
        return Fit(tempered(profile, -4.0), share)
    return Fit(tempered(profile, graded(share, 3.5, -2.0, 0.1, 0.6)), share)


def _intermediary(profile: Profile) -> Fit:
    share = profile.share(lambda text: any(word in text for word in ("人力", "人才", "劳务", "职业介绍", "中介", "协会", "平台")))
    return Fit(tempered(profile, graded(share, 1.5, -1.5, 0.1, 0.6)), share)


def _trade(profile: Profile) -> Fit:
    share = profile.share(is_trade)
    jobs = profile.share(is_job)
    return Fit(tempered(profile, graded(share, 2.5, -1.5, 0.15, 0.6) - 2.0 * (jobs > 0.5)), share)


def _working_time(text: str) -> bool:
    return len(text) <= 60 and not plain(text).replace(".", "").isdigit() and read_hours(text) != Hours()


def is_skill(part: str) -> bool:
    """Whether a word of a list names a skill of the vocabulary and is no benefit."""
    return len(part) <= 20 and bool(skills_named(part.lower())) and not is_welfare(part)


def posting_fits(today: date) -> dict[str, Fitting]:
    """Field -> how well a column fits it; fields that are missing here are judged by their choices alone."""
    accommodations = accommodation_words()
    dimensions = {name for row in CATALOGUE.dimensions for name in (row.zh, row.name, row.code)}
    return {
        "external_id": identifier,
        "title": _title,
        "headcount": _headcount,
        "pay": _pay,
        "pay_min": _bound,
        "pay_max": _bound,
        "pay_unit": named(
            (*PAY_UNITS, "日", "月薪", "日薪", "时薪", "年薪", "计件", "元/月", "元/天", "元/小时", "month", "hour", "day"),
            3.0,
            -5.0,
        ),
        "place": _place,
        "address": _address,
        "hours": read(_working_time, 3.5, -2.0, 0.2, 0.7),
        "hours_per_day": figures(1, 24, 0.2, -5.0, "个小时 小时 h"),
        "days_per_week": figures(1, 7, 0.2, -5.0, "天"),
        "education": read(lambda text: len(text) <= 20 and read_education(text) is not None, 4.0, -3.0),
        "experience": _experience,
        "age": read(lambda text: read_age(text).minimum is not None or read_age(text).maximum is not None, 2.5, -2.0, 0.2, 0.8),
        "skills": listed(is_skill, 1.0, -0.8),
        "licences": listed(lambda part: read_licence(part) is not None, 2.0, -1.0),
        "welfare": listed(is_welfare, 3.0, -2.0, 0.05, 0.4, True),
        "tags": listed(lambda part: len(part) <= 12, 0.0, -3.0),
        "residence": listed(lambda part: "户" in part or find_area(part) is not None, 0.5, -2.5),
        "graduated_within_years": figures(0, 10, 0.0, -4.5, "年内 年"),
        "text": prose,
        "contact": _contact,
        "published_on": days(2.5, -5.0, lambda day: day <= today + timedelta(days=1)),
        "closes_on": days(1.5, -5.0, lambda day: day > today - timedelta(days=365)),
        "source": repeated_words,
        "url": read(is_link, 4.0, -5.0),
        "employer": _employer,
        "employer_code": strict(is_credit_code, 5.0, -6.0),
        "employer_kind": named((*EMPLOYER_KINDS, *EMPLOYER_ALIASES), 4.0, -4.0),
        "staff": _staff,
        "establishment": figures(0, 1_000_000, -0.5, -5.0),
        "industry": _trade,
        "intermediary": _intermediary,
        "intermediary_code": strict(is_credit_code, 4.0, -6.0),
        "floor": read(lambda text: read_floor(text) is not None, 0.5, -4.0),
        "entrance_steps": read(lambda text: read_steps(text) is not None, 0.3, -4.0),
        "commute": figures(0, 4, 0.2, -5.0, "级"),
        **{name: vocabulary(accommodations, 3.0, -5.0) for name in ARRANGEMENTS},
        "marginal": vocabulary(dimensions, 3.0, -5.0),
        "confirmed": vocabulary(dimensions, 3.0, -5.0),
    }
