"""`python bench/batch/child.py COMMAND…`: run a command and print what it took, as JSON.

The system counts the memory of the process that starts a command as the command's own: this one is small.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from time import perf_counter


def main() -> int:
    """Run the command; its exit code."""
    start = perf_counter()
    done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=False)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = {
        "cpu": used.ru_utime + used.ru_stime,
        "clock": perf_counter() - start,
        "peak": used.ru_maxrss / 1024,
    }
    print(json.dumps(taken))
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
