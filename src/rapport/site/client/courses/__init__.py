"""How it goes: the picture of a course, and what to do when something may have shifted."""
