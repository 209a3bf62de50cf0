"""The certificates of all rows of a batch: what a scheme allows, and how often it is met."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from bench.suppliers.drawing import Values, chosen, draw, happens, to_days, to_texts, to_words
from bench.suppliers.firms import Firms
from bench.suppliers.scalars import EPOCH_DAY, identifiers

SCHEMES: Final = (
    *("ITSS", "ISO20000", "CMMI-SVC", "CS", "ISO27001", "CCRC", "SOC2", "ISAE3402", "DJBH", "ISO22301"),
    *("ISO27701", "ISO9001", "OTHER"),
)
LEVELS: Final = ("1", "2", "3", "4", "5", "type_1", "type_2")
_LEVELS_OF: Final[Mapping[str, Mapping[str, tuple[float, ...]]]] = {
    # The shares of a level for the four tiers.
    "ITSS": {"1": (1, 4, 16, 34), "2": (5, 18, 38, 42), "3": (44, 56, 40, 22), "4": (50, 22, 6, 2)},
    "CMMI-SVC": {"5": (1, 3, 14, 30), "4": (2, 7, 16, 22), "3": (47, 64, 62, 46), "2": (50, 26, 8, 2)},
    "CS": {"4": (1, 5, 20, 36), "3": (24, 40, 50, 46), "2": (45, 40, 24, 16), "1": (30, 15, 6, 2)},
    "CCRC": {"1": (2, 8, 22, 38), "2": (18, 34, 46, 44), "3": (80, 58, 32, 18)},
    "SOC2": {"type_2": (30, 50, 80, 92), "type_1": (70, 50, 20, 8)},
    "ISAE3402": {"type_2": (30, 50, 80, 92), "type_1": (70, 50, 20, 8)},
    "DJBH": {"3": (30, 45, 62, 74), "2": (70, 55, 38, 26)},
}
_EDITIONS_OF: Final[Mapping[str, Mapping[str, float]]] = {
    "ISO27001": {"2022": 82, "2025": 8, "2013": 8, "2016": 2},
    "ISO20000": {"2018": 92, "2011": 8},
    "ISO22301": {"2019": 94, "2012": 6},
    "ISO27701": {"2019": 60, "2025": 40},
    "ISO9001": {"2015": 97, "2008": 3},
}
EDITIONS: Final = ("2025", "2022", "2019", "2018", "2016", "2015", "2013", "2012", "2011", "2008", "other")
_HAD: Final = chosen(
    SCHEMES,
    [
        [16, 10, 2, 4, 22, 8, 1, 0, 3, 1, 1, 24, 8],
        [20, 13, 3, 5, 28, 12, 2, 1, 4, 2, 1, 7, 2],
        [20, 13, 5, 5, 27, 13, 3, 1, 5, 3, 2, 2, 1],
        [20, 12, 7, 5, 27, 15, 4, 2, 4, 2, 2, 0, 0],
    ],
)
_CATEGORIES: Final = chosen(
    (
        *("security_operation", "security_integration", "risk_assessment", "emergency_response"),
        *("disaster_recovery", "software_security", "network_audit", "industrial_control"),
    ),
    [[46, 22, 12, 8, 5, 4, 2, 1]],
)
_ACCREDITED: Final = chosen(
    ("CNAS", "other_member", "none"), [[62, 20, 18], [74, 18, 8], [84, 14, 2], [87, 12, 1]]
)
_STATUS: Final = chosen(
    ("valid", "suspended", "withdrawn"), [[86, 8, 6], [94, 4, 2], [98.4, 1.2, 0.4], [99.4, 0.5, 0.1]]
)
_SEEN: Final = chosen(("certificate", "none"), [[70, 30], [84, 16], [95, 5], [98, 2]])
_VERIFIED: Final = chosen(
    ("issuer_register", "document", "declaration"), [[12, 38, 50], [32, 40, 28], [62, 30, 8], [82, 16, 2]]
)
_COVERS: Final = chosen(("no", "yes"), [[42, 58], [24, 76], [8, 92], [3, 97]])
_HOLDER: Final = chosen(("bidder", "group", "other"), [[78, 16, 6], [86, 12, 2], [93, 6.7, 0.3], [97, 3]])
_ISSUERS: Final = tuple(f"Issuer {letter}" for letter in "ABCDEFGHIJKLMNOP")
_TERM: Final = 1096  # three years


def certificate_fields(
    rng: np.random.Generator, owner: NDArray[np.intp], all_firms: Firms, first: int
) -> dict[str, pa.Array]:
    """The fields of all certificates; `owner` is the row of each, `all_firms` are those of the rows."""
    firms, rows = all_firms.of(owner), len(owner)
    kind = firms.kind
    scheme = draw(rng, _HAD, kind)
    level, edition = (
        _by_scheme(rng, _LEVEL_TABLE, scheme, kind),
        _by_scheme(rng, _EDITION_TABLE, scheme, kind),
    )
    is_report = np.isin(scheme, _REPORTS)
    # An ongoing term of three years, some just over; reports and tests every year, some older.
    age = rng.integers(1, 1150, rows, dtype=np.int32) * (1 - kind % 4 // 2 * 0.08)
    age = np.where(is_report, age / 3, age).astype(np.int32)
    term = np.where(is_report, 365, _TERM).astype(np.int32)
    checked = np.minimum(age, rng.integers(1, 400, rows, dtype=np.int32))
    seen = np.where(is_report, 2, draw(rng, _SEEN, kind))
    return {
        "scheme": to_words(scheme, SCHEMES),
        "edition": to_words(edition, EDITIONS, edition < 0),
        "level": to_words(level, LEVELS, level < 0),
        "category": to_words(
            draw(rng, _CATEGORIES, kind), _CATEGORIES.words, scheme != SCHEMES.index("CCRC")
        ),
        "issuer": to_words(rng.integers(0, len(_ISSUERS), rows, dtype=np.uint8), _ISSUERS),
        "accreditation": to_words(draw(rng, _ACCREDITED, kind), _ACCREDITED.words, happens(rng, 0.03, firms)),
        "holder_id": _holders(draw(rng, _HOLDER, kind), owner, len(all_firms.kind), first),
        "covers_service": pa.array(draw(rng, _COVERS, kind) == 1, mask=happens(rng, 0.02, firms)),
        "valid_from": to_days(EPOCH_DAY - age),
        "valid_until": to_days(EPOCH_DAY - age + term),
        "status": to_words(draw(rng, _STATUS, kind), _STATUS.words, happens(rng, 0.02, firms)),
        "evidence": to_words(seen, ("certificate", "none", "report")),
        "verified_with": to_words(draw(rng, _VERIFIED, kind), _VERIFIED.words),
        "verified_on": to_days(EPOCH_DAY - checked),
    }


def _holders(holder: Values, owner: NDArray[np.intp], rows: int, first: int) -> pa.Array:
    """The bidder itself, a company of its group, or a stranger."""
    ids = pa.concat_arrays([to_texts(identifiers(first, rows, ending)) for ending in "AGX"])
    return ids.take(pa.array(holder.astype(np.int64) * rows + owner))


def _by_scheme(
    rng: np.random.Generator, table: NDArray[np.int8], scheme: Values, kind: NDArray[np.uint8]
) -> NDArray[np.int8]:
    places = rng.integers(0, table.shape[2], len(scheme), dtype=np.uint8)
    return table[scheme, kind % 4, places]


def _table(shares: Mapping[str, Mapping[str, tuple[float, ...]]], words: tuple[str, ...]) -> NDArray[np.int8]:
    """[schemes, tiers, 128] places in `words`; -1 for a scheme without any."""
    table = np.full((len(SCHEMES), 4, 128), -1, dtype=np.int8)
    for scheme, of_words in shares.items():
        codes = np.array([words.index(word) for word in of_words], dtype=np.int8)
        for tier in range(4):
            ends = np.cumsum([share[tier] for share in of_words.values()])
            places = np.searchsorted(ends[:-1] / ends[-1], (np.arange(128) + 0.5) / 128, side="right")
            table[SCHEMES.index(scheme), tier] = codes[places]
    return table


_REPORTS: Final = [SCHEMES.index(scheme) for scheme in ("SOC2", "ISAE3402", "DJBH")]
_LEVEL_TABLE: Final = _table(_LEVELS_OF, LEVELS)
_EDITION_TABLE: Final = _table(
    {
        scheme: {edition: (share,) * 4 for edition, share in some.items()}
        for scheme, some in _EDITIONS_OF.items()
    },
    EDITIONS,
)
