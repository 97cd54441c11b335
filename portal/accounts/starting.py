"""The password that somebody else hands over: good for some days and for one signing in."""

from datetime import timedelta

from portal.accounts import codes

START_LIFE = timedelta(days=7)


def start_password() -> str:
    """Return a new one, to show once: over 110 bits that can be read out on the telephone."""
    return "-".join(codes.new_recovery_codes()[:2])
