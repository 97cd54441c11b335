"""All settings, from the environment (prefix ``RAPPORTEUR_``) or files; secrets never print."""

import os
from functools import cached_property

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt, SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.sources import SecretsSettingsSource
from typing_extensions import override

from shared.contracts.stakeholders_onboarding import KitItem
from shared.platform.cluster import Cluster, Security
from shared.platform.limits import Limits
from shared.platform.pool import Pool
from shared.reference.advice import DAYS
from shared.reference.onboarding import KIT
from shared.reference.selection_files import MONTHS as MONTHS_OF_FILES
from shared.reference.visit_threads import DAYS as DAYS_OF_THREADS

_SECRETS_DIR = "RAPPORTEUR_SECRETS_DIR"
_MAIL = ("smtp://", "smtp+starttls://", "smtps://")


class Settings(BaseSettings):
    """Defaults suit a laptop; production sets what differs.

    Keys are lists, newest first, separated by commas: the first one signs or seals, all of them
    verify or open, so that a key is rotated by putting the new one in front.

    ``RAPPORTEUR_SECRETS_DIR`` names a directory with files such as ``RAPPORTEUR_VAULT_KEYS``,
    each holding one setting's value; the environment wins.
    """

    model_config = SettingsConfigDict(env_prefix="RAPPORTEUR_", frozen=True)

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the directory's name at each start, not when this module is loaded."""
        directory = os.environ.get(_SECRETS_DIR)
        files = (SecretsSettingsSource(settings_cls, directory),) if directory else ()
        return (init_settings, env_settings, *files)

    eventstore: str = Field(default="esdb://127.0.0.1:2113?Tls=false", repr=False)
    """The store's address; TLS: ``esdb://user:password@host:2113?TlsCaFile=/path/of/ca.pem``."""
    kafka: str = "127.0.0.1:9092"
    kafka_security: Security = "PLAINTEXT"
    kafka_ca: str = ""
    kafka_certificate: str = ""
    kafka_key: str = ""
    kafka_username: str = ""
    kafka_password: SecretStr = SecretStr("")
    partitions: int = 12
    """Of each topic, as it was created: never changed in place (decision 0212)."""
    database: str = Field(default="sqlite:///var/portal.db", repr=False)
    """Databases: ``postgresql://user:password@host/name?sslmode=verify-full&sslrootcert=…``."""
    vault_database: str = Field(default="sqlite:///var/vault.db", repr=False)
    approvals_database: str = Field(default="sqlite:///var/approvals.db", repr=False)
    followup_database: str = Field(default="sqlite:///var/followup.db", repr=False)
    database_pool: PositiveInt = 4
    """Connections that each engine of this process keeps open to PostgreSQL."""
    database_overflow: NonNegativeInt = 32
    """Extra connections while all are in use; ``web`` needs 27 of both together."""

    intake_url: str = "http://127.0.0.1:8101"
    approvals_url: str = "http://127.0.0.1:8102"
    followup_url: str = "http://127.0.0.1:8103"
    stakeholders_url: str = "http://127.0.0.1:8104"
    consume_url: str = "http://127.0.0.1:8001"
    feed_url: str = "http://127.0.0.1:8002"
    http_host: str = "127.0.0.1"
    http_port: int = 8000
    http_certificate: str = ""
    """Listen with TLS, this certificate (a path, PEM) and ``http_key``; empty: without TLS."""
    http_key: str = ""
    http_ca: str = ""
    """The authority for services called by https (a path, PEM); empty: the system's."""

    http_connections: PositiveInt = Limits().connections
    """Maximum of connections of this process; never more than half of its file descriptors."""
    http_head_seconds: PositiveFloat = Limits().head
    """Maximum time for the head of a request."""
    http_body_seconds: PositiveFloat = Limits().body
    """Maximum time for a body, plus a second for each ``http_body_rate`` bytes received."""
    http_body_rate: PositiveInt = Limits().rate
    http_idle_seconds: PositiveFloat = Limits().idle
    """Time for which a connection stays open after an answer, for the next request."""
    http_reader_seconds: PositiveFloat = Limits().reader
    """Maximum time in which the client reads nothing of an answer."""
    http_held_bytes: PositiveInt = Limits().held
    """Bytes of bodies and answers that wait for slow clients, together: in memory and in /tmp."""

    actor_keys: SecretStr = SecretStr("")
    secret_key: SecretStr = SecretStr("")
    vault_keys: SecretStr = SecretStr("")

    attachments: str = "var/attachments"
    """The store of encrypted files: a directory, or s3://bucket/prefix (AWS_* variables)."""
    attachment_bytes: int = 25 * 1024 * 1024
    """Maximum size of a file."""
    clamd: str = ""
    """The virus scanner: "host:port" or "unix:/path"; without one files are not scanned."""

    first_administrators_key: SecretStr = SecretStr("")
    """Opens the page that makes the first two administrators; empty: there is no such page."""
    demo: bool = False
    demo_file: str = "var/demo.json"
    telemetry: str = "off"
    log_level: str = "INFO"
    metrics_port: int = 0
    """The port on which this process serves its metrics, and nothing else; 0: none."""
    secure_cookies: bool = False

    public_url: str = ""
    """The public address, such as ``https://rapporteur.example``; empty: the Host header."""
    step_up_minutes: int = 15
    """Maximum age of the second factor for a step that needs a fresh one."""
    comparisons_a_day: int = 8
    """Texts that a person may compare with the identity of a submission's source in a day."""
    name_searches_a_day: int = 50
    """Names of victims that a person may search for in all cases in a day."""
    rights_delay_hours: NonNegativeInt = 24
    """Hours until a right given by two people takes effect, unless they say that it is urgent."""
    proposal_days: PositiveInt = 14
    """Days in which a second person can confirm a proposal; then it lapses."""
    oidc_issuer: str = ""
    """OpenID Connect: the issuer, as the provider names itself; empty: not used."""
    oidc_name: str = "your organisation's account"
    """The provider's name on the sign-in page, after "Sign in with"."""
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_second_factor: str = ""
    """Values of ``acr`` or ``amr`` that mean a second factor, separated by commas."""

    join_hours_urgent: int = 12
    """Hours in which an invited mandate can join an urgent appeal; a silent one drops out."""
    join_days: int = 5
    """Days in which an invited mandate can join any other letter."""

    advice_days: PositiveInt = DAYS
    """Days in which the office answers a request for advice of a national institution."""
    thread_days: int = Field(default=DAYS_OF_THREADS, ge=0, le=3650)
    """Days after a visit closed in which somebody still writes in its threads."""
    outbox_days: int = Field(default=90, ge=31, le=3650)
    """Days for which a command can be delivered again; backups of the store are kept for fewer."""
    draft_days: int = 30
    """Days after its last change when an unsent submission is deleted."""
    pace_network: PositiveInt = 30
    """Units that one network asks for in an hour without an account and without waiting.

    Beginning a draft is one unit, sending it four, and 5 MB of files one.
    """
    pace_total: PositiveInt = 1000
    """The same of all networks of one process together; beyond, everybody pays in time."""
    pace_work: PositiveInt = 16_384
    """Hashes that a browser computes for a unit, at the lowest price."""
    pace_wait_seconds: PositiveInt = 10
    """Seconds that a unit takes instead without JavaScript, at the lowest price."""
    pace_dearest: PositiveInt = 32
    """How many times the lowest price a unit costs at most."""
    pace_wait_longest: PositiveInt = 900
    """Seconds that anybody waits at most."""
    exit_url: str = "https://www.bbc.com/weather"
    """The target of the button "Exit this page": an inconspicuous page."""

    corpus_licence: str = ""
    """Under which terms texts of the corpus are given on; empty: files name the source alone."""

    onboarding_kit: tuple[KitItem, ...] = KIT
    """The parts of a new holder's first weeks, as JSON: key, owner, due_days, bars."""

    reply_days: int = 60
    """Days a Government has to reply (A/HRC/46/26, section III.D)."""
    reminder_days: tuple[int, ...] = (60, 120)
    """Days after transmission at which a reminder is proposed if no reply has come."""
    embargo_days: int = 60
    """Days until allegation letters and urgent appeals become public (likewise)."""
    embargo_days_other_letters: int = 2
    """Days until other letters, on laws and policies, become public: usually much sooner."""

    smtp_url: SecretStr = SecretStr("")
    """The mail server for notices: ``smtp+starttls://user:password@host:587``; empty: no mail."""
    mail_from: str = ""
    """The sender of notices, such as ``Rapporteur <no-reply@rapporteur.example>``."""
    mail_bounces: str = ""
    """Where a mail that comes back later goes, such as ``bounces@rapporteur.example``: the sender
    of the envelope. Empty: the address of ``mail_from``."""
    bounces_url: SecretStr = SecretStr("")
    """That mailbox, to read it: ``pop3s://user:password@host``; empty: somebody reads it."""
    mails_a_minute: PositiveInt = 60
    """Mails to followers and of the weekly briefing to one domain, from each process."""
    following_confirm_days: PositiveInt = 7
    """Days in which an address that asked to follow what is published is confirmed or deleted."""
    notice_days: PositiveInt = 90
    """Days for which the page Notices keeps a notice."""
    seat_days: PositiveInt = 90
    """Days after a session for which it is kept who had a seat, or asked for one."""
    selection_file_months: PositiveInt = MONTHS_OF_FILES
    """Months after the end of a selection, or of a term, for which applications are kept."""
    reminder_hours_urgent: PositiveInt = 4
    """How often a mandate-holder is reminded of an urgent appeal that waits for approval."""
    reminder_hours: PositiveInt = 48
    """How often for other letters."""
    statement_reminder_days: PositiveInt = 3
    """Days of waiting after which a mandate-holder is reminded, once, of a statement."""

    letter_fonts: str = "/usr/share/fonts"
    """Directories with fonts for letters, separated by colons (Debian: fonts-noto-core, -cjk)."""

    @cached_property
    def font_directories(self) -> tuple[str, ...]:
        return tuple(filter(None, self.letter_fonts.split(":")))

    @property
    def sends_mail(self) -> bool:
        return bool(self.smtp_url.get_secret_value() and self.mail_from)

    @property
    def wrong(self) -> str:
        """Return why no process starts with these settings; empty: each does.

        A slip of the pen must not send mail and password for all to read.
        """
        url = self.smtp_url.get_secret_value()
        if not url or url.lower().startswith(_MAIL):
            return ""
        return f"RAPPORTEUR_SMTP_URL begins with none of these: {', '.join(_MAIL)}."

    @property
    def reads_bounces(self) -> bool:
        return self.sends_mail and bool(self.bounces_url.get_secret_value())

    @cached_property
    def actor_key_list(self) -> tuple[str, ...]:
        return _keys(self.actor_keys)

    @cached_property
    def vault_key_list(self) -> tuple[str, ...]:
        return _keys(self.vault_keys)

    @cached_property
    def secret_key_list(self) -> tuple[str, ...]:
        return _keys(self.secret_key)

    @property
    def pool(self) -> Pool:
        return Pool(self.database_pool, self.database_overflow)

    @property
    def limits(self) -> Limits:
        return Limits(
            connections=self.http_connections,
            head=self.http_head_seconds,
            body=self.http_body_seconds,
            rate=self.http_body_rate,
            idle=self.http_idle_seconds,
            reader=self.http_reader_seconds,
            held=self.http_held_bytes,
        )

    @property
    def cluster(self) -> Cluster:
        return Cluster(
            servers=self.kafka,
            security=self.kafka_security,
            ca=self.kafka_ca,
            certificate=self.kafka_certificate,
            key=self.kafka_key,
            username=self.kafka_username,
            password=self.kafka_password,
        )

    def service_url(self, service: str) -> str:
        urls = {
            "intake": self.intake_url,
            "approvals": self.approvals_url,
            "followup": self.followup_url,
            "stakeholders": self.stakeholders_url,
        }
        return urls[service]


def _keys(secret: SecretStr) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in secret.get_secret_value().split(",") if key.strip())
    if not keys:
        raise MissingKey
    return keys


class MissingKey(Exception):
    """A key that the process cannot work without is not set."""

    def __str__(self) -> str:
        return "Set RAPPORTEUR_ACTOR_KEYS, RAPPORTEUR_VAULT_KEYS and RAPPORTEUR_SECRET_KEY."
