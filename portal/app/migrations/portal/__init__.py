"""The portal's database: accounts, sessions, tokens, outbox."""
