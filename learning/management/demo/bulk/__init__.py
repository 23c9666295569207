"""Writes a plan's rows at once: the rows that `story` would have left, for thousands of people.

A test lives the same small plan both ways and compares every table.
"""

from learning.management.demo.bulk.writing import write

__all__ = ["write"]
