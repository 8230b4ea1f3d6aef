"""Accounts and what opens them: passwords for the door alone, sessions, links and keys by their hashes, one's own only."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from data.stores import (
    Database,
    LinkKind,
    NewAccount,
    NotAllowed,
    Organisation,
    OrganisationKind,
    Stores,
)
from matching.records import DOOR, LOCAL_ADMINISTRATOR, Candidate, Employer, Role, Viewer
from tests.data.stores.conftest import Clock

CITY = Organisation("city", OrganisationKind.CITY, "武汉市")
HONGSHAN = Organisation("d_420111", OrganisationKind.DISTRICT, "洪山区", "420111")
WANG = NewAccount("a_wang", "wangfang", "王芳", Role.ORGANIZER, "city")
LI = NewAccount("a_li", "liqiang", "李强", Role.COUNSELOR, "d_420111", "420111", "en")
TOKEN = b"t" * 32


@pytest.fixture
def office(database: Database) -> Database:
    """Wang organizes for the city, Li counsels in 洪山."""
    with database.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, CITY)
        stores.organisations.add(LOCAL_ADMINISTRATOR, HONGSHAN)
        stores.accounts.add(LOCAL_ADMINISTRATOR, WANG)
        stores.accounts.add(LOCAL_ADMINISTRATOR, LI)
    return database


def viewer_of(database: Database, account: str) -> Viewer:
    with database.read(LOCAL_ADMINISTRATOR) as stores:
        found = stores.accounts.get(LOCAL_ADMINISTRATOR, account)
    assert found is not None
    return found.viewer


def test_the_first_account_ends_the_time_without_accounts(database: Database) -> None:
    with database.begin(LOCAL_ADMINISTRATOR) as stores:
        assert stores.accounts.exist(DOOR) is False
        stores.organisations.add(LOCAL_ADMINISTRATOR, CITY)
        stores.accounts.add(LOCAL_ADMINISTRATOR, WANG)
        stores.accounts.end(LOCAL_ADMINISTRATOR, "a_wang")
        assert stores.accounts.exist(DOOR) is True


def test_an_account_reads_on_behalf_of_its_place(office: Database) -> None:
    assert viewer_of(office, "a_wang") == Viewer(account="a_wang", role=Role.ORGANIZER)
    assert viewer_of(office, "a_li") == Viewer(
        account="a_li", role=Role.COUNSELOR, organisation="d_420111", district="420111", caseload=False
    )


def test_staff_read_what_colleagues_are_called(office: Database) -> None:
    with office.read(LOCAL_ADMINISTRATOR) as stores:
        for role, found in ((Role.ORGANIZER, {"a_wang": "王芳"}), (Role.COUNSELOR, {"a_wang": "王芳"}), (Role.EMPLOYER, {})):
            assert stores.accounts.called(Viewer(account="x", role=role, organisation="e_x"), ["a_wang", "local"]) == found


def test_a_name_is_given_once(office: Database) -> None:
    again = NewAccount("a_other", "wangfang", "王方", Role.AUDITOR, "city")
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        assert stores.accounts.add(LOCAL_ADMINISTRATOR, again) is False
        assert stores.accounts.get(LOCAL_ADMINISTRATOR, "a_other") is None


def test_an_account_needs_its_organisation(office: Database) -> None:
    with pytest.raises(ValueError, match="there is no organisation d_420102"), office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_x", "x", "x", Role.AUDITOR, "d_420102"))
    with pytest.raises(ValueError, match="there is no employer e_mill"), office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation("e_mill", OrganisationKind.EMPLOYER, "江城面粉厂"))


def test_an_employer_reads_on_behalf_of_itself(office: Database, organizer: Viewer, mill: Employer) -> None:
    with office.begin(organizer) as stores:
        stores.employers.upsert_many(organizer, [mill])
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.add(LOCAL_ADMINISTRATOR, Organisation("e_mill", OrganisationKind.EMPLOYER, "江城面粉厂", "420102"))
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_mill", "mill", "赵主任", Role.EMPLOYER, "e_mill"))
    assert viewer_of(office, "a_mill") == Viewer(account="a_mill", role=Role.EMPLOYER, organisation="e_mill")


def test_others_accounts_are_not_there(office: Database) -> None:
    wang = viewer_of(office, "a_wang")
    with office.read(wang) as stores:
        assert stores.accounts.get(wang, "a_li") is None
        assert stores.accounts.list(wang) == ()
        own = stores.accounts.get(wang, "a_wang")
        assert own is not None
        assert own.called == "王芳"
    with office.read(LOCAL_ADMINISTRATOR) as stores:
        assert [one.id for one in stores.accounts.list(LOCAL_ADMINISTRATOR)] == ["a_li", "a_wang"]
        assert [one.id for one in stores.accounts.list(LOCAL_ADMINISTRATOR, organisation="city")] == ["a_wang"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_accounts(office: Database, role: Role) -> None:
    viewer = Viewer(account="x", role=role)
    changes: list[Callable[[Stores], object]] = [
        lambda s: s.accounts.add(viewer, WANG),
        lambda s: s.accounts.assign(viewer, "a_li", Role.ORGANIZER, "city", None),
        lambda s: s.accounts.end(viewer, "a_li"),
        lambda s: s.accounts.link_identity(viewer, "a_li", "https://sso", "li"),
        lambda s: s.organisations.add(viewer, CITY),
        lambda s: s.organisations.set_caseloads(viewer, "city", True),
        lambda s: s.links.add(viewer, TOKEN, LinkKind.RESET, "a_li", s.accounts.session.now),
        lambda s: s.links.close_all(viewer, "a_li"),
    ]
    for change in changes:
        with pytest.raises(NotAllowed), office.begin(viewer) as stores:
            change(stores)


@pytest.mark.parametrize("viewer", [LOCAL_ADMINISTRATOR, Viewer(account="a_wang", role=Role.ORGANIZER)])
def test_only_the_door_looks_up_what_opens_it(office: Database, viewer: Viewer, clock: Clock) -> None:
    looks: list[Callable[[Stores], object]] = [
        lambda s: s.accounts.known(viewer, "wangfang"),
        lambda s: s.accounts.known_account(viewer, "a_wang"),
        lambda s: s.accounts.identified(viewer, "https://sso", "wang"),
        lambda s: s.accounts.set_password(viewer, "a_wang", "hash", action="x"),
        lambda s: s.accounts.note_sign_in(viewer, "a_wang", "password"),
        lambda s: s.accounts.note_refusal(viewer, "a_wang", "x", "y"),
        lambda s: s.sessions.find(viewer, TOKEN),
        lambda s: s.sessions.open(viewer, TOKEN, "s", "a_wang", "-", clock()),
        lambda s: s.sessions.touch(viewer, TOKEN),
        lambda s: s.sessions.refuse(viewer, TOKEN),
        lambda s: s.links.find(viewer, TOKEN),
        lambda s: s.links.use(viewer, TOKEN),
        lambda s: s.tokens.find(viewer, TOKEN),
        lambda s: s.tokens.touch(viewer, TOKEN),
        lambda s: s.attempts.counted(viewer, [TOKEN]),
        lambda s: s.attempts.fail(viewer, [TOKEN], timedelta(days=1)),
        lambda s: s.attempts.clear(viewer, [TOKEN]),
    ]
    for look in looks:
        with pytest.raises(NotAllowed, match="only the door"), office.begin(viewer) as stores:
            look(stores)


def test_a_password_is_seen_by_the_door_and_shown_to_nobody(office: Database) -> None:
    with office.begin(DOOR) as stores:
        assert stores.accounts.set_password(DOOR, "a_wang", "$argon2id$secret", action="accept-invitation") is True
        known = stores.accounts.known(DOOR, "wangfang")
        assert known is not None
        assert known.password == "$argon2id$secret"
        assert "argon2id" not in repr(known)
        assert "王芳" not in repr(known)
        assert known.account.can_sign_in
        assert stores.accounts.known(DOOR, "nobody") is None


def test_an_ended_account_opens_nothing(office: Database) -> None:
    with office.begin(DOOR) as stores:
        stores.accounts.set_password(DOOR, "a_wang", "hash", action=None)
        stores.accounts.link_identity(DOOR, "a_wang", "https://sso", "wang")
        assert stores.accounts.end(DOOR, "a_wang") is True
        assert stores.accounts.end(DOOR, "a_wang") is False
        assert stores.accounts.set_password(DOOR, "a_wang", "hash", action=None) is False
        assert stores.accounts.identified(DOOR, "https://sso", "wang") is None
        known = stores.accounts.known(DOOR, "wangfang")
        assert known is not None
        assert (known.password, known.account.can_sign_in) == (None, False)


def test_an_identity_opens_one_account(office: Database) -> None:
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        assert stores.accounts.link_identity(LOCAL_ADMINISTRATOR, "a_wang", "https://sso", "42") is True
        assert stores.accounts.link_identity(LOCAL_ADMINISTRATOR, "a_li", "https://sso", "42") is False
        assert stores.accounts.link_identity(LOCAL_ADMINISTRATOR, "a_wang", "https://sso", "42") is True
        found = stores.accounts.identified(DOOR, "https://sso", "42")
        assert found is not None
        assert found.id == "a_wang"


def test_administrators_who_can_sign_in_are_counted(office: Database) -> None:
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.accounts.add(LOCAL_ADMINISTRATOR, NewAccount("a_guan", "guan", "小关", Role.ADMINISTRATOR, "city"))
        assert stores.accounts.count_administrators(LOCAL_ADMINISTRATOR) == 0
        stores.accounts.set_password(DOOR, "a_guan", "hash", action=None)
        assert stores.accounts.count_administrators(LOCAL_ADMINISTRATOR) == 1
        stores.accounts.end(LOCAL_ADMINISTRATOR, "a_guan")
        assert stores.accounts.count_administrators(LOCAL_ADMINISTRATOR) == 0


def open_session(stores: Stores, clock: Clock, token: bytes, session: str, account: str) -> None:
    stores.sessions.open(DOOR, token, session, account, "Chrome, Windows", clock.now + timedelta(hours=12))


def test_a_session_is_found_with_its_account(office: Database, clock: Clock) -> None:
    with office.begin(DOOR) as stores:
        open_session(stores, clock, TOKEN, "s_1", "a_li")
    with office.read(DOOR) as stores:
        found = stores.sessions.find(DOOR, TOKEN)
        assert stores.sessions.find(DOOR, b"other") is None
    assert found is not None
    assert (found.session.id, found.account.id, found.account.organisation_name) == ("s_1", "a_li", "洪山区")
    assert found.account.viewer.district == "420111"


def test_a_touch_moves_the_last_use_and_waits_for_nobody(office: Database, clock: Clock) -> None:
    with office.begin(DOOR) as stores:
        open_session(stores, clock, TOKEN, "s_1", "a_li")
    with office.door(DOOR, wait=False) as stores:
        stores.sessions.touch(DOOR, TOKEN)
    with office.read(DOOR) as stores:
        found = stores.sessions.find(DOOR, TOKEN)
    assert found is not None
    assert found.session.seen_at > found.session.created_at


def test_sessions_are_ended_by_their_owner_and_by_administrators(office: Database, clock: Clock) -> None:
    wang, li = viewer_of(office, "a_wang"), viewer_of(office, "a_li")
    with office.begin(DOOR) as stores:
        for number in range(3):
            open_session(stores, clock, bytes([number]), f"s_{number}", "a_li")
        open_session(stores, clock, TOKEN, "s_wang", "a_wang")
    with office.begin(wang) as stores:
        assert stores.sessions.list(wang, "a_li") == ()
        assert stores.sessions.end(wang, "a_li", "s_0") is False
        assert stores.sessions.end_all(wang, "a_li") == 0
    with office.begin(li) as stores:
        assert stores.sessions.end(li, "a_li", "s_wang") is False
        assert stores.sessions.end(li, "a_li", "s_0") is True
        assert stores.sessions.end(li, "a_li", "s_0") is False
        assert {one.id for one in stores.sessions.list(li, "a_li")} == {"s_1", "s_2"}
        assert stores.sessions.end_all(li, "a_li", keep="s_1") == 1
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        assert [one.id for one in stores.sessions.list(LOCAL_ADMINISTRATOR, "a_li")] == ["s_1"]
        assert stores.sessions.end_all(LOCAL_ADMINISTRATOR, "a_li") == 1
        assert [one.id for one in stores.sessions.list(LOCAL_ADMINISTRATOR, "a_wang")] == ["s_wang"]


def test_the_token_of_an_ended_session_is_noted_once(office: Database, clock: Clock, auditor: Viewer) -> None:
    with office.begin(DOOR) as stores:
        open_session(stores, clock, TOKEN, "s_1", "a_li")
        stores.sessions.end(DOOR, "a_li", "s_1")
    for expected in (True, False):
        with office.door(DOOR) as stores:
            assert stores.sessions.refuse(DOOR, TOKEN) is expected
    with office.read(auditor) as stores:
        lines = [(line.action, line.object) for line in stores.log.list(auditor, kind="session")]
        assert stores.log.verify(auditor) is not None
    assert lines == [("sign-out", "a_li"), ("refuse-ended-session", "a_li")]


def test_old_sessions_are_forgotten(office: Database, clock: Clock) -> None:
    with office.begin(DOOR) as stores:
        open_session(stores, clock, TOKEN, "s_1", "a_li")
    clock.now += timedelta(days=7)
    with office.begin(DOOR) as stores:
        open_session(stores, clock, b"2", "s_2", "a_li")
        assert stores.sessions.find(DOOR, TOKEN) is not None
    clock.now += timedelta(days=1)
    with office.begin(DOOR) as stores:
        open_session(stores, clock, b"3", "s_3", "a_li")
        assert stores.sessions.find(DOOR, TOKEN) is None


def test_a_link_opens_once_and_in_time(office: Database, clock: Clock) -> None:
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        for token, kind, hours in ((b"1", LinkKind.INVITATION, 1), (b"2", LinkKind.RESET, -1)):
            stores.links.add(LOCAL_ADMINISTRATOR, token, kind, "a_li", clock.now + timedelta(hours=hours))
    with office.begin(DOOR) as stores:
        found = stores.links.find(DOOR, b"1")
        assert found is not None
        assert (found.kind, found.account, found.used_at) == (LinkKind.INVITATION, "a_li", None)
        assert stores.links.use(DOOR, b"2") is False
        assert stores.links.use(DOOR, b"3") is False
        assert stores.links.use(DOOR, b"1") is True
        assert stores.links.use(DOOR, b"1") is False


def test_a_new_link_takes_the_place_of_the_old(office: Database, clock: Clock) -> None:
    later = clock.now + timedelta(hours=1)
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        for token, account in ((b"1", "a_li"), (b"2", "a_wang"), (b"3", "a_li")):
            stores.links.add(LOCAL_ADMINISTRATOR, token, LinkKind.RESET, account, later)
        for token in (b"4", b"5"):
            stores.links.add(LOCAL_ADMINISTRATOR, token, LinkKind.FIRST, None, later)
    with office.begin(DOOR) as stores:
        assert [stores.links.use(DOOR, token) for token in (b"1", b"2", b"3", b"4", b"5")] == [False, True, True, False, True]


def test_keys_belong_to_who_made_them(office: Database, clock: Clock) -> None:
    wang, li = viewer_of(office, "a_wang"), viewer_of(office, "a_li")
    later = clock.now + timedelta(days=90)
    with office.begin(li) as stores:
        stores.tokens.add(li, TOKEN, "k_1", "报表", frozenset({"read:events", "read:ledgers"}), later)
    with office.begin(DOOR) as stores:
        found = stores.tokens.find(DOOR, TOKEN)
        assert found is not None
        assert (found.token.id, found.account.id, found.token.used_at) == ("k_1", "a_li", None)
        assert found.token.scopes == {"read:events", "read:ledgers"}
        stores.tokens.touch(DOOR, TOKEN)
    with office.begin(wang) as stores:
        assert stores.tokens.list(wang, "a_li") == ()
        assert stores.tokens.revoke(wang, "a_li", "k_1") is False
        assert stores.tokens.revoke_all(wang, "a_li") == 0
    with office.begin(li) as stores:
        (listed,) = stores.tokens.list(li, "a_li")
        assert listed.used_at is not None
        assert stores.tokens.revoke(li, "a_li", "k_1") is True
        assert stores.tokens.revoke(li, "a_li", "k_1") is False
        assert stores.tokens.list(li, "a_li") == ()


def test_failures_are_counted_and_forgotten(office: Database, clock: Clock) -> None:
    day = timedelta(days=1)
    with office.door(DOOR) as stores:
        stores.attempts.fail(DOOR, [b"a", b"b"], day)
        stores.attempts.fail(DOOR, [b"a"], day)
        counted = stores.attempts.counted(DOOR, [b"a", b"b", b"c"])
        assert {digest: one.count for digest, one in counted.items()} == {b"a": 2, b"b": 1}
        stores.attempts.clear(DOOR, [b"b"])
    clock.now += timedelta(days=2)
    with office.door(DOOR) as stores:
        stores.attempts.fail(DOOR, [b"c"], day)
        assert {digest: one.count for digest, one in stores.attempts.counted(DOOR, [b"a", b"b", b"c"]).items()} == {b"c": 1}


@pytest.fixture
def caseloads(office: Database, organizer: Viewer, lin: Candidate, gao: Candidate) -> Viewer:
    """Li, whose office assigns people: Lin and Gao are of the city, Lin is Li's. Without a district of Li's own."""
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.set_caseloads(LOCAL_ADMINISTRATOR, "d_420111", True)
        stores.accounts.assign(LOCAL_ADMINISTRATOR, "a_li", Role.COUNSELOR, "d_420111", None)
    with office.begin(organizer) as stores:
        stores.candidates.upsert_many(organizer, [(lin, None), (gao, None)])
        assert stores.caseloads.assign(organizer, "a_li", ["c_lin", "c_none"]) == 1
        assert stores.caseloads.assign(organizer, "a_li", ["c_lin"]) == 0
    return viewer_of(office, "a_li")


def test_a_counselor_sees_exactly_their_caseload(office: Database, caseloads: Viewer) -> None:
    assert caseloads.caseload is True
    with office.read(caseloads) as stores:
        assert [one.id for one in stores.candidates.list(caseloads)] == ["c_lin"]
        assert stores.candidates.get(caseloads, "c_gao") is None
        assert stores.candidates.count(caseloads) == 1
        assert stores.log.of_candidate(caseloads, "c_gao") == ()


def test_without_caseloads_a_counselor_sees_the_district(office: Database, caseloads: Viewer) -> None:
    with office.begin(LOCAL_ADMINISTRATOR) as stores:
        stores.organisations.set_caseloads(LOCAL_ADMINISTRATOR, "d_420111", False)
    li = viewer_of(office, "a_li")
    with office.read(li) as stores:
        assert [one.id for one in stores.candidates.list(li)] == ["c_gao", "c_lin"]


def test_a_caseload_is_never_wider_than_the_district(office: Database, caseloads: Viewer) -> None:
    elsewhere = caseloads.model_copy(update={"district": "420102"})
    with office.read(elsewhere) as stores:
        assert stores.candidates.list(elsewhere) == ()


def test_a_counselor_changes_their_own_people_only(office: Database, caseloads: Viewer, lin: Candidate, gao: Candidate) -> None:
    with pytest.raises(NotAllowed, match="c_gao is in somebody else's caseload"), office.begin(caseloads) as stores:
        stores.candidates.upsert_many(caseloads, [(lin, None), (gao, None)])
    newcomer = gao.model_copy(update={"id": "c_new"})
    with office.begin(caseloads) as stores:
        assert stores.candidates.upsert_many(caseloads, [(lin, None), (newcomer, None)]).inserted == 1
        assert [one.id for one in stores.candidates.list(caseloads)] == ["c_lin", "c_new"]
        assert stores.candidates.erase(caseloads, "c_gao") is False


def test_who_looks_after_whom_is_the_organizers_to_say(office: Database, organizer: Viewer, caseloads: Viewer) -> None:
    far = Viewer(account="f", role=Role.ORGANIZER, district="420103")
    for viewer in (caseloads, LOCAL_ADMINISTRATOR):
        with pytest.raises(NotAllowed), office.begin(viewer) as stores:
            stores.caseloads.assign(viewer, "a_li", ["c_gao"])
    with pytest.raises(ValueError, match="there is no counselor a_wang"), office.begin(organizer) as stores:
        stores.caseloads.assign(organizer, "a_wang", ["c_gao"])
    with office.begin(far) as stores:
        assert stores.caseloads.assign(far, "a_li", ["c_gao"]) == 0
        assert stores.caseloads.release(far, "a_li", ["c_lin"]) == 0
        assert stores.caseloads.people(far, "a_li") == ()
    with office.begin(organizer) as stores:
        assert stores.caseloads.people(organizer, "a_li") == ("c_lin",)
        assert stores.caseloads.counselors(organizer) == {"a_li": "李强"}
        assert stores.caseloads.release(organizer, "a_li", ["c_lin", "c_gao"]) == 1
        assert stores.caseloads.count(organizer, "a_li") == 0


def test_an_erased_person_is_in_no_caseload(office: Database, organizer: Viewer, caseloads: Viewer) -> None:
    with office.begin(organizer) as stores:
        stores.candidates.erase(organizer, "c_lin")
        assert stores.caseloads.count(organizer, "a_li") == 0
        stores.candidates.readmit(organizer, "c_lin")
    with office.read(caseloads) as stores:
        assert stores.candidates.list(caseloads) == ()


def test_the_figures_of_a_district_are_the_same_for_everybody_in_it(office: Database, organizer: Viewer, caseloads: Viewer) -> None:
    today = date(2026, 3, 1)
    with office.begin(caseloads) as stores:
        theirs = stores.aggregates.count(caseloads, today, "test")
    with office.begin(organizer) as stores:
        assert stores.aggregates.count(organizer, today, "test") == theirs
