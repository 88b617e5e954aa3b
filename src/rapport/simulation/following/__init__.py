"""Courses that are followed while they go: what following them changes, in simulation.

`cohort` makes who comes, `courses` lets them meet session by session, `loop` asks the library's own functions
what to say each week and lets people act on it, `report` compares the ways. Nothing here is data of anybody.
"""
