"""Apache Kafka as one KRaft node on loopback: the reference for the embedded broker."""
