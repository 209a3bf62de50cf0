"""A process that keeps what it frees takes the same pages again, whoever frees it."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROBE = """
import resource
import numpy as np
from assize.decision.batch.memory import keep_freed_memory

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def work():
    before = faults()
    for _ in range(50):
        held = [np.ones(32768) for _ in range(40)]
        del held
    return faults() - before

work()
without = work()
assert keep_freed_memory()
work()
print(without, work())

import pyarrow as pa
print(pa.default_memory_pool().backend_name)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="it asks glibc")
def test_freed_memory_is_kept() -> None:
    done = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, text=True, check=True)
    without, kept, pool = done.stdout.split()
    assert int(kept) < int(without) / 10
    assert pool == "system"
