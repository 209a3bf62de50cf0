"""The scalar facts of supplier-selection, and how each is distributed over firms.

Four numbers are the four tiers (poor to excellent) in `bell`, the four sizes (micro to large) in `skewed`.
All figures are invented; only their forms are lifelike: skewed sizes, few customers with most of the trade.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bench.suppliers.drawing import Draw, bell, chosen, counted, skewed, zipf

SHARE: Final = (0.0, 100.0)
INDUSTRIES: Final = (
    *(
        "J66",
        "C39",
        "G52",
        "I64",
        "D44",
        "Q84",
        "P83",
        "O81",
        "C36",
        "F51",
        "K70",
        "E47",
        "C27",
        "I65",
        "S91",
    ),
    *("R87", "N77", "B07"),
)
ACCOUNTS: Final = tuple(f"ACC-{number:03}" for number in range(1, 301))
YES: Final = ("no", "yes")
DIGESTS: Final = tuple(f"sha256:{number:064x}" for number in range(1, 65))
EVIDENCE: Final = ("declared", "documented", "verified")

CASE: Final[Mapping[str, Draw]] = {
    "purpose": chosen(("select", "recommend"), [[88, 12]]),
    "procurement_regime": chosen(("private", "public-cn", "public-eu", "other"), [[62, 22, 8, 8]]),
    "service_criticality": chosen(("low", "medium", "high"), [[35, 45, 20]]),
    "industry": zipf(INDUSTRIES),
    "customer_account": zipf(ACCOUNTS),
    "required_support_hours": chosen(("5x8", "5x12", "7x12", "24x7"), [[55, 20, 13, 12]]),
}
CASE_FLAGS: Final[Mapping[str, Draw]] = {
    "privileged_access": chosen(YES, [[68, 32]]),
    "personal_data": chosen(YES, [[60, 40]], missing=0.02),
}
MONEY: Final[Mapping[str, Draw]] = {
    "annual_contract_value": skewed((4e5, 9e5, 2e6, 5e6), 0.8, (2e4, 9e8), 2),
    "registered_capital": skewed((1e6, 4e6, 1.8e7, 9e7), 1.0, (1e4, 2e11), 2, missing=0.03),
    "net_assets": skewed((7e5, 4e6, 3e7, 2.5e8), 1.1, (1e4, 1e12), 2, missing=0.30),
    "annual_revenue": skewed((5e6, 2.2e7, 1.3e8, 1.1e9), 0.9, (5e4, 2e12), 2, missing=0.05),
}
NUMBERS: Final[Mapping[str, Draw]] = {
    "paid_in_share": bell((45, 75, 110, 130), 32, SHARE, 1, missing=0.06),
    "headcount": skewed((14, 55, 260, 1900), 0.7, (1, 2e6), missing=0.05),
    "degree_share": bell((26, 46, 64, 78), 12, SHARE, 1, missing=0.08),
    "specialty_share": bell((36, 60, 80, 94), 11, SHARE, 1, missing=0.09),
    "active_customers": skewed((6, 18, 60, 240), 0.9, (0, 1e7), missing=0.05),
    "largest_customer_share": bell((62, 48, 34, 24), 13, SHARE, 1, missing=0.10),
    "process_level": counted(
        [[12, 36, 36, 14, 2, 0], [2, 12, 38, 36, 11, 1], [0, 2, 14, 50, 28, 6], [0, 0, 3, 34, 46, 17]],
        missing=0.06,
    ),
    "support_tiers": counted(
        [[0, 60, 34, 6], [0, 34, 48, 18], [0, 10, 45, 45], [0, 3, 30, 67]], missing=0.05
    ),
    "engineers_assigned": skewed((7, 11, 16, 28), 0.45, (1, 1e5), missing=0.04),
    "certified_share": bell((20, 44, 63, 80), 14, SHARE, 1, missing=0.07),
    "senior_share": bell((4, 11, 21, 30), 8, SHARE, 1, missing=0.08),
    "average_years": bell((2.6, 4.4, 6.4, 8.2), 1.4, (0.2, 40), 1, missing=0.07),
    "skill_test": bell((55, 70, 81, 91), 7, SHARE, 1, missing=0.10),
    "skill_test_n": skewed((5, 7, 9, 13), 0.4, (1, 1e5), missing=0.10),
    "surge_capacity": bell((18, 38, 68, 95), 18, (0, 400), missing=0.09),
    "mobilisation_hours": bell((120, 72, 40, 24), 22, (2, 700), missing=0.10),
    "overlap_share": bell((31, 23, 14, 10), 11, SHARE, 1, missing=0.08),
    "complement_share": bell((26, 42, 62, 74), 15, SHARE, 1, missing=0.08),
    "lost_service_disputes_36m": counted(
        [[60, 23, 10, 5, 2], [80, 14, 5, 1], [92, 7, 1], [97, 3]], missing=0.06
    ),
    "penalties_36m": counted([[76, 16, 6, 2], [89, 9, 2], [96, 4], [99, 1]], missing=0.05),
}
WORDS: Final[Mapping[str, Draw]] = {
    "capital_regime": chosen(("registered", "none"), [[93, 7]], missing=0.02),
    "process_level_basis": chosen(
        ("self", "assessed"), [[88, 12], [62, 38], [28, 72], [10, 90]], missing=0.06
    ),
    "support_hours": chosen(
        ("5x8", "5x12", "7x12", "24x7"),
        [[62, 22, 8, 8], [36, 26, 18, 20], [12, 14, 26, 48], [3, 6, 18, 73]],
        missing=0.03,
    ),
    "surge_basis": chosen(
        ("statement", "plan", "exercise", "past_event"),
        [[66, 25, 6, 3], [38, 36, 18, 8], [12, 28, 36, 24], [3, 17, 42, 38]],
        missing=0.08,
    ),
    "reserve_kind": chosen(
        ("none", "subcontractor", "group_company", "own_bench"),
        [[38, 42, 8, 12], [16, 38, 16, 30], [4, 18, 20, 58], [1, 7, 16, 76]],
        missing=0.07,
    ),
    "register_status": chosen(
        ("normal", "abnormal_list", "revoked"),
        [[93, 5, 2], [97, 2.5, 0.5], [99.2, 0.7, 0.1], [99.8, 0.2]],
        missing=0.04,
    ),
    "supplier_residual_level": chosen(
        ("low", "medium", "high", "critical"),
        [[20, 44, 28, 8], [42, 44, 12, 2], [72, 25, 3], [86, 13, 1]],
        missing=0.55,
    ),
}
FLAGS: Final[Mapping[str, Draw]] = {
    "ticket_system": chosen(YES, [[42, 58], [20, 80], [6, 94], [2, 98]], missing=0.04),
    "key_engineers_agreed": chosen(YES, [[60, 40], [40, 60], [16, 84], [7, 93]], missing=0.05),
    "competes_for_account": chosen(YES, [[91, 9], [94, 6], [96, 4], [97, 3]], missing=0.05),
    "conflict_declared": chosen(YES, [[35, 65], [22, 78], [10, 90], [5, 95]], missing=0.05),
}
OBSERVED: Final[Mapping[str, float]] = {"headcount": 0.06, "register_status": 0.06, "list_hits": 0.06}
"""Facts with a date, and the share of dates that are too old."""

DECLARED: Final = chosen(EVIDENCE, [[72, 20, 8], [48, 30, 22], [20, 30, 50], [6, 18, 76]])
"""The evidence of a fact."""
EVIDENCED: Final = frozenset(
    (
        *(*NUMBERS, *WORDS, *FLAGS, "supplier_id", "registered_capital"),
        *("industry_references", "certificates", "processes", "ratings", "list_hits"),
    )
)
"""Facts that can come with their evidence."""
