"""The standard situations that providers reply to: ordinary, short, and the same for everybody.

Written for Rapport and given to all under CC0 1.0 (SPDX: CC0-1.0); nobody in them is real.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SHORTEST_REPLY: Final = 120


@dataclass(frozen=True, slots=True)
class Vignette:
    """One situation. `demands`: whether it asks for kind challenge, or to be borne with."""

    code: str
    title: str | Promise
    text: str | Promise
    demands: bool = False


_ALL = (
    Vignette(
        "not_heard",
        _("Nobody at home listens"),
        _(
            "First session. Dana, 34, talks quickly. “I work, I cook, I drive everyone everywhere. "
            "Last night I said I was tired, and my husband said, then go to bed. That was all! My "
            "sister says I should just leave. I don’t want to leave. I want someone to notice. Is "
            "that too much to ask?” She looks at you and waits."
        ),
    ),
    Vignette(
        "flat",
        _("Everything is fine, and grey"),
        _(
            "Second session. Luis, 52, was made redundant in spring and has found other work since. "
            "“I should be glad. I am glad. It’s just that nothing tastes of much. My daughter asked "
            "what was wrong and I said, nothing, because nothing is. I don’t really know what to say "
            "here either.” He is quiet, and then asks what other people talk about."
        ),
    ),
    Vignette(
        "always_them",
        _("It is always the others"),
        _(
            "Fourth session. Priya, 29, has fallen out with a third manager in two years. “Same "
            "story. I say what everyone thinks and suddenly I’m difficult. He even said I interrupt "
            "people! I don’t know why I attract men like that. You’ve heard it all now. Honestly: was "
            "there anything I should have done differently?”"
        ),
        demands=True,
    ),
    Vignette(
        "angry_at_you",
        _("Angry at you"),
        _(
            "Sixth session. Marcus, 41, comes in late and does not take off his coat. “I nearly "
            "didn’t come. Last week I told you about my father, and you looked at the clock. I saw "
            "it. You’re paid to sit there and you can’t even do that. I’ve talked for six weeks and "
            "nothing has changed. So tell me, what am I paying for?”"
        ),
        demands=True,
    ),
    Vignette(
        "advice_please",
        _("Tell me what to do"),
        _(
            "Third session. Noor, 23, has an offer of work in another city and must answer by Monday. "
            "“My parents say no, my boyfriend says it’s my decision, and then he sulks. I’ve made "
            "lists. I’ve asked everyone. You know me a bit by now, and you’re not involved. Please, "
            "just tell me: what would you do?”"
        ),
        demands=True,
    ),
    Vignette(
        "small_grief",
        _("It was only a dog"),
        _(
            "First session. Ellen, 67, came about her sleep. Towards the end she says: “This is "
            "silly. My dog died in March. Fourteen years. My son said, Mum, it was only a dog, and he "
            "meant it well, so I stopped talking about it. I still wake at six to let him out.” She "
            "laughs, and wipes her eyes, and says she is sorry."
        ),
    ),
)
VIGNETTES: Final = {each.code: each for each in _ALL}
ORDINARY: Final = tuple(each.code for each in _ALL if not each.demands)
DEMANDING: Final = tuple(each.code for each in _ALL if each.demands)
