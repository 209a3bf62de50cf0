"""Memory that columns were held in, kept for the next ones."""

from __future__ import annotations

import ctypes
import sys

_TRIM_THRESHOLD, _TOP_PAD, _MMAP_THRESHOLD = -1, -2, -3  # as glibc's malloc.h numbers them
_KEPT = 1 << 30
_TAKEN_AT_ONCE = 1 << 26


def keep_freed_memory() -> bool:
    """Let this process keep memory that it frees, up to 1 GiB, instead of giving it back to the system.

    Columns of a chunk are freed and taken again thousands of times, and glibc gives each back at once; to
    fault the pages in again takes longer than to compute. Arrow's own pool gives them back after a while, so
    from here on Arrow takes what it needs from glibc too. For processes that decide batches and little else.
    Says whether it took effect; it does with glibc only.
    """
    if not sys.platform.startswith("linux"):
        return False
    change = getattr(ctypes.CDLL(None), "mallopt", None)
    if change is None:
        return False
    asked = ((_TRIM_THRESHOLD, _KEPT), (_TOP_PAD, _TAKEN_AT_ONCE), (_MMAP_THRESHOLD, _KEPT))
    changed = [change(option, value) for option, value in asked]
    if changed != [1] * len(asked):
        return False
    # Arrow takes a while to import, and who starts a service needs none of it before.
    import pyarrow as pa  # noqa: PLC0415

    pa.set_memory_pool(pa.system_memory_pool())
    return True
