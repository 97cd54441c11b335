"""The vault's database: wrapped keys and identities."""
