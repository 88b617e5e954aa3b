"""Tables of this chapter: rated sessions, and what stands beside them."""

from rapport.site.checkins.following_models import (
    MOST_GOALS,
    Goal,
    GoalRating,
    Responses,
    SafetyAnswer,
    SymptomScore,
)
from rapport.site.checkins.raised_models import Raised
from rapport.site.checkins.repair_models import RepairNote
from rapport.site.checkins.rhythm_models import MOST_UNANSWERED, Rhythm
from rapport.site.checkins.session_models import KEY_LENGTH, MOST_SESSIONS, RatedSession
from rapport.site.checkins.watch_models import CourseWatch

__all__ = (
    "KEY_LENGTH", "MOST_GOALS", "MOST_SESSIONS", "MOST_UNANSWERED", "CourseWatch", "Goal", "GoalRating",
    "Raised", "RatedSession", "RepairNote", "Responses", "Rhythm", "SafetyAnswer", "SymptomScore",
)  # fmt: skip
