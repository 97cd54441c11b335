"""Other names under which people look for a State: former, short and common ones."""

from collections.abc import Mapping
from types import MappingProxyType

ALSO_CALLED: Mapping[str, str] = MappingProxyType(
    {
        "ARE": "UAE Emirates",
        "BIH": "Bosnia",
        "BOL": "Bolivia",
        "CIV": "Ivory Coast",
        "COD": "DRC Congo Kinshasa Zaire",
        "COG": "Congo Brazzaville",
        "CPV": "Cape Verde",
        "CZE": "Czech Republic",
        "FSM": "Micronesia",
        "GBR": "UK England Scotland Wales Northern Ireland Great Britain",
        "IRN": "Persia",
        "KOR": "South Korea",
        "LAO": "Laos",
        "LKA": "Ceylon",
        "MKD": "Macedonia",
        "MMR": "Burma",
        "NLD": "Holland",
        "PRK": "North Korea DPRK",
        "PSE": "Palestine",
        "RUS": "Russia",
        "SWZ": "Swaziland",
        "SYR": "Syria",
        "TLS": "East Timor",
        "TUR": "Turkey",
        "TZA": "Tanzania",
        "USA": "USA US America",
        "VAT": "Vatican",
        "VNM": "Vietnam",
    }
)
