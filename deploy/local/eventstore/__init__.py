"""The embedded event store node: EventStoreDB's gRPC protocol over one SQLite file.

It is for laptops, demonstrations and CI. It serves Streams, Gossip and
ServerFeatures; persistent subscriptions, projections and clusters are refused, since this platform
needs none of them.
"""
