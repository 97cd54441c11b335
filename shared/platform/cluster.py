"""Kafka's address and credentials, for both client libraries, from the settings."""

import ssl
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from pydantic import SecretStr

Security: TypeAlias = Literal["PLAINTEXT", "SSL", "SASL_SSL"]
"""PLAINTEXT for a laptop; SSL with a client's certificate; SASL_SSL with SCRAM-SHA-512."""

_MECHANISM = "SCRAM-SHA-512"


class Incomplete(Exception):
    """A setting is missing for this kind of security; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """``ca``, ``certificate``, ``key``: paths of PEM files. Without ``ca``: the system's."""

    servers: str
    security: Security = "PLAINTEXT"
    ca: str = ""
    certificate: str = ""
    key: str = ""
    username: str = ""
    password: SecretStr = field(default=SecretStr(""))

    def arguments(self) -> dict[str, Any]:
        """Return the arguments of kafka-python's clients. Raises ``Incomplete``, ``OSError``."""
        if self.security == "PLAINTEXT":
            return {"bootstrap_servers": self.servers}
        found = {
            "bootstrap_servers": self.servers,
            "security_protocol": self.security,
            "ssl_context": self.context(),
        }
        if self.security == "SSL":
            return found
        return found | {
            "sasl_mechanism": _MECHANISM,
            "sasl_plain_username": self._username(),
            "sasl_plain_password": self.password.get_secret_value(),
        }

    def faststream(self) -> dict[str, Any]:
        """Return the arguments of FastStream's broker. Raises ``Incomplete``, ``OSError``."""
        if self.security == "PLAINTEXT":
            return {"bootstrap_servers": self.servers}
        from faststream.security import BaseSecurity, SASLScram512  # noqa: PLC0415  # a relay goes without

        if self.security == "SSL":
            security: BaseSecurity = BaseSecurity(ssl_context=self.context(), use_ssl=True)
        else:
            security = SASLScram512(
                username=self._username(),
                password=self.password.get_secret_value(),
                ssl_context=self.context(),
                use_ssl=True,
            )
        return {"bootstrap_servers": self.servers, "security": security}

    def context(self) -> ssl.SSLContext:
        """TLS 1.2 or newer, the server's name verified."""
        context = ssl.create_default_context(cafile=self.ca or None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.certificate:
            context.load_cert_chain(self.certificate, self.key or None)
        elif self.security == "SSL":
            raise Incomplete("Set RAPPORTEUR_KAFKA_CERTIFICATE and RAPPORTEUR_KAFKA_KEY.")
        return context

    def _username(self) -> str:
        if not self.username or not self.password.get_secret_value():
            raise Incomplete("Set RAPPORTEUR_KAFKA_USERNAME and RAPPORTEUR_KAFKA_PASSWORD.")
        return self.username
