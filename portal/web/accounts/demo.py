"""Demo accounts: invented people, one or more for each role, for laptops and tests only.

Their passwords are random, made once, and written to a file that only its owner can read, with the
secret of the second step for scripts (``pyotp.TOTP(secret).now()``); the pages of a demonstration
show the code. They do not work unless RAPPORTEUR_DEMO is set.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from secrets import token_urlsafe
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Connection, Engine, delete, update

from portal.web.accounts import account as accounts
from portal.web.accounts import codes, factors, passwords, programs, tables
from portal.web.accounts.account import Account
from portal.web.accounts.own_factors import subject_of
from portal.web.accounts.programs import LONGEST, Program, Scope
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.platform.vault import Vault
from shared.reference import REGIONS
from shared.reference.un_offices import COORDINATOR

_IDS = UUID(
    "5e1ec7ed-0000-4000-8000-000000000001"
)  # so that a person has the same id on every machine
_TORTURE, _DEFENDERS = frozenset({"sr-torture"}), frozenset({"sr-hrds"})
_DETENTION = frozenset({"wgad"})
# One State of each regional group; nothing is said about any of them but invented cases.
STATES = frozenset({"KEN", "NPL", "EST", "URY", "CHE"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """``local`` is the part of the e-mail before the @. The first role is their main one."""

    local: str
    name: str
    roles: tuple[Role, ...]
    organisation_id: str | None = None
    organisation: str | None = None
    mandates: frozenset[str] = frozenset()
    state_codes: frozenset[str] = frozenset()
    office: str | None = None
    contact: str | None = None

    @property
    def email(self) -> str:
        return f"{self.local}@demo.example"

    @property
    def account_id(self) -> str:
        return str(uuid5(_IDS, self.email))


def _seat(local: str, name: str, group: str, *roles: Role) -> Person:
    return Person(
        local=local, name=name, roles=roles, organisation_id=group, organisation=REGIONS[group]
    )


PEOPLE = (
    Person(
        local="ngo",
        name="Nadia Demo",
        roles=(Role.NGO_MEMBER,),
        organisation_id="demo-ngo",
        organisation="Demo Watch (invented)",
    ),
    Person(
        local="focal",
        name="Farida Demo",
        roles=(Role.FOCAL_POINT, Role.NGO_MEMBER),
        organisation_id="demo-ngo",
        organisation="Demo Watch (invented)",
    ),
    Person(
        local="focal.two",
        name="Fabio Demo",
        roles=(Role.FOCAL_POINT, Role.NGO_MEMBER),
        organisation_id="demo-ngo",
        organisation="Demo Watch (invented)",
    ),
    Person(
        local="nhri",
        name="Tomas Demo",
        roles=(Role.CONTACT_POINT,),
        organisation_id="demo-nhri",
        organisation="Demo Human Rights Commission (invented)",
    ),
    Person(local="qrd", name="Quinn Demo", roles=(Role.QUICK_RESPONSE_DESK,)),
    Person(
        local="officer",
        name="Hana Demo",
        roles=(Role.HUMAN_RIGHTS_OFFICER,),
        mandates=_TORTURE,
    ),
    Person(
        local="officer.hrds",
        name="Ivo Demo",
        roles=(Role.HUMAN_RIGHTS_OFFICER,),
        mandates=_DEFENDERS,
    ),
    Person(
        local="holder",
        name="Marta Demo",
        roles=(Role.MANDATE_HOLDER,),
        mandates=_TORTURE,
    ),
    Person(
        local="holder.hrds",
        name="Daniel Demo",
        roles=(Role.MANDATE_HOLDER,),
        mandates=_DEFENDERS,
    ),
    Person(
        local="chair.wgad",
        name="Ilse Demo",
        roles=(Role.CHAIR_RAPPORTEUR, Role.MANDATE_HOLDER),
        mandates=_DETENTION,
    ),
    Person(
        local="member.wgad",
        name="Samir Demo",
        roles=(Role.MANDATE_HOLDER,),
        mandates=_DETENTION,
    ),
    Person(
        local="holder.new",
        name="Nilima Demo",
        roles=(Role.MANDATE_HOLDER,),
        mandates=frozenset({"sr-housing"}),
    ),
    Person(local="chief", name="Chiara Demo", roles=(Role.CHIEF,)),
    Person(
        local="desk",
        name="Desmond Demo",
        roles=(Role.DESK_OFFICER,),
        state_codes=STATES,
        contact="desk.of.states@demo.example",
    ),
    Person(local="committee", name="Carmen Demo", roles=(Role.COORDINATION_COMMITTEE,)),
    Person(local="selection", name="Selma Demo", roles=(Role.SELECTION_OFFICER,)),
    Person(local="selection.two", name="Simon Demo", roles=(Role.SELECTION_OFFICER,)),
    Person(local="stakeholders", name="Stella Demo", roles=(Role.STAKEHOLDER_OFFICER,)),
    Person(local="stakeholders.two", name="Stefan Demo", roles=(Role.STAKEHOLDER_OFFICER,)),
    _seat("chair", "Wanjiru Demo", "AFR", Role.PANEL_CHAIR, Role.PANEL_MEMBER),
    _seat("panel.apg", "Anjali Demo", "APG", Role.PANEL_MEMBER),
    _seat("panel.eeg", "Eero Demo", "EEG", Role.PANEL_MEMBER),
    _seat("panel.grulac", "Gabriela Demo", "GRULAC", Role.PANEL_MEMBER),
    _seat("panel.weog", "Willem Demo", "WEOG", Role.PANEL_MEMBER),
    Person(local="president", name="Pilar Demo", roles=(Role.PRESIDENT,)),
    Person(local="candidate", name="Karim Demo", roles=(Role.CANDIDATE,)),
    Person(local="candidate.two", name="Liana Demo", roles=(Role.CANDIDATE,)),
    Person(local="candidate.three", name="Noor Demo", roles=(Role.CANDIDATE,)),
    Person(
        local="government",
        name="Gerda Demo",
        roles=(Role.GOVERNMENT,),
        organisation="Permanent Mission (invented people)",
        state_codes=frozenset({"CHE"}),
    ),
    Person(
        local="government.two",
        name="Gustav Demo",
        roles=(Role.GOVERNMENT,),
        organisation="Permanent Mission (invented people)",
        state_codes=frozenset({"CHE"}),
    ),
    Person(local="auditor", name="Audra Demo", roles=(Role.AUDITOR,)),
    Person(local="protection", name="Paolo Demo", roles=(Role.DATA_PROTECTION,)),
    Person(local="admin", name="Ada Demo", roles=(Role.SYSTEM_ADMIN,)),
    Person(local="admin.two", name="Abel Demo", roles=(Role.SYSTEM_ADMIN,)),
    Person(local="publication", name="Petra Demo", roles=(Role.PUBLICATION_OFFICER,)),
    Person(
        local="partner",
        name="Uma Demo",
        roles=(Role.UN_PARTNER,),
        state_codes=frozenset({"KEN", "MNG"}),
        office=COORDINATOR,
        contact="coordinator.office@demo.example",
    ),
    Person(local="reprisals", name="Renata Demo", roles=(Role.REPRISALS_FOCAL_POINT,)),
)
_TOKEN_OF, _PROGRAM = PEOPLE[1], "Demo system"  # the NGO's own


def provide(engine: Engine, file: Path, vault: Vault) -> None:
    """Make sure that every demo person can sign in with the data in ``file``.

    Existing data in the file stays, whatever happened to the database, and a second start changes
    nothing.
    """
    known = _read_file(file)
    before = {account["email"]: account for account in known.get("accounts", ())}
    api_token = _token(known.get("api_token"))
    listed = [_secrets(person, before.get(person.email, {})) for person in PEOPLE]
    with engine.begin() as conn:
        for person, secrets in zip(PEOPLE, listed, strict=True):
            _provide(conn, person, secrets["password"])
        _provide_program(conn, api_token)
    _provide_apps(
        engine,
        vault,
        {
            person.account_id: secret
            for person, secrets in zip(PEOPLE, listed, strict=True)
            if (secret := secrets["totp_secret"])
        },
    )
    _write(file, {"accounts": listed, "api_token": api_token})


def _token(before: str | None) -> str:
    """Return the token of the demonstration's program; one of an earlier version is of no use."""
    return before if before and "." in before else programs.minted(programs.new_id())


