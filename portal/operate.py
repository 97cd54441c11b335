"""What an operator asks for by hand: ``python -m portal rebuild``, ``forget``, ``verify-audit``.

``forget-again``: after a vault was restored from a backup.
"""

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from uuid import uuid4

from sqlalchemy import Engine

from portal.audit.chain import in_words, verify
from portal.forgetting import erasing
from portal.forgetting.erasing import Erasure
from portal.forgetting.words import BY_HAND, OPERATOR
from portal.read_models import READ_MODELS
from shared.read_model import Applier
from shared.settings import Settings
from shared.tables import make_engine
from shared.vault import Vault


def rebuild(settings: Settings, consumers: Sequence[str]) -> int:
    """Drop these read models (none named: all); ``consume`` fills them at its next start."""
    known = {model.consumer: model for model in READ_MODELS}
    unknown = [name for name in consumers if name not in known]
    if unknown:
        sys.stderr.write(f"No such read model: {', '.join(unknown)}. There are: {_list(known)}.\n")
        return 2
    with _opened(settings.database) as engine:
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
            erasing.erase(engine, vault, _by_hand(subject))
    sys.stdout.write(f"Forgotten: {_list(subjects)}.\n")
    return 0


def forget_again(settings: Settings, _: Sequence[str]) -> int:
    """Erase again whatever a restored vault can read though it was erased before."""
    with _opened(settings.database) as engine, _opened(settings.vault_database) as vaults:
        back = erasing.again(engine, Vault(vaults, settings.vault_key_list))
    sys.stdout.write(f"Forgotten again: {_list(back) or 'nothing'}.\n")
    return 0


def _by_hand(subject: str) -> Erasure:
    return Erasure(
        erasure_id=str(uuid4()),
        subject=subject,
        erased_at=datetime.now(UTC),
        by=OPERATOR,
        basis=BY_HAND,
        asked_by=OPERATOR,
    )


def verify_audit(settings: Settings, noted: Sequence[str]) -> int:
    """Say whether the audit log's chain is whole, and whether it still holds a hash noted before.

    Only so is it seen when the end of the log was cut off.
    """
    with _opened(settings.database) as engine, engine.connect() as conn:
        verdict = verify(conn, noted[0] if noted else None)
    sys.stdout.write(f"{in_words(verdict)}\nThe last hash that fits: {verdict.last}\n")
    return 0 if verdict.whole else 1


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
    "rebuild": rebuild,
    "forget": forget,
    "forget-again": forget_again,
    "verify-audit": verify_audit,
}
