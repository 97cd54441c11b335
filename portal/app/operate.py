"""Commands for operators, such as ``python -m portal rebuild``, ``forget``, ``verify-audit``.

``forget-again``: after restoring the vault from a backup. ``deliver-again``: after restoring the
store. ``refused``: lists commands that had a receipt and were rejected; ``refused again`` retries
them. ``first-administrator``: before two administrators can sign in. ``start-password``: without
e-mail. ``rewrap``: after rotating a vault key.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

from cryptography.fernet import InvalidToken
from sqlalchemy import Engine

from portal.app.beside import rebuilt
from portal.app.read_models import READ_MODELS
from portal.casefile.attachments.sweep import TELLING
from portal.oversight.forgetting import erasing
from portal.oversight.forgetting.erasing import Erasure
from portal.oversight.forgetting.words import BY_HAND, OPERATOR
from portal.web.accounts import first, starting
from portal.web.accounts.account import by_email
from portal.web.audit import entries
from portal.web.audit.chain import Read, put, verify
from portal.web.audit.words import in_words
from portal.web.clock.moved import Moved
from portal.web.delivery import outbox, refusals
from shared.platform.settings import Settings
from shared.platform.tables import make_engine
from shared.platform.vault import Vault
from shared.read_models.model import Applier


def rebuild(settings: Settings, consumers: Sequence[str]) -> int:
    """Drop these read models (none named: all); ``consume`` fills them at its next start.

    After ``--beside``: build them anew beside what pages read meanwhile, one after the other.
    """
    beside, consumers = consumers[:1] == ["--beside"], [c for c in consumers if c != "--beside"]
    known = {model.consumer: model for model in READ_MODELS}
    unknown = [name for name in consumers if name not in known]
    if unknown:
        sys.stderr.write(f"No such read model: {', '.join(unknown)}. There are: {_list(known)}.\n")
        return 2
    if beside and not consumers:
        sys.stderr.write(f"Say which read model. There are: {_list(known)}.\n")
        return 2
    with _opened(settings.database) as engine:
        if beside:
            return max(rebuilt(engine, settings.cluster, known[name]) for name in consumers)
        for name in consumers or known:
            Applier(engine, known[name]).drop()
    sys.stdout.write(f"Dropped: {_list(consumers or known)}. Restart consume to fill them.\n")
    return 0


def forget(settings: Settings, subjects: Sequence[str]) -> int:
    """Destroy the keys of these subjects: what was sealed under them is unreadable for ever."""
    if not subjects:
        sys.stderr.write("Say whom: submission-<id>, source-<id>, communication-<id>, …\n")
        return 2
    with _opened(settings.database) as engine, _opened(settings.vault_database) as vaults:
        vault = Vault(vaults, settings.vault_key_list)
        for subject in subjects:
            if not vault.knows(subject):
                sys.stderr.write(f"The vault knows no {subject}.\n")
                return 1
            erasing.erase(engine, vault, _by_hand(subject, Moved(settings, engine)()))
    sys.stdout.write(f"Forgotten: {_list(subjects)}.\n")
    return 0


def forget_again(settings: Settings, _: Sequence[str]) -> int:
    """Repeat erasures that a restored vault has lost."""
    with _opened(settings.database) as engine, _opened(settings.vault_database) as vaults:
        back = erasing.again(engine, Vault(vaults, settings.vault_key_list))
    sys.stdout.write(f"Forgotten again, as far as it is told: {_list(back) or 'nothing'}.\n")
    return 0


def _by_hand(subject: str, at: datetime) -> Erasure:
    return Erasure(
        erasure_id=str(uuid4()),
        subject=subject,
        erased_at=at,
        by=OPERATOR,
        basis=BY_HAND,
        asked_by=OPERATOR,
    )


def rewrap(settings: Settings, _: Sequence[str]) -> int:
    """Wrap every subject's key by the newest vault key, so that the older ones can go."""
    with _opened(settings.database) as engine, _opened(settings.vault_database) as vaults:
        begun = Read(
            actor_id=OPERATOR,
            roles=frozenset(),
            what=entries.KEYS_WRAPPED,
            subject="vault",
            purpose="rewrap",
        )
        with engine.begin() as conn:
            put(conn, [begun], at=Moved(settings, engine)())
        try:
            number = Vault(vaults, settings.vault_key_list).wrap_anew()
        except InvalidToken:
            sys.stderr.write("A key is wrapped by none of RAPPORTEUR_VAULT_KEYS: add that one.\n")
            return 1
    sys.stdout.write(f"Wrapped anew: {number}. All others were wrapped by the newest key.\n")
    return 0


def deliver_again(settings: Settings, since: Sequence[str]) -> int:
    """Deliver what was taken since then (none named: ever) once more to restored services."""
    try:
        moment = datetime.fromisoformat(since[0]) if since else datetime.min.replace(tzinfo=UTC)
    except ValueError:
        sys.stderr.write("Say since when as 2026-11-24T14:00:00+00:00, or nothing for all.\n")
        return 2
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    with _opened(settings.database) as engine:
        number, gone = refusals.deliver_again(engine, moment), refusals.emptied(engine, moment)
    sys.stdout.write(f"To be delivered again: {number}. Nothing takes effect twice.\n")
    if gone:
        sys.stderr.write(
            f"Not to be delivered again: {gone}. They were taken more than {settings.outbox_days} "
            "days ago and are emptied: the restored store has to have them.\n"
        )
    return 0


