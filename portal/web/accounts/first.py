"""The first two administrators, whom nobody else can make: by a command or by a page.

Two, because most rights take two persons. Whoever starts the platform may set a key; by that
key alone the page opens, and without one it is not there. On a laptop the start prints its address.
It makes nobody once there were two: else whoever kept the key and disables one of them would
be both. The command, which only who runs the machine has, makes another.
"""

from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from uuid import uuid4

from flask import Blueprint, request
from sqlalchemy import Connection, func, select
from werkzeug.exceptions import NotFound
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from portal.web import htmx
from portal.web.accounts import starting
from portal.web.accounts.access import public
from portal.web.accounts.account import Account, add, by_email, holding
from portal.web.accounts.administration_forms import address_field
from portal.web.audit import entries
from portal.web.audit.chain import Read, audit, put
from portal.web.context import real_now, settings
from portal.web.db import alone, engine
from portal.web.forms import PageForm, tidy
from portal.web.i18n.texts import lazy
from shared.core.roles import Role

bp = Blueprint("first", __name__, url_prefix="/first-administrators")

OPERATOR = "operator"
_KEY = "key"
_ENOUGH = 2
_GIVEN = f"role:{Role.SYSTEM_ADMIN.value}"


class ThereAreTwo(Exception):
    """Two administrators can add accounts on their pages."""


class Known(Exception):
    """There is an account with this e-mail address."""


class FirstForm(PageForm):
    name = StringField(
        lazy("Name"),
        filters=[tidy],
        validators=[InputRequired(lazy("Enter the name")), Length(max=200)],
    )
    email = address_field()


def make(conn: Connection, email: str, name: str, *, demo: bool, at: datetime) -> str:
    """Make the account and return its start password.

    ``demo``: whether the people of a demonstration can sign in here.

    Raises:
        ThereAreTwo: nobody is made here any more.
        Known: the address is another account's.
    """
    _one_at_a_time(conn)
    if not open_in(conn, demo=demo):
        raise ThereAreTwo
    if by_email(conn, email) is not None:
        raise Known
    account_id = str(uuid4())
    roles = frozenset({Role.SYSTEM_ADMIN})
    account = Account(account_id=account_id, email=email, name=name, password_hash="", roles=roles)
    add(conn, account)
    password = starting.make(conn, account_id, at=at)
    made = Read(
        actor_id=OPERATOR,
        roles=frozenset(),
        what=entries.GRANT,
        subject=f"account-{account_id}",
        purpose=_GIVEN,
    )
    put(conn, [made], at=at)
    return password


def _one_at_a_time(conn: Connection) -> None:
    """Let nobody else count or make administrators before this transaction ends."""
    alone(conn, [sha256(_GIVEN.encode()).hexdigest()])


def open_in(conn: Connection, *, demo: bool) -> bool:
    """Whether the platform still lacks one of its first two administrators."""
    return sum(demo or not one.demo for one in holding(conn, Role.SYSTEM_ADMIN)) < _ENOUGH


def _page_opens(conn: Connection) -> bool:
    """Whether there were never two yet: the audit log forgets nobody who was made."""
    c = audit.c
    those = (c.actor_id == OPERATOR, c.what == entries.GRANT, c.purpose == _GIVEN)
    made = conn.scalar(select(func.count()).where(*those)) or 0
    return made < _ENOUGH and open_in(conn, demo=settings().demo)


@bp.get("")
@public
def index() -> str:
    _ask_for_the_key()
    return _page(FirstForm(formdata=None))


@bp.post("")
@public
def create() -> str | tuple[str, int]:
    _ask_for_the_key()
    form = FirstForm()
    if not form.validate():
        return _page(form), 422
    email, name = form.email.data or "", form.name.data or ""
    try:
        with engine().begin() as conn:
            _one_at_a_time(conn)
            opens = _page_opens(conn)
            password = (
                make(conn, email, name, demo=settings().demo, at=real_now()) if opens else None
            )
    except Known:
        form.email.errors = [lazy("There is an account with this e-mail address already")]
        return _page(form), 409
    if password is None:
        return _page(form), 409
    return htmx.render(
        "accounts/first_made.html",
        block="content",
        name=name,
        email=email,
        password=password,
        key=_key(),
    )


def _ask_for_the_key() -> None:
    key = _key()
    if not key or not compare_digest(request.args.get(_KEY, "").encode(), key.encode()):
        raise NotFound


def _key() -> str:
    return settings().first_administrators_key.get_secret_value()


def _page(form: FirstForm) -> str:
    with engine().connect() as conn:
        still = _page_opens(conn)
    return htmx.render(
        "accounts/first.html",
        block="content",
        form=form,
        still=still,
        key=request.args.get(_KEY, ""),
    )
