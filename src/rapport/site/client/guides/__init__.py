"""Guides: the list, one guide in any of its languages, and the feed; and the planner."""
