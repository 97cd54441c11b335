"""A FastStream worker that says when it is there, and prints each message that it has handled."""

import asyncio
import sys

from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage

address, topic, group, pause, session = sys.argv[1:]
broker = KafkaBroker(
    address, enable_idempotence=True, acks="all", allow_auto_create_topics=False, logger=None
)
app = FastStream(broker, logger=None)  # standard output is for the test


@broker.subscriber(
    topic,
    group_id=group,
    auto_offset_reset="earliest",
    ack_policy=AckPolicy.ACK,
    session_timeout_ms=int(session),
    heartbeat_interval_ms=500,
)
async def handle(number: int, message: KafkaMessage) -> None:
    sys.stdout.write(f"{message.raw_message.partition} {number}\n")  # type: ignore[union-attr]  # one message, no batch
    sys.stdout.flush()
    await asyncio.sleep(float(pause))


@app.after_startup
def say() -> None:
    sys.stdout.write("there\n")
    sys.stdout.flush()


asyncio.run(app.run())
