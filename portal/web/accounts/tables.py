"""The kept tables of accounts: they are migrated, never rebuilt."""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
)

from shared.platform.tables import Instant, SealedText

tables = MetaData()


def _of_account(*, primary_key: bool = False) -> Column[str]:
    return Column(
        "account_id",
        String(36),
        ForeignKey("accounts.account_id", ondelete="CASCADE"),
        nullable=False,
        primary_key=primary_key,
    )


accounts = Table(
    "accounts",
    tables,
    Column("account_id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),  # lower case
    Column("name", String(200), nullable=False),
    Column("password_hash", String(200), nullable=False),  # argon2id, with its parameters
    Column("roles", JSON, nullable=False),
    Column("organisation_id", String(100), index=True),
    Column("organisation", String(200)),
    Column("mandates", JSON, nullable=False),
    Column("state_codes", JSON, nullable=False),
    Column("office", String(20)),  # of a United Nations partner; null: an agency
    Column("contact", String(254)),  # of the office, for those who work on its States
    Column("demo", Boolean, nullable=False),
    Column("disabled", Boolean, nullable=False),
    # A start password beside the person's own, which is empty before there is one.
    Column("start_hash", String(200)),
    Column("start_until", Instant),
    Column("language", String(8)),  # of pages and mails; null: the person never chose
    # Up to when the person speaks for the organisation; null: a role from before there was an end.
    Column("focal_until", Instant, index=True),
)

# What a suspension took from a focal point, until somebody decides.
focal_suspensions = Table(
    "focal_suspensions",
    tables,
    _of_account(primary_key=True),
    Column("roles", JSON, nullable=False),
    Column("focal_until", Instant),
    Column("reason", String(10), nullable=False),
    Column("suspended_by", String(36), nullable=False),
    Column("suspended_at", Instant, nullable=False),
)

# Start passwords that are to go out to their owners: made when they go.
start_letters = Table(
    "start_letters",
    tables,
    _of_account(primary_key=True),
    Column("due_at", Instant),  # null: not before the account has rights
    Column("taken_until", Instant),  # one process at a time sends it
    Column("refused_at", Instant),  # the address takes no mail
)

# Something that takes two persons: what one proposed, and whether another confirmed it.
proposals = Table(
    "proposals",
    tables,
    Column("proposal_id", String(36), primary_key=True),
    _of_account(),
    Column("kind", String(10), nullable=False),
    Column("roles", JSON, nullable=False),  # what would be added
    Column("mandates", JSON, nullable=False),
    Column("state_codes", JSON, nullable=False),
    Column("organisation_id", String(100)),
    Column("organisation", String(200)),
    Column("office", String(20)),
    Column("email", String(254)),  # what the address would be
    Column("reason", String(500), nullable=False),
    Column("urgent", String(500)),  # why it cannot wait; null: it can
    Column("proposed_by", String(36), nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),  # unless a second person confirms it before
    Column("confirmed_by", String(36)),
    Column("confirmed_at", Instant),
    Column("effective_at", Instant),
    Column("applied_at", Instant),
    Column("ended", String(10)),
    Column("ended_by", String(36)),
    Column("ended_at", Instant),
    Column("appointment", String(36)),  # the vacancy; null where an administrator proposed it
    Index("proposals_of_account", "account_id"),
    Index("proposals_proposed_at", "proposed_at"),
)

sessions = Table(
    "sessions",
    tables,
    # Whoever reads this table cannot take over a session: the cookie's token is only hashed here.
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", String(36), nullable=False, unique=True),  # what the person's pages name
    _of_account(),
    Column("created_at", Instant, nullable=False),
    Column("last_seen_at", Instant, nullable=False),
    Column("form_secret", String(64), nullable=False),  # the CSRF secret of this session
    Column("device", String(60), nullable=False),  # kind of browser, and no more
    Column("started", Boolean, nullable=False),  # opened by a start password
    Column("passed", Boolean, nullable=False),  # whether all that signing in asks was answered
    Column("factor_at", Instant),  # when a second factor was last shown
    Column("challenge", String(100)),  # what the next passkey must answer; used once
    Index("sessions_of_account", "account_id"),
)

authenticators = Table(
    "authenticators",  # an app that shows codes (RFC 6238); one a person
    tables,
    _of_account(primary_key=True),
    Column("secret", SealedText, nullable=False),
    Column("confirmed_at", Instant),  # null: shown, and no code came yet
    Column("last_step", BigInteger),  # the half minute of the last code: none serves twice
)

passkeys = Table(
    "passkeys",
    tables,
    Column("passkey_id", String(36), primary_key=True),
    _of_account(),
    Column("name", String(100), nullable=False),
    Column("credential_id", String(1400), nullable=False, unique=True),  # base64url
    Column("public_key", LargeBinary, nullable=False),
    Column("sign_count", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant),
    Index("passkeys_of_account", "account_id"),
)

recovery_codes = Table(
    "recovery_codes",
    tables,
    Column("code_hash", String(200), primary_key=True),  # argon2id; the row goes when it is used
    _of_account(),
    Index("recovery_codes_of_account", "account_id"),
)

api_tokens = Table(
    "api_tokens",
    tables,
    Column("program_id", String(16), primary_key=True),
    Column("token_hash", String(64), nullable=False),
    _of_account(),  # who made it
    Column("organisation_id", String(100), nullable=False),
    Column("label", String(100), nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("ends_on", String(10), nullable=False),  # its last day
    Column("used_on", String(10)),
    Index("api_tokens_of_account", "account_id"),
    Index("api_tokens_of_organisation", "organisation_id"),
)

known_devices = Table(
    "known_devices",  # see remembered.py
    tables,
    Column("device_hash", String(64), primary_key=True),  # of the cookie's token and the account
    _of_account(),
    Column("used_at", Instant, nullable=False),
    Index("known_devices_of_account", "account_id"),
    Index("known_devices_used", "used_at"),
)

wrong_answers = Table(
    "wrong_answers",  # of the last 15 minutes: see attempts.py
    tables,
    Column("answer_id", Integer, primary_key=True),
    Column("whose", String(64), nullable=False),  # a keyed hash
    Column("at", Instant, nullable=False),
    Index("wrong_answers_whose", "whose", "at"),
    Index("wrong_answers_at", "at"),
)
