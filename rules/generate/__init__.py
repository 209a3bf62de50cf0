"""A checked rulebook → Python source over scalars, one function for a period and a variant.

The text of a rulebook never reaches the source: expressions are parsed and typed first, names are checked,
numbers and texts
are written by `repr`. `program.py` is the way in.
"""
