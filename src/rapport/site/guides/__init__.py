"""Guides: what is worth knowing around a first talk, and after it; and a planner for the year."""
