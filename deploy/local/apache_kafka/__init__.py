"""Apache Kafka itself, one KRaft node on loopback, to measure the embedded broker by."""
