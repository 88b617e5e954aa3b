"""Ways of working that a provider may name, by their usual name and in plain words."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class Approach(NamedTuple):
    """A way of working: its usual name, and what one does in it."""

    name: Words
    plain: Words


APPROACHES: Final[Mapping[str, Approach]] = {
    "act": Approach(_("Acceptance and commitment (ACT)"), _("making room for feelings, doing what matters")),
    "cbt": Approach(_("Cognitive behavioral therapy (CBT)"), _("testing thoughts and trying new steps")),
    "dbt": Approach(_("Dialectical behavior therapy (DBT)"), _("skills for strong feelings")),
    "eft": Approach(_("Emotionally focused therapy (EFT)"), _("the feelings under a quarrel")),
    "emdr": Approach(_("EMDR"), _("going through a bad memory with guided eye movements")),
    "exposure": Approach(_("Exposure"), _("facing what one fears, step by step")),
    "family_systems": Approach(_("Family systems"), _("how a whole family works together")),
    "gottman": Approach(_("Gottman method"), _("habits that help or harm a couple")),
    "humanistic": Approach(_("Humanistic"), _("talking openly, at your own pace")),
    "ifs": Approach(_("Internal family systems (IFS)"), _("getting to know different parts of oneself")),
    "ipt": Approach(_("Interpersonal therapy (IPT)"), _("mood, and what goes on with people close to you")),
    "mindfulness": Approach(_("Mindfulness"), _("noticing what is there without judging it")),
    "motivational_interviewing": Approach(_("Motivational interviewing"), _("your own reasons to change")),
    "narrative": Approach(_("Narrative"), _("the stories we tell about ourselves, told anew")),
    "person_centered": Approach(_("Person-centered"), _("being heard and understood; you choose the way")),
    "psychodynamic": Approach(_("Psychodynamic"), _("how the past still shapes the present")),
    "schema": Approach(_("Schema therapy"), _("old patterns that keep coming back")),
    "solution_focused": Approach(_("Solution-focused"), _("what already works, and the next small step")),
    "somatic": Approach(_("Somatic"), _("what the body does and tells")),
}  # fmt: skip
