"""Comes with a later issue; its place in the import order is kept."""
