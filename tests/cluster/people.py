"""Two accounts for a trial, made inside a pod of ``web``: ``python - < people.py``.

An organisation whose program files by the API, and a member of the Coordination Committee who
watches the feed. Prints their data as JSON. The pages that make accounts in production need the
mail that this cluster has not.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from uuid import uuid4

from portal.web.accounts import account as accounts
from portal.web.accounts import codes, factors, passwords, programs
from portal.web.accounts.account import Account
from portal.web.accounts.own_factors import subject_of
from portal.web.accounts.programs import LONGEST, Program, Scope
from shared.core.geneva import day_of
from shared.core.roles import Role
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault


def main() -> None:
    settings, now = Settings(), datetime.now(UTC)
    engine, vaults = (
        make_engine(url, durable=True) for url in (settings.database, settings.vault_database)
    )
    vault = Vault(vaults, settings.vault_key_list)
    password, secret = token_urlsafe(12), codes.new_secret()
    token = programs.minted(programs.new_id())
    files, watches = (
        Account(
            account_id=str(uuid4()),
            email=f"{uuid4().hex}@trial.example",
            name="Trial (invented)",
            password_hash=passwords.hashed(password, unguessable=True),
            roles=frozenset(roles),
            organisation_id=organisation and str(uuid4()),
            organisation=organisation,
            mandates=frozenset(),
            state_codes=frozenset(),
            demo=False,
        )
        for roles, organisation in (
            ((Role.NGO_MEMBER, Role.FOCAL_POINT), "Organisation (invented)"),
            ((Role.COORDINATION_COMMITTEE,), None),
        )
    )
    program = Program(
        program_id=token.partition(".")[0],
        account_id=files.account_id,
        whose=programs.whose(files),
        label="Trial",
        scopes=frozenset(Scope),
        made_at=now,
        ends_on=day_of(now) + timedelta(days=LONGEST),
    )
    subject = subject_of(watches.account_id)
    sealed = vault.sealers([subject])[subject](secret)
    with engine.begin() as conn:
        accounts.add(conn, files)
        accounts.add(conn, watches)
        programs.add(conn, program, token)
        factors.propose_app(conn, watches.account_id, sealed)
        factors.confirm_app(conn, watches.account_id, step=None, at=now)
    made = {"token": token, "email": watches.email, "password": password, "secret": secret}
    sys.stdout.write(json.dumps(made))


if __name__ == "__main__":
    main()
