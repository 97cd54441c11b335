"""The kept tables of accounts: they are migrated, never rebuilt."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, MetaData, String, Table

from shared.tables import Instant

tables = MetaData()

accounts = Table(
    "accounts",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),  # argon2id, with its parameters
    Column("roles", JSON, nullable=False),
    Column("organisation_id", String(100)),
    Column("organisation", String(200)),
    Column("mandates", JSON, nullable=False),
    Column("state_codes", JSON, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
)

sessions = Table(
    "sessions",
    tables,
    # Whoever reads this table cannot take over a session: the cookie's token is only hashed here.
    Column("token_hash", String(64), primary_key=True),
    Column(
        "account_id",
        String(36),
        ForeignKey("accounts.account_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("form_secret", String(64), nullable=False),  # the CSRF secret of this session
    Index("sessions_of_account", "account_id"),
)

api_tokens = Table(
    "api_tokens",
    tables,
    Column("token_hash", String(64), primary_key=True),
    Column(
        "account_id",
        String(36),
        ForeignKey("accounts.account_id", ondelete="CASCADE"),
        nullable=False,
    ),
    Column("label", String(100), nullable=False),
)
