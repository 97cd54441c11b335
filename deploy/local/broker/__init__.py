"""One Kafka node for a laptop: the Kafka protocol over plain files, no Java."""
