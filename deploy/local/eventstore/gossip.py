"""The Gossip service of a one-node cluster, and refusals of calls that the node does not know."""

import uuid
from collections.abc import AsyncIterator
from typing import Any, NoReturn

import grpc  # type: ignore[import-untyped]  # grpcio ships no types
from esdbclient.protos.Grpc import gossip_pb2, gossip_pb2_grpc, shared_pb2
from typing_extensions import override

from deploy.local.eventstore.record import ticks_now


class Gossip(gossip_pb2_grpc.GossipServicer):
    """Names this node, the leader, at the address at which clients reach it."""

    def __init__(self, host: str, port: int) -> None:
        self._host = host
        self._port = port
        self._instance = str(uuid.uuid4())

    @override
    async def Read(self, request: shared_pb2.Empty, context: Any) -> gossip_pb2.ClusterInfo:
        member = gossip_pb2.MemberInfo(
            instance_id=shared_pb2.UUID(string=self._instance),
            time_stamp=ticks_now(),
            state=gossip_pb2.MemberInfo.Leader,
            is_alive=True,
            http_end_point=gossip_pb2.EndPoint(address=self._host, port=self._port),
        )
        return gossip_pb2.ClusterInfo(members=[member])


class Unserved(grpc.GenericRpcHandler):  # type: ignore[misc]  # grpcio ships no types
    """Answers every method that no other handler serves, with a sentence."""

    @override
    def service(self, handler_call_details: Any) -> Any:
        """Give the handler that refuses the called method."""
        method = handler_call_details.method

        async def refuse(_requests: AsyncIterator[bytes], context: Any) -> NoReturn:
            await context.abort(
                grpc.StatusCode.UNIMPLEMENTED,
                f"{method} is not served: this is the embedded event store node, which knows"
                " streams and catch-up subscriptions only."
                " Run EventStoreDB or KurrentDB for the rest.",
            )
            raise AssertionError("abort raises")

        return grpc.stream_stream_rpc_method_handler(refuse)
