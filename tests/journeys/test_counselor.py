"""A counselor with a new graduate, from the first form to the printed plan, by the forms of the pages alone."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from api.settings import Settings
from api.wiring import Application, open_application
from matching.records import LOCAL_ORGANIZER, Role, ServiceKind, Viewer
from tests.api.conftest import AUTUMN, CLERK, FROM_OWN_PAGE, HERE, LOOPBACK, NOW, build_world
from tests.api.web import Web

AUDITOR = Viewer(account="shen", role=Role.AUDITOR)
GRADUATE = {
    "name": "方晴",
    "external_id": "WH-2027-01",
    "credential_kind": "残疾人证",
    "birth": "2004-05-06",
    "sex": "女",
    "home": "洪山区",
    "registered_unemployed": "是",
    "skills": "文字录入",
    "education": "本科",
    "school": "江城示例大学",
    "major": "汉语言文学",
    "graduated_on": "2026-06-30",
    "profiling": "是",
}
CAN_DO_IT_ALL_BUT_SEE_TEXT = {"text_access": "1"}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Application:
    home = tmp_path_factory.mktemp("counselor")
    build_world(home).database.close()
    return open_application(Settings(home=home, database_url=f"sqlite:///{home / 'tongtu.db'}"), lambda: NOW)


@pytest.fixture(scope="module")
def web(app: Application) -> Iterator[TestClient]:
    with TestClient(Web(app), base_url=HERE, client=LOOPBACK, headers=FROM_OWN_PAGE) as made:
        yield made


def sent(web: TestClient, path: str, **form: str) -> str:
    """The page that a form leads to, its redirect followed."""
    answer = web.post(path, data=form)
    assert answer.status_code == 200, re.findall(r'class="fault"[^>]*>([^<]*)', answer.text)
    return answer.text


def fields(text: str, action: str) -> dict[str, str]:
    """What the form of an action holds before anybody writes in it: hidden fields, choices, and what is filled in."""
    form = text[text.index(f'action="{action}"') :]
    form = form[: form.index("</form>")]
    found = dict(re.findall(r'<input type="(?:hidden|text)"[^>]*? name="([\w.]+)" value="([^"]*)"', form))
    for name, options in re.findall(r'<select[^>]*? name="(\w+)"[^>]*>(.*?)</select>', form, re.S):
        found[name] = next(iter(re.findall(r'<option value="([^"]*)" selected', options)), "")
    return found


def test_from_a_new_graduate_to_a_printed_plan(app: Application, web: TestClient) -> None:
    """Enter, check, wishes, assess, posts, ask the employer, consent, plan, settle, print; then the person's own sheet."""
    # The person comes in and is entered.
    added = web.post("/people/new", data=fields(web.get("/people/new").text, "/people/new") | GRADUATE)
    found = re.search(r"/people/(c_\w+)/edit", str(added.url))
    assert found is not None, re.findall(r'class="fault"[^>]*>([^<]*)', added.text)
    me = found[1]
    file = f"/people/{me}"
    assert "方晴" in web.get("/caseload?q=方晴").text
    assert "核对信息" in web.get(file).text

    # The record is checked and the needs registered: two of the four services.
    for kind in (ServiceKind.VERIFICATION, ServiceKind.NEEDS):
        assert "服务已登记" in sent(web, f"{file}/services", kind=kind.value, on="2027-03-17", by="王芳", note="")
    wishes = fields(web.get(f"{file}/wishes").text, f"{file}/wishes") | {
        "occupations": "文员",
        "pay_min": "3000",
        "remote": "welcome",
    }
    assert "愿望已保存" in sent(web, f"{file}/wishes", **wishes)

    # Everything is assessed; text is hard to see. The page says what that opened.
    blank = fields(web.get(f"{file}/assessment").text, f"{file}/assessment")
    levels = {name: CAN_DO_IT_ALL_BUT_SEE_TEXT.get(name, "4") for name, value in blank.items() if value == ""}
    told = sent(web, f"{file}/assessment", **blank | levels | {"source": "counselor", "service": "1", "on": "2027-03-18"})
    assert "已保存：45 项能力有变化" in told
    assert int(re.findall(r"新打开的岗位：(\d+) 个", told)[0]) > 50

    # A screen reader would open the typing job: the lever says so, and with one of her own the post says it in a sentence.
    assert "现在还不合适" in web.get(f"{file}/posts?event={AUTUMN}").text
    assert "文字录入员" in web.get(f"{file}/unlock?event={AUTUMN}").text
    aids = fields(web.get(f"{file}/aids").text, f"{file}/aids") | {"aid.screen_reader": "1", "skill.screen_reader": "1"}
    sent(web, f"{file}/aids", **aids)
    pair = web.get(f"{file}/posts/{CLERK}").text
    assert "可胜任；需要：读屏软件" in pair
    assert '<span class="bridge">读屏软件' in pair

    # She agrees to be listed to one of two employers, with the plain words; the other is refused.
    ask = f"{file}/consents/new?scope=listing&event={AUTUMN}"
    consent = fields(web.get(ask).text, f"{file}/consents") | {"employer.e_river": "1", "explained": "easy_text"}
    agreed = sent(web, f"{file}/consents", **consent)
    assert "同意已登记" in agreed
    assert "江城文印社" in agreed

    # The plan is generated, the counselor writes beside a section, and both settle it.
    plan = web.get(f"{file}/plan").text
    assert "文字录入员（江城文印社）" in plan
    steps = plan[plan.index('id="steps"') :]
    words = fields(steps, f"{file}/plan/edits") | {"text": "四月陪同看岗"}
    assert "您写的话已保存" in sent(web, f"{file}/plan/edits", **words)
    settle = fields(web.get(f"{file}/plan").text, f"{file}/plan/settle") | {"named": "王芳"}
    for _ in range(2):
        settled = sent(web, f"{file}/plan/settle", **settle)
    assert settled.count("王芳</li>") == 1
    printed = web.get(f"{file}/plan.pdf?large=true&plain=true")
    assert (printed.status_code, printed.content[:4]) == (200, b"%PDF")

    # Her caseload line asks for the last service alone; a graduate with a plan stands in the ledger.
    line = web.get("/caseload?q=方晴").text
    assert "提供就业服务" in line
    assert "另有" not in line[line.index('id="people-table"') :]
    with app.database.read(LOCAL_ORGANIZER) as stores:
        assert stores.graduates.get(LOCAL_ORGANIZER, me) is not None

    # Her own sheet tells her matches, what is stored, what she agreed to, and who read it; she objects, and is answered.
    sheet = web.get(f"{file}/sheet").text
    for said in ("我可以做的岗位", "存着我的哪些资料", "谁看过我的资料", "江城文印社", "我可以怎样做"):
        assert said in sheet
    asked = fields(sheet, f"{file}/appeals") | {"kind": "human", "text": "为什么没有展厅的岗位？"}
    assert "已登记" in sent(web, f"{file}/appeals", **asked)
    appeal = re.findall(r'href="(/appeals/\d+)"', web.get("/appeals").text)[0]
    sent(web, appeal, result="done", text="展厅没有得到同意，所以没有列入。", named="王芳")
    assert "展厅没有得到同意" in web.get(f"{file}/sheet").text
    assert web.get(f"{file}/sheet.pdf").content[:4] == b"%PDF"
    with app.database.read(AUDITOR) as stores:
        actions = {one.action for one in stores.log.of_candidate(AUDITOR, me)}
    assert {"read", "change", "settle", "export", "lodge", "answer"} <= actions
