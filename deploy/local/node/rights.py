"""Kafka's rights, written from the KafkaUsers of an overlay.

Runs inside the cluster's network; reads users, password and authority as JSON.
"""

import json
import sys
import time
from typing import Any, Final

from kafka import KafkaAdminClient
from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ACLResourcePatternType,
    ResourcePattern,
    ResourceType,
)
from kafka.errors import KafkaError

_PATIENCE: Final = 60.0


def rights(user: Any) -> list[Any]:
    """Return the rights of a KafkaUser."""
    found = []
    for one in user["spec"]["authorization"]["acls"]:
        resource = one["resource"]
        kind = ResourceType[resource["type"].upper()]
        pattern = ACLResourcePatternType[
            {"literal": "LITERAL", "prefix": "PREFIXED"}[resource.get("patternType", "literal")]
        ]
        found += [
            ACL(
                principal=f"User:{user['metadata']['name']}",
                host=one.get("host", "*"),
                operation=ACLOperation[_spelled(operation)],
                permission_type=ACLPermissionType.ALLOW,
                resource_pattern=ResourcePattern(
                    kind, resource.get("name", "kafka-cluster"), pattern
                ),
            )
            for operation in one["operations"]
        ]
    return found


def _spelled(operation: str) -> str:
    """Return DescribeConfigs as DESCRIBE_CONFIGS."""
    words = "".join(f"_{letter}" if letter.isupper() else letter for letter in operation)
    return words.strip("_").upper()


def main() -> int:
    given = json.load(sys.stdin)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            admin: Any = KafkaAdminClient(
                bootstrap_servers=given["servers"],
                security_protocol="SASL_SSL",
                sasl_mechanism="SCRAM-SHA-512",
                sasl_plain_username=given["user"],
                sasl_plain_password=given["password"],
                ssl_cafile=given["ca"],
                bootstrap_timeout_ms=5_000,
            )
            break
        except KafkaError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
    wanted = [right for user in given["users"] for right in rights(user)]
    admin.create_acls(wanted)
    admin.close()
    sys.stdout.write(f"{len(wanted)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
