"""The ServerFeatures service: by what it lists, clients decide which calls to make.

Messages of this service are not among those of esdbclient, which never asks, so they are described
here, in a pool of their own.
"""

from typing import Any, Final

import grpc  # type: ignore[import-untyped]  # grpcio ships no types
from esdbclient.protos.Grpc import gossip_pb2, streams_pb2
from google.protobuf import (  # type: ignore[import-untyped]  # no types
    descriptor_pb2,
    descriptor_pool,
    message_factory,
)

PACKAGE: Final = "event_store.client.server_features"
VERSION: Final = "24.10.0"
"""The EventStoreDB whose protocol the node speaks."""

SERVED: Final = (
    streams_pb2.DESCRIPTOR.services_by_name["Streams"],
    gossip_pb2.DESCRIPTOR.services_by_name["Gossip"],
)
OF_METHODS: Final = {"batchappend": ["deadline_duration"]}


def _described() -> Any:
    """Describe the answer: the package's two messages, as a class of the second."""
    kind = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(
        name="serverfeatures.proto", package=PACKAGE, syntax="proto3"
    )
    method = file.message_type.add(name="SupportedMethod")
    for number, name in enumerate(("method_name", "service_name", "features"), 1):
        label = kind.LABEL_REPEATED if name == "features" else kind.LABEL_OPTIONAL
        method.field.add(name=name, number=number, type=kind.TYPE_STRING, label=label)
    methods = file.message_type.add(name="SupportedMethods")
    methods.field.add(
        name="methods",
        number=1,
        type=kind.TYPE_MESSAGE,
        type_name=f".{PACKAGE}.SupportedMethod",
        label=kind.LABEL_REPEATED,
    )
    methods.field.add(
        name="event_store_server_version",
        number=2,
        type=kind.TYPE_STRING,
        label=kind.LABEL_OPTIONAL,
    )
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(
        pool.FindMessageTypeByName(f"{PACKAGE}.SupportedMethods")
    )


def _supported() -> bytes:
    # In lower case, as clients compare it.
    listed = [
        (service.full_name.lower(), method.name.lower())
        for service in SERVED
        for method in service.methods
    ]
    answer = _described()(event_store_server_version=VERSION)
    for service, method in (*listed, (f"{PACKAGE}.serverfeatures", "getsupportedmethods")):
        answer.methods.add(
            service_name=service, method_name=method, features=OF_METHODS.get(method, [])
        )
    whole: bytes = answer.SerializeToString()
    return whole


SUPPORTED: Final = _supported()


async def _answer(_request: bytes, _context: Any) -> bytes:
    return SUPPORTED


FEATURES: Final = grpc.method_handlers_generic_handler(
    f"{PACKAGE}.ServerFeatures",
    {"GetSupportedMethods": grpc.unary_unary_rpc_method_handler(_answer)},
)
