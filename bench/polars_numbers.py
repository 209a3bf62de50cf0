"""The curves and weights of supplier-selection that read no list, as `bench.polars_baseline` adds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

Points = Sequence[tuple[float, float]]

WHOLE: Final = (
    "support_tiers",
    "surge_capacity",
    "mobilisation_hours",
    *("lost_service_disputes_36m", "penalties_36m"),
)
CURVES: Final[Mapping[str, Points]] = {
    "capital": [(0, 0), (0.5, 30), (1, 45), (5, 70), (10, 80), (50, 95), (100, 100)],
    "staff": [(0, 0), (10, 40), (30, 65), (100, 90), (300, 100)],
    "degree_share": [(0, 0), (30, 50), (60, 85), (80, 100)],
    "specialty_share": [(0, 0), (50, 40), (80, 75), (100, 100)],
    "largest_customer_share": [(30, 100), (50, 60), (80, 0)],
    "level": [(0, 0), (1, 20), (2, 45), (3, 70), (4, 90), (5, 100)],
    "support_tiers": [(1, 40), (2, 75), (3, 100)],
    "certified_share": [(0, 0), (30, 50), (60, 85), (80, 100)],
    "average_years": [(0, 0), (2, 40), (5, 80), (8, 100)],
    "tested": [(0, 0), (60, 60), (80, 85), (100, 100)],
    "senior_share": [(0, 0), (10, 60), (25, 100)],
    "surge_capacity": [(0, 0), (20, 30), (50, 80), (100, 100)],
    "mobilisation_hours": [(24, 100), (72, 60), (168, 0)],
    "overlap_share": [(0, 100), (20, 80), (40, 50), (70, 0)],
    "complement_share": [(0, 0), (50, 60), (80, 100)],
    "lost_service_disputes_36m": [(0, 100), (2, 40), (3, 0)],
    "penalties_36m": [(0, 100), (2, 0)],
}
# Standard weights, by how a public buyer's differ: not, 1.2 times, 0.9 times, none at all.
SAME: Final = {"degree_share": 2, "specialty_share": 5, "largest_customer_share": 2}
CORE: Final = {
    "certified_share": 5,
    "average_years": 4,
    "tested": 4,
    "senior_share": 2,
    "lost_service_disputes_36m": 2,
    "penalties_36m": 2,
}
MARKET: Final = {"overlap_share": 5, "complement_share": 5}
SIZE: Final = {"capital": 5, "staff": 3, "customers": 4}
SCALABILITY: Final = {"surge_capacity": 6, "mobilisation_hours": 2, "reserve": 2}
HOURS: Final = {"5x8": 40.0, "5x12": 60.0, "7x12": 80.0}
RESERVES: Final = {"own_bench": 100.0, "group_company": 80.0, "subcontractor": 40.0}
