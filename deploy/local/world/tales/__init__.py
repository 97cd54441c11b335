"""The tales from which the world's file is made: invented, seeded, and the same each time."""
