"""What each limit asks for, in words for a client; a coordinator reads the same."""

from typing import Final

from django.utils.translation import gettext_lazy

LIMITS: Final = {
    "kind": gettext_lazy("Therapist or coach, as you chose"),
    "coach_scope": gettext_lazy("A coach is not for this kind of trouble"),
    "licence": gettext_lazy("Licensed in your state, and not run out"),
    "age_group": gettext_lazy("Sees people of your age"),
    "service": gettext_lazy("Sees people alone, as a couple or as a family, as you chose"),
    "language": gettext_lazy("Speaks a language you chose"),
    "format": gettext_lazy("Meets in a way you chose"),
    "max_miles": gettext_lazy("Near enough"),
    "payer": gettext_lazy("Takes your insurance, or costs what you can pay"),
    "slots": gettext_lazy("Free at an hour when you are"),
    "must": gettext_lazy("What you said must be so"),
    "accepting": gettext_lazy("Takes new clients"),
    "supervision": gettext_lazy("Somebody in training only if you said yes to that"),
    "capacity": gettext_lazy("Has a place open"),
}
