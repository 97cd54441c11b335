"""The kind of browser, so that people recognise their sessions: no version, no address."""

from portal.web.i18n.texts import gettext

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
_UNKNOWN = "A browser"
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """Return "Firefox on Linux", or "A browser" when it says nothing that we know."""
    browser = next((name for sign, name in _BROWSERS if sign in user_agent), _UNKNOWN)
    system = next((name for sign, name in _SYSTEMS if sign in user_agent), "")
    return f"{browser} on {system}" if system else browser


def device_said(device: str) -> str:
    """Return what ``device_of`` said, in the reader's language."""
    browser, _, system = device.partition(" on ")
    if browser == _UNKNOWN:
        browser = gettext("A browser")
    if not system:
        return browser
    return gettext("%(browser)s on %(system)s", browser=browser, system=system)
