"""The secrets that an operator creates by hand (docs/kubernetes.md), with their keys."""

from collections.abc import Mapping
from typing import Final

from deploy.k8s.generate import rights

GIVEN: Final[Mapping[str, set[str]]] = {
    "actor-keys": {"RAPPORTEUR_ACTOR_KEYS"},
    "session-key": {"RAPPORTEUR_SECRET_KEY"},
    "vault-keys": {"RAPPORTEUR_VAULT_KEYS"},
    "eventstore-client": {"RAPPORTEUR_EVENTSTORE"},
    "eventstore-first": {"admin", "ops"},
    "mail": {"RAPPORTEUR_SMTP_URL", "RAPPORTEUR_BOUNCES_URL"},
    "attachments-bucket": {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"},
}
"""Where no store of secrets is."""

EXISTING: Final[Mapping[str, set[str]]] = {
    **{user: {"password"} for user, _ in rights()},
    "kafka-cluster-ca-cert": {"ca.crt"},
    "eventstore-node": {"ca.crt"},
    **{f"{one}-db-app": {"uri"} for one in ("portal", "vault", "approvals", "followup")},
    **{f"{one}-db-server": {"ca.crt"} for one in ("portal", "vault", "approvals", "followup")},
}
"""Besides, where foundations are elsewhere, and no operator makes theirs."""
