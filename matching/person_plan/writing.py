"""The sentences of a plan, section by section, in both languages."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from matching.constraints.finding import Addressee
from matching.constraints.licence import LICENCES
from matching.explanation.person import own_line
from matching.explanation.words import sentence
from matching.geography import DISTRICTS, ZONES
from matching.kinds import KINDS
from matching.knowledge.catalogue import Text
from matching.person_plan.document import PersonPlan, PlanLine, PlanSection, SectionKey
from matching.person_plan.facts import PlanChange, PlanFacts, PlanMatch
from matching.questions import Question, pair_questions
from matching.records import Course, PostingKind, ServiceKind
from matching.verdicts.effect_text import PROVIDERS
from matching.verdicts.wording import join

MOST_MATCHES: Final = 10
MOST_CHANGES: Final = 5
MOST_QUESTIONS: Final = 10
"""A plan is read at a table by two people: it names the first few and says how many more there are."""

_TITLES: Final[Mapping[SectionKey, Text]] = {
    SectionKey.WISHES: Text(zh="我想要的工作", en="The work I want"),
    SectionKey.STRENGTHS: Text(zh="我会的", en="What I bring"),
    SectionKey.OPEN: Text(zh="现在就能做的岗位", en="Posts I can do now"),
    SectionKey.ASK: Text(zh="还要问清楚的", en="What has to be asked"),
    SectionKey.CHANGES: Text(zh="怎样打开更多岗位", en="What would open more posts"),
    SectionKey.TRAINING: Text(zh="课程和培训", en="Courses and training"),
    SectionKey.SUPPORT: Text(zh="可以询问的扶持", en="Support to ask about"),
    SectionKey.SERVICES: Text(zh="四个一服务", en="The four services"),
    SectionKey.STEPS: Text(zh="下一步", en="Next steps"),
}
SERVICES: Final[Mapping[ServiceKind, Text]] = {
    ServiceKind.VERIFICATION: Text(zh="信息核对", en="check of the record"),
    ServiceKind.ASSESSMENT: Text(zh="能力评估", en="ability assessment"),
    ServiceKind.NEEDS: Text(zh="需求登记", en="registration of needs"),
    ServiceKind.EMPLOYMENT: Text(zh="就业服务", en="employment service"),
}
_WHO: Final[Mapping[Addressee, Text]] = {
    Addressee.EMPLOYER: Text(zh="辅导员", en="the counselor"),
    Addressee.ASSESSOR: Text(zh="评估员", en="the assessor"),
    Addressee.CANDIDATE: Text(zh="本人", en="the person"),
    Addressee.COUNSELOR: Text(zh="辅导员", en="the counselor"),
}
_REMOTE: Final[Mapping[str, Text]] = {
    "only": Text(zh="只做在家的工作。", en="Work at home only."),
    "welcome": Text(zh="在家工作也可以。", en="Work at home is welcome."),
    "no": Text(zh="不想在家工作。", en="No work at home."),
}

_NO_SKILL: Final = ("残疾", "伤残", "等级评定")
"""Words of certificates that show no skill, and that a file may list among those that do."""


def write_plan(facts: PlanFacts) -> PersonPlan:
    """The plan of one person on a day.

    Every section is there; one about which nothing is known says so. Free texts of a file (what somebody wrote about wishes,
    experience or a service) are not copied: they may hold what a plan must not.
    """
    sections = [PlanSection(key, _TITLES[key], tuple(_WRITERS[key](facts)) or (_NOTHING[key],)) for key in SectionKey]
    return PersonPlan(facts.candidate, facts.on, tuple(sections))


def _nothing(zh: str, en: str) -> PlanLine:
    return PlanLine(Text(zh=zh, en=en))


_NOTHING: Final[Mapping[SectionKey, PlanLine]] = {
    SectionKey.WISHES: _nothing("还没有登记想做什么。", "No wish is on record yet."),
    SectionKey.STRENGTHS: _nothing("还没有登记会做什么。", "No skill is on record yet."),
    SectionKey.OPEN: _nothing("这次没有现在就能做的岗位。", "No post is open right now."),
    SectionKey.ASK: _nothing("没有要问的。", "Nothing has to be asked."),
    SectionKey.CHANGES: _nothing("目前没有已知的改变能打开更多岗位。", "No known change would open more posts."),
    SectionKey.TRAINING: _nothing("目前没有合适的课程。", "No course fits at present."),
    SectionKey.SUPPORT: _nothing("目前没有可以询问的扶持。", "No support to ask about at present."),
    SectionKey.SERVICES: _nothing("还没有服务记录。", "No service is on record yet."),
    SectionKey.STEPS: _nothing("没有未办的事。", "Nothing is left to do."),
}


def _wishes(facts: PlanFacts) -> Iterator[PlanLine]:
    wishes = facts.wishes
    if wishes.occupations:
        yield _line("想做：{names}。", "Wanted: {names}.", names=join(_plain(name) for name in wishes.occupations))
    kinds = [KINDS[PostingKind(name)].text for name in sorted(wishes.kinds) if name in set(PostingKind)]
    if kinds:
        yield _line("愿意的岗位类型：{names}。", "Kinds of post: {names}.", names=join(kinds))
    if wishes.pay_min is not None:
        yield _line("每月至少 {pay} 元。", "At least {pay} yuan a month.", pay=f"{wishes.pay_min:,}")
    if wishes.hours_max is not None:
        yield _line("每天最多 {hours} 小时。", "At most {hours} hours a day.", hours=f"{wishes.hours_max:g}")
    if wishes.minutes_max is not None:
        yield _line("单程最多 {minutes} 分钟。", "At most {minutes} minutes one way.", minutes=wishes.minutes_max)
    areas = [ZONES[name].text if name in ZONES else DISTRICTS[name].text for name in sorted(wishes.districts) if _is_area(name)]
    if areas:
        yield _line("愿意去的区：{names}。", "Districts: {names}.", names=join(areas))
    if wishes.remote is not None:
        yield PlanLine(_REMOTE[wishes.remote])


def _is_area(name: str) -> bool:
    return name in ZONES or name in DISTRICTS


def _strengths(facts: PlanFacts) -> Iterator[PlanLine]:
    resume = facts.resume
    if resume.skills:
        yield _line("会做：{names}。", "Skills: {names}.", names=join(_plain(skill.name) for skill in resume.skills))
    skilled = [name for name in resume.certificates if not any(word in name for word in _NO_SKILL)]
    if skilled:
        yield _line("技能证书：{names}。", "Certificates: {names}.", names=join(map(_plain, skilled)))
    if resume.licences:
        names = join(LICENCES[one.name].text if one.name in LICENCES else _plain(one.name) for one in resume.licences)
        yield _line("证照：{names}。", "Licences: {names}.", names=names)
    if resume.experience_years:
        yield _line("工作过 {years} 年。", "Years of work: {years}.", years=f"{resume.experience_years:g}")
    if resume.graduate is not None and resume.graduate.major:
        yield _line("学的专业：{name}。", "Studied: {name}.", name=_plain(resume.graduate.major))


def _open(facts: PlanFacts) -> Iterator[PlanLine]:
    fits = [match for match in facts.matches if match.judgement.verdict in ("eligible", "eligible_with")]
    for match in fits[:MOST_MATCHES]:
        said = Text(zh="{post}：{line}", en="{post}: {line}").format(post=_post(match), line=own_line(match.judgement))
        yield PlanLine(said, match.judgement.to_confirm)
    if len(fits) > MOST_MATCHES:
        yield _line("另外还有 {n} 个。", "And {n} more.", n=len(fits) - MOST_MATCHES)
    blocked = sum(match.judgement.verdict == "blocked" for match in facts.matches)
    if blocked:
        yield _line("看过的岗位里有 {n} 个现在还不合适。", "{n} of the posts looked at are not open now.", n=blocked)


def _ask(facts: PlanFacts) -> Iterator[PlanLine]:
    """Each question once, those that most posts wait for first."""
    asked = _questions(facts)
    for question, posts in asked[:MOST_QUESTIONS]:
        yield _line("{text}等着答案的岗位：{n} 个。", "{text} Posts that wait: {n}.", text=sentence(question.text), n=posts)
    if len(asked) > MOST_QUESTIONS:
        yield _line("另外还有 {n} 个问题。", "And {n} more questions.", n=len(asked) - MOST_QUESTIONS)


def _questions(facts: PlanFacts) -> list[tuple[Question, int]]:
    times: Counter[tuple[Addressee, str]] = Counter()
    first: dict[tuple[Addressee, str], Question] = {}
    for match in facts.matches:
        for question in pair_questions(match.judgement, match.applicant, match.opening):
            key = (question.addressee, question.key)
            times[key] += 1
            first.setdefault(key, question)
    return sorted(((first[key], n) for key, n in times.items()), key=lambda pair: (-pair[1], pair[0].addressee, pair[0].key))


def _changes(facts: PlanFacts) -> Iterator[PlanLine]:
    for one in facts.changes[:MOST_CHANGES]:
        text = (
            Text(zh="{name}：最多能打开 {n} 个岗位。由谁：{who}。", en="{name}: opens {n} posts at most. By: {who}.")
            if one.change.at_most
            else Text(zh="{name}：能打开 {n} 个岗位。由谁：{who}。", en="{name}: opens {n} posts. By: {who}.")
        )
        yield PlanLine(sentence(text.format(name=one.change.text, n=one.posts, who=_providers(one))))


def _providers(one: PlanChange) -> Text:
    return join(PROVIDERS[provider] for provider in one.change.providers)


def _training(facts: PlanFacts) -> Iterator[PlanLine]:
    states = {one.course: one.state for one in facts.trainings}
    for course in facts.courses:
        state = states.get(course.id)
        if state is not None:
            text = Text(zh="{state}：{name}（{provider}）。", en="{state}: {name} ({provider}).")
            yield PlanLine(text.format(state=_STATES[state], name=course.name, provider=course.provider))
        elif course.open_on(facts.on):
            yield PlanLine(_offer(course))


_STATES: Final[Mapping[str, Text]] = {
    "registered": Text(zh="已报名", en="Registered"),
    "attending": Text(zh="正在参加", en="Attending"),
    "completed": Text(zh="已完成", en="Completed"),
    "dropped": Text(zh="中途退出", en="Left early"),
}


def _offer(course: Course) -> Text:
    text = Text(zh="可以报名：{name}（{provider}）", en="Open: {name} ({provider})").format(
        name=course.name, provider=course.provider
    )
    if course.last_day is not None:
        text = Text(zh="{text}，{day} 前（含）", en="{text}, until {day}").format(text=text, day=course.last_day)
    return sentence(text)


def _support(facts: PlanFacts) -> Iterator[PlanLine]:
    for row in facts.support:
        yield PlanLine(Text(zh="{name}：{hint}", en="{name}: {hint}").format(name=row.text, hint=row.hint), row.to_confirm)


def _services(facts: PlanFacts) -> Iterator[PlanLine]:
    if facts.services is None:
        return
    for kind in ServiceKind:
        day = facts.services.first.get(kind)
        if day is not None:
            yield _line("{name}：已做，{day}。", "{name}: done on {day}.", name=SERVICES[kind], day=day)
        elif facts.services.owed[kind]:
            yield _line("{name}：还没有做。", "{name}: not done yet.", name=SERVICES[kind])
        elif facts.services.owed[kind] is None:
            yield _line("{name}：要不要做，还不清楚。", "{name}: not known whether it is due.", name=SERVICES[kind])


def _steps(facts: PlanFacts) -> Iterator[PlanLine]:
    """What to do next and who does it: services that are due, the first question to each, the best change, open courses."""
    if facts.services is not None:
        for kind in facts.services.missing:
            yield _line("辅导员：做{name}。", "The counselor: {name}.", name=SERVICES[kind])
    asked: set[Addressee] = set()
    for question, _ in _questions(facts):
        if question.addressee not in asked:
            asked.add(question.addressee)
            yield PlanLine(sentence(_STEP.format(who=_WHO[question.addressee], what=question.text)))
    for change in facts.changes[:1]:
        yield PlanLine(sentence(_STEP.format(who=_providers(change), what=change.change.text)))
    taken = {one.course for one in facts.trainings}
    for course in facts.courses:
        if course.id not in taken and course.open_on(facts.on):
            yield PlanLine(sentence(_STEP.format(who=_WHO[Addressee.CANDIDATE], what=_offer(course))))


_STEP: Final = Text(zh="{who}：{what}", en="{who}: {what}")

_WRITERS: Final[Mapping[SectionKey, Callable[[PlanFacts], Iterator[PlanLine]]]] = {
    SectionKey.WISHES: _wishes,
    SectionKey.STRENGTHS: _strengths,
    SectionKey.OPEN: _open,
    SectionKey.ASK: _ask,
    SectionKey.CHANGES: _changes,
    SectionKey.TRAINING: _training,
    SectionKey.SUPPORT: _support,
    SectionKey.SERVICES: _services,
    SectionKey.STEPS: _steps,
}


def _line(zh: str, en: str, **told: object) -> PlanLine:
    return PlanLine(sentence(Text(zh=zh, en=en).format(**told)))


def _post(match: PlanMatch) -> Text:
    return Text(zh="{title}（{employer}）", en="{title} ({employer})").format(title=match.title, employer=match.employer)


def _plain(name: str) -> Text:
    return Text(zh=name, en=name)
