"""A session that ends in the middle of a form: what was typed stands in the sign-in page and is sent on afterwards."""

import html
import re

import pytest

from api.accounts.kept_forms import KeptForm, may_keep, open_form, seal_form, without_secrets
from tests.api.accounts.conftest import PASSWORD, Office

DEMANDS = "/postings/p_craft/demands?event=spring-2027"
TYPED = {"key": "k-1", "version": "v", "event": "spring-2027", "demands.gripping": "<b>3</b>", "note": '"引号" & 汉字\n第二行'}


def kept_in(text: str) -> str:
    found = re.search(r'name="kept" value="([^"]+)"', text)
    assert found is not None
    return html.unescape(found[1])


def fields_in(text: str) -> tuple[str, dict[str, str]]:
    """The address and the hidden fields of the form that sends on what was kept."""
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', text[text.index("<main") :], re.DOTALL)
    assert form is not None
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form[2], re.DOTALL)
    return html.unescape(form[1]), {html.unescape(name): html.unescape(value) for name, value in fields}


def test_nothing_typed_is_lost(office: Office) -> None:
    browser = office.signed_in("wangfang")
    office.clock.pass_(hours=2)
    answer = browser.post(DEMANDS, data=TYPED)
    assert answer.status_code == 401
    assert "<b>3</b>" not in answer.text
    kept = kept_in(answer.text)
    wrong = browser.post("/sign-in", data={"name": "wangfang", "password": "完全不对的一个密码没有人用", "kept": kept})
    assert wrong.status_code == 422
    assert kept_in(wrong.text) == kept
    back = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "kept": kept})
    assert back.status_code == 200
    address, fields = fields_in(back.text)
    assert (address, fields) == (DEMANDS, TYPED)
    sent = browser.post(address, data=fields)
    assert sent.status_code not in (401, 403)


def test_what_is_sent_on_does_what_it_would_have_done(office: Office) -> None:
    browser = office.signed_in("wangfang")
    page = browser.get("/postings/p_craft/demands").text
    form = dict(re.findall(r'<input type="hidden" name="(key|version|event)" value="([^"]*)">', page)) | {"demands.gripping": "1"}
    office.clock.pass_(hours=2)
    kept = kept_in(browser.post("/postings/p_craft/demands", data=form).text)
    back = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "kept": kept})
    address, fields = fields_in(back.text)
    assert browser.post(address, data=fields).headers["location"].endswith("done=saved")


def test_somebody_else_does_not_get_what_was_typed(office: Office) -> None:
    browser = office.signed_in("wangfang")
    office.clock.pass_(hours=2)
    kept = kept_in(browser.post(DEMANDS, data=TYPED).text)
    answer = browser.post("/sign-in", data={"name": "liqiang", "password": PASSWORD, "kept": kept})
    assert answer.status_code == 200
    assert "属于另一个账户" in answer.text
    assert not any(word in answer.text for word in ("引号", "第二行", "demands.gripping", "p_craft"))
    assert browser.get("/caseload").status_code == 200
    owner = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "kept": kept_in(answer.text)})
    assert fields_in(owner.text) == (DEMANDS, TYPED)


def test_a_form_of_another_site_is_not_kept(office: Office) -> None:
    for headers in ({"sec-fetch-site": "cross-site"}, {"sec-fetch-site": "none"}):
        answer = office.browser().post(DEMANDS, data=TYPED, headers=headers)
        assert answer.status_code == 403
        assert "kept" not in answer.text


def test_a_word_that_was_not_sealed_here_is_nothing(office: Office) -> None:
    word = seal_form(office.app, KeptForm("/x", (("a", "b"),), None))
    assert open_form(office.app, word) == KeptForm("/x", (("a", "b"),), None)
    for other in ("", "nonsense", word[:-4], "A" + word[1:] if word[0] != "A" else "B" + word[1:], "汉字"):
        assert open_form(office.app, other) is None
        answer = office.browser().post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "kept": other})
        assert answer.status_code == 303


def test_passwords_are_never_kept(office: Office) -> None:
    assert without_secrets((("password", "x"), ("New-Password", "y"), ("secret", "z"), ("a.token", "t"), ("note", "n"))) == (
        ("note", "n"),
    )
    for path in ("/account/password", "/account/keys", "/accounts/invite", "/sign-in", "/first", "/invitation/x", "/reset/x"):
        assert not may_keep(path)
    assert may_keep("/accountants")
    browser = office.signed_in("wangfang")
    office.clock.pass_(hours=2)
    answer = browser.post("/account/password", data={"old": PASSWORD, "password": "x", "again": "x"})
    assert answer.status_code == 401
    assert 'name="kept"' not in answer.text
    assert PASSWORD not in answer.text


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"a=" + b"x" * 70_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
        (b"a=%ff", "application/x-www-form-urlencoded"),
        (b"--b\r\n\r\nfile\r\n--b--", "multipart/form-data; boundary=b"),
        (b"{}", "application/json"),
    ],
)
def test_what_cannot_be_kept_is_said(office: Office, content: bytes, kind: str) -> None:
    browser = office.signed_in("wangfang")
    office.clock.pass_(hours=2)
    answer = browser.post(DEMANDS, content=content, headers={"content-type": kind})
    assert answer.status_code == 401
    assert 'name="kept"' not in answer.text
    assert 'action="/sign-in"' in answer.text


def test_the_largest_form_that_is_kept_can_be_sent_on(office: Office) -> None:
    import random

    draw = random.Random(7)
    note = "".join(draw.choices("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_", k=65_000))
    browser = office.signed_in("wangfang")
    office.clock.pass_(hours=2)
    kept = kept_in(browser.post(DEMANDS, data={"note": note}).text)
    back = browser.post("/sign-in", data={"name": "wangfang", "password": PASSWORD, "kept": kept})
    assert fields_in(back.text) == (DEMANDS, {"note": note})


def test_programs_are_told_in_their_own_way(office: Office) -> None:
    answer = office.browser().post("/api/v1/jobs", json={"kind": "match"}, headers={"idempotency-key": "k"})
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "urn:tongtu:problem:not-signed-in"
