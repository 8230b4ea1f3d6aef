"""What a password may be: length, and none of those that are tried first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.accounts.names import is_name, plain_name, plain_password
from api.accounts.password_rules import password_fault
from api.accounts.rules import door_rules
from tests.api.conftest import NOW

RULES = door_rules(NOW.date())


@pytest.mark.parametrize(
    "password",
    [
        "江边的柳树又绿了一年又一年",
        "correct staple river lamp",
        "alllowercasebutlong",
        "nine bridges over one river",
        "x7#" * 5 + "kq!mwz",
        "Ω≈ç√∫ and then some",
    ],
)
def test_a_long_password_is_enough(password: str) -> None:
    assert password_fault(password, RULES, ("wangfang", "王芳", "洪山区")) is None


@pytest.mark.parametrize(
    ("password", "says"),
    [
        ("", "at least 12"),
        ("elevenchars", "at least 12"),
        ("字" * 11, "at least 12"),
        ("x" * 129, "at most 128"),
        ("password1234", "too common"),
        ("PassWord1234!", "too common"),
        ("woaini1314520", "too common"),
        ("password20272027", "too common"),
        ("Admin@20272027!", "too common"),
        ("woaini19900501", "too common"),
        ("残联武汉202720272027", "too common"),
        ("iloveyouprincess1", "too common"),
        ("aaaaaaaaaaaaaaaa", "too simple"),
        ("abababababab", "too simple"),
        ("1234567890123456", "too simple"),
        ("abcdefghijklmnop", "too simple"),
        ("987654321098", "too common"),
        ("qwertyuiopasdfghjkl", "too simple"),
        ("tongtutongtu", "your name"),
        ("wangfang2027", "your name"),
        ("wangfangwangfang", "your name"),
        ("tongtu202720272027", "your name"),
        ("洪山区王芳202712345", "your name"),
    ],
)
def test_what_is_tried_first_is_refused(password: str, says: str) -> None:
    fault = password_fault(password, RULES, ("wangfang", "王芳", "洪山区"))
    assert fault is not None
    assert says in fault.en


@given(st.text(min_size=30, max_size=60))
def test_any_long_text_is_judged(password: str) -> None:
    fault = password_fault(password, RULES, ("wangfang",))
    assert fault is None or fault.zh


@given(st.text(max_size=80))
def test_a_name_has_one_form(written: str) -> None:
    name = plain_name(written)
    assert plain_name(name.upper()) == plain_name(name.upper().lower())
    assert not is_name(name) or (name == name.strip() and " " not in name)


@pytest.mark.parametrize(
    ("name", "fits"), [("wangfang", True), ("王芳", True), ("w", False), ("w f", False), ("13912345678", False)]
)
def test_what_may_be_a_name(name: str, fits: bool) -> None:
    assert is_name(name) is fits


def test_a_password_is_compared_in_one_form() -> None:
    assert plain_password("ﬁve ｂｒｉｄｇｅｓ") == "five bridges"
    assert plain_password("Five Bridges ") == "Five Bridges "
