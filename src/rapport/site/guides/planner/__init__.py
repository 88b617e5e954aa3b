"""A planner for one year of work between two people, typeset when it is asked for and kept nowhere."""