def _provide_program(conn: Connection, api_token: str) -> None:
    now, program_id = datetime.now(UTC), api_token.partition(".")[0]
    account = accounts.by_email(conn, _TOKEN_OF.email)
    assert account is not None  # noqa: S101  # made just now, or before
    mine = tables.api_tokens.c.account_id == account.account_id
    conn.execute(delete(tables.api_tokens).where(mine, tables.api_tokens.c.label == _PROGRAM))
    program = Program(
        program_id=program_id,
        account_id=account.account_id,
        whose=programs.whose(account),
        label=_PROGRAM,
        scopes=frozenset(Scope),
        made_at=now,
        ends_on=day_of(now) + timedelta(days=LONGEST),
    )
    programs.add(conn, program, api_token)


def _provide(conn: Connection, person: Person, password: str) -> None:
    found = accounts.by_email(conn, person.email)
    if found is None:
        accounts.add(
            conn,
            Account(
                account_id=person.account_id,
                email=person.email,
                name=person.name,
                password_hash=passwords.hashed(password, unguessable=True),
                roles=frozenset(person.roles),
                organisation_id=person.organisation_id,
                organisation=person.organisation,
                mandates=person.mandates,
                state_codes=person.state_codes,
                office=person.office,
                contact=person.contact,
                demo=True,
            ),
        )
    elif not passwords.matches(found.password_hash, password):
        this = tables.accounts.c.account_id == found.account_id
        new = passwords.hashed(password, unguessable=True)
        conn.execute(update(tables.accounts).where(this).values(password_hash=new))


