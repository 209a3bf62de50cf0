"""`make bench`: each figure beside its limit. CPU time where not said otherwise, on whatever machine this is:
ratios within one run say more than the numbers of two.
"""

from __future__ import annotations

from bench import calling, deciding, http, loading
from bench.measure import show


def main() -> None:
    """Measure and print everything."""
    show("In process (CPU)", [*deciding.measure(), *deciding.measure_more()])
    show("Over gRPC (CPU of the server)", calling.measure())
    show("Over HTTP/JSON", http.run())
    show("Starting (clock)", loading.measure())


if __name__ == "__main__":
    main()
