"""How the list facts of supplier-selection are distributed over firms: how many elements, what they hold."""

from __future__ import annotations

from typing import Final

import numpy as np

from bench.suppliers import facts
from bench.suppliers.drawing import Draw, bell, chosen, counted, skewed, zipf

SPECIALTIES: Final = (
    *("network", "server", "database", "desktop", "cloud", "storage", "security", "application"),
    *("middleware", "voice", "datacentre", "monitoring"),
)
PROCESSES: Final = (
    *("incident", "request", "problem", "change", "release", "configuration", "service_level", "continuity"),
    *("information_security", "knowledge"),
)
SERVICES: Final = ("cloud operation", "security operation", "data backup", "service desk", "field service")
SOURCES: Final = tuple(f"source {letter}" for letter in "ABCDEFGHIJKL")
SCALES: Final = np.array([(0.0, 10.0), (1.0, 5.0), (0.0, 100.0)] * 4)
"""The lowest and the highest mark of each source."""

COUNTS: Final = {
    "group_company_ids": counted([[72, 16, 8, 4]], missing=0.02),
    "required_specialties": counted([[20, 50, 22, 8]]),
    "industry_references": counted(
        [[40, 34, 18, 6, 2], [16, 28, 26, 16, 9, 5], [3, 9, 20, 26, 22, 12, 8], [1, 4, 12, 22, 26, 20, 15]],
        missing=0.06,
    ),
    "certificates": counted(
        [[46, 28, 16, 7, 3], [18, 26, 28, 16, 8, 4], [2, 8, 22, 32, 20, 10, 6], [1, 2, 12, 30, 28, 17, 10]],
        missing=0.04,
    ),
    "scope_extensible": counted(
        [[42, 36, 16, 6], [28, 36, 24, 12], [8, 30, 36, 26], [3, 22, 40, 35]], missing=0.06
    ),
    "ratings": counted(
        [
            [22, 24, 22, 16, 9, 4, 2, 1, 0],
            [10, 14, 22, 22, 15, 9, 5, 2, 1],
            [3, 5, 12, 20, 22, 16, 11, 7, 4],
            [1, 2, 8, 18, 23, 20, 13, 9, 6],
        ],
        missing=0.08,
    ),
    "list_hits": counted([[92, 7, 1], [96.5, 3.2, 0.3], [99.2, 0.8], [99.7, 0.3]], missing=0.04),
}
LEFT_OUT: Final = {"specialties_covered": 0.07, "processes": 0.07}

COVERED: Final = (0.22, 0.32, 0.42, 0.50)
COVERED_IF_REQUIRED: Final = (0.55, 0.78, 0.94, 0.98)
HAS_PROCESS: Final = (0.42, 0.66, 0.90, 0.97)
"""By tier."""
OWN_INDUSTRY: Final = (0.45, 0.55, 0.70, 0.80)


def _flag(*shares: float) -> Draw:
    """True for these shares of the four tiers."""
    return chosen(facts.YES, [[100 - share, share] for share in shares])


PEOPLE: Final = skewed((3, 6, 14, 50), 0.6, (1, 1e5))
DOCUMENTED: Final = _flag(62, 78, 94, 99)
LIVED: Final = _flag(34, 56, 85, 96)
AUDITED: Final = _flag(12, 28, 64, 84)
AUDIT_AGE: Final = bell((420, 330, 220, 170), 90, (0, 1500))
CUSTOMERS: Final = zipf(tuple(f"Customer {number}" for number in range(1, 501)))
VALUES: Final = skewed((2e5, 6e5, 2e6, 8e6), 0.9, (1e4, 9e10), 2)
SEEN: Final = chosen(
    ("contract", "letter", "statement"), [[30, 22, 48], [48, 28, 24], [64, 26, 10], [74, 22, 4]]
)
CONFIRMED: Final = _flag(18, 40, 72, 88)
MARKS: Final = bell((52, 66, 80, 90), 9, (0, 100), 1)
RATING_AGE: Final = skewed((320, 320, 300, 280), 0.7, (0, 2500))
ASKED: Final = skewed((9, 16, 30, 60), 0.8, (1, 1e6))
SOLICITED: Final = _flag(46, 36, 26, 20)
LISTS: Final = chosen(
    ("sanctions", "dishonest_debtor", "tax_violation", "procurement_violation", "other"),
    [[8, 34, 20, 14, 24]],
)
MATCHES: Final = chosen(("confirmed", "possible"), [[45, 55]])