def refused(settings: Settings, asked: Sequence[str]) -> int:
    """List what was refused for good, by id; after ``again``: deliver these ids once more."""
    if not asked:
        return _list_refused(settings)
    try:
        ids = {UUID(one) for one in asked[1:]}
    except ValueError:
        ids = set()
    if asked[0] != "again" or not ids:
        sys.stderr.write("Say nothing for the list, or: again <id> …\n")
        return 2
    with _opened(settings.database) as engine:
        files = {one.command_id for one in refusals.listed(engine) if _is_gone(one)}
        other = ids & files or refusals.deliver(engine, ids)
    if other:
        why = "Not refused, or a file whose sender was told, which is gone"
        sys.stderr.write(f"{why}: {_list(sorted(map(str, other)))}. Nothing was changed.\n")
        return 1
    sys.stdout.write(f"To be delivered again: {len(ids)}. Nothing takes effect twice.\n")
    return 0


def _list_refused(settings: Settings) -> int:
    """One a line: its id, when it got its receipt, when it was refused, what it is, and why."""
    with _opened(settings.database) as engine:
        found = refusals.listed(engine)
    for one in found:
        when = f"{one.created_at:%Y-%m-%dT%H:%M:%SZ} {one.refused_at:%Y-%m-%dT%H:%M:%SZ}"
        file = " file" if _is_gone(one) else ""
        sys.stdout.write(
            f"{one.command_id} {when} {one.service} {one.type} "
            f"{one.status or '-'} {one.code}{file}\n"
        )
    sys.stdout.write(f"Refused: {len(found)}.\n")
    return 0


def _is_gone(one: refusals.Refusal) -> bool:
    """Whether it told of a file, which is gone; not where it waits for its submission."""
    return one.type in TELLING and one.status != outbox.WITHOUT_IT


def verify_audit(settings: Settings, noted: Sequence[str]) -> int:
    """Say whether the audit log's chain is whole, and whether it still holds a hash noted before.

    Only so is it seen when the end of the log was cut off.
    """
    with _opened(settings.database) as engine, engine.connect() as conn:
        verdict = verify(conn, noted[0] if noted else None)
    sys.stdout.write(f"{in_words(verdict)}\nThe last hash that fits: {verdict.last}\n")
    return 0 if verdict.whole else 1


def first_administrator(settings: Settings, who: Sequence[str]) -> int:
    """Make an account that makes others; refused while two administrators can do it on a page.

    Two, because most rights take two persons: nobody but who runs the machine makes the first two.
    """
    email, name = " ".join(who[:1]), " ".join(who[1:])
    if not name or "@" not in email:
        sys.stderr.write("Say the e-mail address, then the name.\n")
        return 2
    try:
        with _opened(settings.database) as engine, engine.begin() as conn:
            password = first.make(conn, email, name, demo=settings.demo, at=datetime.now(UTC))
    except first.ThereAreTwo:
        sys.stderr.write("There are two administrators: add the account under Accounts.\n")
        return 1
    except first.Known:
        sys.stderr.write("There is an account with this e-mail address already.\n")
        return 1
    sys.stdout.write(f"Sign in within seven days with this password: {password}\n")
    return 0


def start_password(settings: Settings, who: Sequence[str]) -> int:
    """Print the start password that an administrator asked for, where no e-mail goes."""
    at = datetime.now(UTC)
    with _opened(settings.database) as engine, engine.begin() as conn:
        account = by_email(conn, who[0]) if len(who) == 1 else None
        if account is None:
            sys.stderr.write("Say the e-mail address of an account.\n")
            return 2
        if not starting.asked(conn, account.account_id):
            sys.stderr.write("No administrator asked for it, or it went out by e-mail.\n")
            return 1
        password = starting.make(conn, account.account_id, at=at)
        starting.sent(conn, account.account_id)
        made = Read(
            actor_id=OPERATOR,
            roles=frozenset(),
            what=entries.PASSWORD_RESET,
            subject=f"account-{account.account_id}",
            purpose="start-password",
        )
        put(conn, [made], at=at)
    sys.stdout.write(f"Good for seven days and for signing in once: {password}\n")
    return 0


@contextmanager
def _opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url, durable=True)
    try:
        yield engine
    finally:
        engine.dispose()


def _list(names: Iterable[str]) -> str:
    return ", ".join(names)


COMMANDS = {
    "deliver-again": deliver_again,
    "first-administrator": first_administrator,
    "rebuild": rebuild,
    "refused": refused,
    "rewrap": rewrap,
    "start-password": start_password,
    "forget": forget,
    "forget-again": forget_again,
    "verify-audit": verify_audit,
}
