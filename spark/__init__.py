"""Batches on Apache Spark: a row of a DataFrame gets the answer that it would get alone."""

from assize.spark.frame import decide

__all__ = ["decide"]
