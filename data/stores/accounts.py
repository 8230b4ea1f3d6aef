"""Who may sign in, with which role, for which organisation and district."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, func, insert, select, update

from data.stores.base import CHUNK, STAFF, Store
from data.stores.canonical import check_key, check_optional
from data.stores.errors import NotAllowed
from data.stores.organisations import ADMINISTRATORS
from data.tables import accounts, organisations
from matching.records import DOOR, Role, Viewer

_CITY: Final = "city"


@dataclass(frozen=True)
class NewAccount:
    """An account to be stored. `name` is what is written at the door, already in its one form; `called` is shown to others."""

    id: str
    name: str = field(repr=False)
    called: str = field(repr=False)
    role: Role
    organisation: str
    district: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class Account:
    """A stored account; `can_sign_in`: it has a password or an identity of another service, and has not ended."""

    id: str
    name: str = field(repr=False)
    called: str = field(repr=False)
    role: Role
    organisation: str
    organisation_name: str
    district: str | None
    caseload: bool
    language: str | None
    has_password: bool
    issuer: str | None
    created_at: datetime
    signed_in_at: datetime | None
    ended_at: datetime | None

    @property
    def can_sign_in(self) -> bool:
        return self.ended_at is None and (self.has_password or self.issuer is not None)

    @property
    def viewer(self) -> Viewer:
        """On whose behalf the account reads and changes."""
        return Viewer(
            account=self.id,
            role=self.role,
            organisation=None if self.organisation == _CITY else self.organisation,
            district=self.district,
            caseload=self.caseload,
        )


@dataclass(frozen=True)
class Known:
    """What the door compares with: the stored hash, None for an account that has no password."""

    account: Account
    password: str | None = field(repr=False)


def account_columns() -> tuple[Any, ...]:
    """The columns of `account_of`, of `accounts` joined with `organisations`."""
    return (
        *(column for column in accounts.c if column.name not in ("password", "subject", "created_by")),
        accounts.c.password.is_not(None).label("has_password"),
        organisations.c.name.label("organisation_name"),
        organisations.c.caseloads,
    )


def account_of(row: Row[*tuple[Any, ...]]) -> Account:
    """The account in a row of `account_columns`."""
    role = Role(row.role)
    return Account(
        id=row.id,
        name=row.name,
        called=row.called,
        role=role,
        organisation=row.organisation,
        organisation_name=row.organisation_name,
        district=row.district,
        caseload=row.caseloads and role is Role.COUNSELOR,
        language=row.language,
        has_password=row.has_password,
        issuer=row.issuer,
        created_at=row.created_at,
        signed_in_at=row.signed_in_at,
        ended_at=row.ended_at,
    )


def require_door(viewer: Viewer) -> None:
    """Only the door looks up what opens it. Raises NotAllowed for every account."""
    if viewer != DOOR:
        raise NotAllowed("only the door itself looks up passwords, sessions and tokens")


class AccountStore(Store):
    """Accounts. Administrators see and change all; everybody sees their own; only the door sees passwords."""

    kind = "account"

    def exist(self, viewer: Viewer) -> bool:
        """Whether there is any account, ended ones included: from the first on, everybody signs in."""
        return self._connection.execute(select(accounts.c.id).limit(1)).scalar() is not None

    def add(self, viewer: Viewer, account: NewAccount) -> bool:
        """Stores a new account, which can do nothing before it has a password; False if its sign-in name is taken.

        Raises ValueError for an organisation that is not there or values that cannot be stored.
        """
        self._require(viewer, ADMINISTRATORS)
        name = check_key(account.name, "a sign-in name")
        there = select(organisations.c.id).where(organisations.c.id == account.organisation)
        if self._connection.execute(there).scalar() is None:
            raise ValueError(f"there is no organisation {account.organisation}; add it first")
        if self._connection.execute(select(accounts.c.id).where(accounts.c.name == name)).scalar() is not None:
            return False
        self._connection.execute(
            insert(accounts).values(
                id=check_key(account.id, "the id of an account"),
                name=name,
                called=check_key(account.called, "the name of a person"),
                role=account.role.value,
                organisation=account.organisation,
                district=check_optional(account.district, "the district of an account"),
                language=check_optional(account.language, "the language of an account"),
                created_at=self.session.now,
                created_by=check_key(viewer.account, "the account"),
            )
        )
        self._note(viewer, "add", account.id, role=account.role.value, organisation=account.organisation, district=account.district)
        return True

    def get(self, viewer: Viewer, account: str) -> Account | None:
        """One account, or None; for administrators and for itself."""
        if viewer.role is not Role.ADMINISTRATOR and viewer.account != account:
            return None
        row = self._connection.execute(_accounts().where(accounts.c.id == account)).one_or_none()
        return None if row is None else account_of(row)

    def list(
        self, viewer: Viewer, after: str | None = None, limit: int = 100, *, organisation: str | None = None
    ) -> tuple[Account, ...]:
        """A page in order of id: at most `limit` (1..1,000) accounts after the id `after`. Administrators only."""
        if not 1 <= limit <= CHUNK:
            raise ValueError(f"limit is {limit}; a page holds 1 to {CHUNK:,} accounts")
        if viewer.role is not Role.ADMINISTRATOR:
            return ()
        query = _accounts().order_by(accounts.c.id).limit(limit)
        if after is not None:
            query = query.where(accounts.c.id > after)
        if organisation is not None:
            query = query.where(accounts.c.organisation == organisation)
        return tuple(account_of(row) for row in self._connection.execute(query))

    def called(self, viewer: Viewer, ids: Iterable[str]) -> dict[str, str]:
        """What those of these accounts are called that there are, for staff who read who did what; nothing for others."""
        if viewer.role not in STAFF:
            return {}
        query = select(accounts.c.id, accounts.c.called).where(accounts.c.id.in_(sorted(set(ids))[:CHUNK]))
        return {row.id: row.called for row in self._connection.execute(query)}

    def count_administrators(self, viewer: Viewer) -> int:
        """How many administrators can sign in."""
        able = accounts.c.password.is_not(None) | accounts.c.issuer.is_not(None)
        query = select(func.count()).select_from(accounts).where(accounts.c.role == Role.ADMINISTRATOR.value, able)
        return self._connection.execute(query.where(accounts.c.ended_at.is_(None))).scalar_one()

    def assign(self, viewer: Viewer, account: str, role: Role, organisation: str, district: str | None) -> bool:
        """Gives an account another role, organisation or district; False if it is not there or has ended."""
        self._require(viewer, ADMINISTRATORS)
        values = {"role": role.value, "organisation": organisation, "district": check_optional(district, "a district")}
        if not self._update(account, values):
            return False
        self._note(viewer, "assign", account, role=role.value, organisation=organisation, district=district)
        return True

    def end(self, viewer: Viewer, account: str) -> bool:
        """Ends an account for good and forgets its password; False if it is not there or has ended."""
        self._require(viewer, ADMINISTRATORS)
        if not self._update(account, {"ended_at": self.session.now, "password": None, "issuer": None, "subject": None}):
            return False
        self._note(viewer, "end", account)
        return True

    def set_language(self, viewer: Viewer, language: str | None) -> None:
        """Chooses the language of the viewer's own account."""
        self._require(viewer, frozenset(Role))
        self._update(viewer.account, {"language": check_optional(language, "a language")})

    def link_identity(self, viewer: Viewer, account: str, issuer: str, subject: str) -> bool:
        """Lets an identity of another service open an account. False if the account is not there, or the identity opens another."""
        self._require(viewer, ADMINISTRATORS)
        issuer, subject = check_key(issuer, "an issuer"), check_key(subject, "a subject")
        holder = select(accounts.c.id).where(accounts.c.issuer == issuer, accounts.c.subject == subject, accounts.c.id != account)
        if self._connection.execute(holder).scalar() is not None:
            return False
        if not self._update(account, {"issuer": issuer, "subject": subject}):
            return False
        self._note(viewer, "link-identity", account)
        return True

    def known(self, viewer: Viewer, name: str) -> Known | None:
        """What opens the account of a sign-in name, or None. For the door."""
        require_door(viewer)
        return self._known(accounts.c.name == name)

    def known_account(self, viewer: Viewer, account: str) -> Known | None:
        """What opens an account, or None. For the door."""
        require_door(viewer)
        return self._known(accounts.c.id == account)

    def identified(self, viewer: Viewer, issuer: str, subject: str) -> Account | None:
        """The account that an identity of another service opens, or None. For the door."""
        require_door(viewer)
        found = self._known((accounts.c.issuer == issuer) & (accounts.c.subject == subject))
        return None if found is None else found.account

    def set_password(self, viewer: Viewer, account: str, password: str, *, action: str | None) -> bool:
        """Stores the hash of a password, logged as `action` (None: the same password hashed anew). For the door."""
        require_door(viewer)
        if not self._update(account, {"password": password}):
            return False
        if action is not None:
            self._note(viewer, action, account)
        return True

    def note_sign_in(self, viewer: Viewer, account: str, way: str) -> None:
        """Records that somebody signed in. For the door."""
        require_door(viewer)
        self._update(account, {"signed_in_at": self.session.now})
        self._note(viewer, "sign-in", account, way=way)

    def note_refusal(self, viewer: Viewer, account: str | None, cause: str, origin: str) -> None:
        """Records a sign-in that failed; `origin` is a short digest of where it came from. For the door."""
        require_door(viewer)
        self._note(viewer, "refuse-sign-in", account or "", cause=cause, origin=origin)

    def note_refused_request(self, viewer: Viewer, account: str | None, status: int, operation: str, origin: str | None) -> None:
        """Records a request that was refused, or asked for what is not there for the account: `operation` is a method and a path
        with the names of its parameters, `origin` a short digest of where it came from, for a sender who is nobody. For the door.
        """
        require_door(viewer)
        detail: dict[str, Any] = {"status": status, "operation": operation} | ({} if origin is None else {"origin": origin})
        self._note(viewer, "refuse-request", account or "", **detail)

    def _known(self, where: Any) -> Known | None:
        row = self._connection.execute(_accounts().add_columns(accounts.c.password).where(where)).one_or_none()
        return None if row is None else Known(account_of(row), row.password)

    def _update(self, account: str, values: dict[str, Any]) -> bool:
        there = accounts.c.ended_at.is_(None) & (accounts.c.id == account)
        return self._connection.execute(update(accounts).where(there).values(**values)).rowcount > 0


def _accounts() -> Any:
    return select(*account_columns()).select_from(accounts.join(organisations, organisations.c.id == accounts.c.organisation))
