"""Batches: from memory, from Parquet to Parquet, and over a stream. Everything on one thread."""

import os

# Each reads its variable once, so before it is imported; processes that are started take them over.
for _variable in ("POLARS_MAX_THREADS", "OMP_NUM_THREADS", "ARROW_IO_THREADS"):
    os.environ[_variable] = "1"
