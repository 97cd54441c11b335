"""The ways in which a letter reaches its addressee (A/HRC/46/26: "through diplomatic channels")."""

from types import MappingProxyType

CHANNELS = MappingProxyType(
    {
        "diplomatic": "Diplomatic channels, by note verbale",
        "email": "E-mail to the Permanent Mission or the addressee",
        "post": "Post",
        "hand": "Delivered by hand",
    }
)
