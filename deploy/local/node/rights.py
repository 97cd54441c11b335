"""Kafka's rights, written from the KafkaUsers of an overlay.

Runs in the network of Kafka's pod; reads the users as JSON.
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

_SERVER: Final = "127.0.0.1:9092"
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
    users = json.load(sys.stdin)
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            admin: Any = KafkaAdminClient(
                bootstrap_servers=_SERVER,
                bootstrap_timeout_ms=5_000,
            )
            break
        except KafkaError:
            if time.monotonic() > until:
                raise
            time.sleep(1)
    wanted = [right for user in users for right in rights(user)]
    admin.create_acls(wanted)
    admin.close()
    sys.stdout.write(f"{len(wanted)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
