"""Migration of the kept tables: ``python -m portal.app.migrate``. Run it before every start.

Read models are not migrated: they are replayed. With RAPPORTEUR_DEMO it also makes the demo
accounts.
"""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, text

from portal.app.read_models import KEPT
from portal.web.accounts import demo, filers
from portal.web.delivery import outbox
from shared.platform import vault
from shared.platform.settings import Settings
from shared.platform.tables import make_engine

_HERE = Path(__file__).parent / "migrations"
_LOCK = 0x5241_5050  # any number that nothing else locks: one migration at a time


@dataclass(frozen=True, slots=True)
class Kept:
    """One database's kept tables; its migrations are in ``migrations/<name>``."""

    name: str
    tables: Sequence[MetaData]

    @property
    def version_table(self) -> str:
        """Two of them may share one database."""
        return f"{self.name}_version"


# A new kept table needs a migration too.
PORTAL = Kept("portal", (outbox.tables, *KEPT))
VAULT = Kept("vault", (vault.tables,))


def upgrade(engine: Engine, kept: Kept, keys: vault.Vault | None = None) -> None:
    """Apply missing migrations, all or nothing. Of two at once the second has nothing to do.

    ``keys``: what a migration seals it seals with these.
    """
    if keys is not None:
        filers.begin(keys)
        outbox.begin(keys)  # both may be of one database, which is locked soon
    with engine.begin() as conn:  # on SQLite this is the lock
        if conn.dialect.name == "postgresql":
            conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(config(conn, kept, keys), "head")


def config(conn: Connection, kept: Kept, keys: vault.Vault | None = None) -> Config:
    """Return alembic's configuration for this database on this connection."""
    made = Config(
        attributes={
            "connection": conn,
            "tables": list(kept.tables),
            "version_table": kept.version_table,
            **({"vault": keys} if keys else {}),
        }
    )
    made.set_main_option("script_location", str(_HERE))
    made.set_main_option("version_locations", str(_HERE / kept.name))
    made.set_main_option("path_separator", "os")
    return made


def main() -> int:
    settings = Settings()
    engine = make_engine(settings.database, durable=True, pool=settings.pool)
    vault_engine = make_engine(settings.vault_database, durable=True, pool=settings.pool)
    upgrade(vault_engine, VAULT)
    keys = vault.Vault(vault_engine, settings.vault_key_list)
    upgrade(engine, PORTAL, keys)
    if settings.demo:
        demo.provide(engine, Path(settings.demo_file), keys)
    return 0


if __name__ == "__main__":
    sys.exit(main())
