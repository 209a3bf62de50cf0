"""How many rows are read, written and kept at a time."""

from __future__ import annotations

BATCH_ROWS = 1 << 16
ROW_GROUP = 1 << 19
PART_ROWS = ROW_GROUP
