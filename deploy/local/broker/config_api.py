"""Settings of topics, and a few of the node: describe and change them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kafka.protocol.admin import DescribeConfigsResponse, IncrementalAlterConfigsResponse

from deploy.local.broker import topic_settings
from deploy.local.broker.codes import Code, Refused
from deploy.local.broker.kept import Topic, check_topic_name
from deploy.local.broker.node import NODE_ID, Answer, Client, Node, Request
from deploy.local.broker.topic_settings import SETTINGS, Kind

_Described = DescribeConfigsResponse.DescribeConfigsResult
_Altered = IncrementalAlterConfigsResponse.AlterConfigsResourceResponse

TOPIC, BROKER = 2, 4  # resource types
SET, DELETE = 0, 1  # operations on a setting
OWN, STATIC_BROKER, BUILT_IN = 1, 4, 5  # where a value comes from


def of_topic(own: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every setting of a topic, with the fields that creating and describing have in common."""
    return [
        {
            "name": name,
            "value": own.get(name, setting.default),
            "read_only": False,
            "config_source": OWN if name in own else BUILT_IN,
            "is_sensitive": False,
        }
        for name, setting in SETTINGS.items()
    ]


def _of_node(node: Node) -> list[dict[str, Any]]:
    values = {
        "auto.create.topics.enable": (Kind.BOOLEAN, str(node.auto_create).lower()),
        "default.replication.factor": (Kind.INT, "1"),
        "group.initial.rebalance.delay.ms": (Kind.INT, "0"),
        "group.min.session.timeout.ms": (Kind.INT, str(node.min_session_ms)),
        "num.partitions": (Kind.INT, str(node.partitions)),
        "offsets.topic.replication.factor": (Kind.INT, "1"),
    }
    return [
        {
            "name": name,
            "value": value,
            "read_only": True,
            "config_source": STATIC_BROKER,
            "is_sensitive": False,
            "config_type": kind,
        }
        for name, (kind, value) in values.items()
    ]


def _settings(node: Node, kind: int, name: str) -> list[dict[str, Any]]:
    if kind == TOPIC:
        check_topic_name(name)
        own = node.kept.topic(name).settings
        return [{**each, "config_type": SETTINGS[each["name"]].kind} for each in of_topic(own)]
    if kind == BROKER and name == str(NODE_ID):
        return _of_node(node)
    if kind == BROKER and not name:  # what is set for all brokers: nothing
        return []
    raise Refused(Code.INVALID_REQUEST, "Only topics and this broker have settings.")


async def describe_configs(node: Node, request: Request, _client: Client) -> Answer:
    """Settings of topics and of the node."""
    results = []
    for asked in request.resources:
        code, sentence, found = Code.NONE, None, list[dict[str, Any]]()
        try:
            found = _settings(node, asked.resource_type, asked.resource_name)
        except Refused as error:
            code, sentence = error.code, error.sentence
        wanted = asked.configuration_keys
        results.append(
            _Described(
                error_code=code,
                error_message=sentence,
                resource_type=asked.resource_type,
                resource_name=asked.resource_name,
                configs=[
                    _Described.DescribeConfigsResourceResult(
                        **each,
                        synonyms=_synonyms(each) if request.include_synonyms else [],
                        documentation=None,
                    )
                    for each in found
                    if wanted is None or each["name"] in wanted
                ],
            )
        )
    return {"results": results}


def _synonyms(each: dict[str, Any]) -> list[Any]:
    shape = _Described.DescribeConfigsResourceResult.DescribeConfigsSynonym
    return [shape(name=each["name"], value=each["value"], source=each["config_source"])]


async def incremental_alter_configs(node: Node, request: Request, _client: Client) -> Answer:
    """Set or unset settings of topics."""
    results = []
    for asked in request.resources:
        code, sentence = Code.NONE, None
        try:
            topic, settings = _changed(node, asked)
            if not request.validate_only:
                node.kept.set_settings(topic, settings)
        except Refused as error:
            code, sentence = error.code, error.sentence
        results.append(
            _Altered(
                error_code=code,
                error_message=sentence,
                resource_type=asked.resource_type,
                resource_name=asked.resource_name,
            )
        )
    return {"responses": results}


def _changed(node: Node, asked: Any) -> tuple[Topic, dict[str, str]]:
    if asked.resource_type != TOPIC:
        raise Refused(Code.INVALID_REQUEST, "Only settings of topics can be changed.")
    topic = node.kept.topic(asked.resource_name)
    settings = dict(topic.settings)
    for each in asked.configs:
        if each.config_operation == DELETE:
            settings.pop(each.name, None)
        elif each.config_operation != SET:
            raise Refused(Code.INVALID_CONFIG, "Settings are set or unset here, not added to.")
        elif each.value is None:
            raise Refused(Code.INVALID_REQUEST, f"{each.name} has no value.")
        else:
            settings[each.name] = each.value
    topic_settings.check(settings)
    return topic, settings