def _provide_apps(engine: Engine, vault: Vault, secrets: Mapping[str, str]) -> None:
    """Give each account its secret of the second step, where it has another or none."""
    with engine.connect() as conn:
        has = {account_id: factors.of_account(conn, account_id).app for account_id in secrets}
    new = [one for one, secret in secrets.items() if vault.reveal(has[one]) != secret]
    seals = vault.sealers(subject_of(account_id) for account_id in new)
    with engine.begin() as conn:
        for account_id in new:
            sealed = seals[subject_of(account_id)](secrets[account_id])
            factors.remove_app(conn, account_id)
            factors.propose_app(conn, account_id, sealed)
            factors.confirm_app(conn, account_id, step=None, at=datetime.now(UTC))


def _secrets(person: Person, before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the person's data from the file; existing data stays.

    People who need no second step have none, so that a demonstration shows that too.
    """
    needs = factors.needed(person.roles)
    return {
        "role": person.roles[0].value,
        "email": person.email,
        "password": before.get("password") or token_urlsafe(12),
        "totp_secret": (before.get("totp_secret") or codes.new_secret()) if needs else None,
    }


def _read_file(file: Path) -> dict[str, Any]:
    try:
        known: dict[str, Any] = json.loads(file.read_text())
    except FileNotFoundError:
        return {}
    return known


def _write(file: Path, content: dict[str, Any]) -> None:
    """Write for the owner only, all or nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    new = file.with_suffix(".new")
    new.unlink(missing_ok=True)
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(content, out, indent=2)
        out.write("\n")
        out.flush()
        os.fsync(out.fileno())
    new.replace(file)
