"""Synthetic suppliers: rows of facts for supplier-selection, as many as wanted. None is real."""

from bench.suppliers.rows import LABEL, batches, schema

__all__ = ["LABEL", "batches", "schema"]
