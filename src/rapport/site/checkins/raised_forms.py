"""What is asked of a client when something may have shifted, and afterwards."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.checkins.actions.raising import Raising
from rapport.site.checkins.models import KEY_LENGTH
from rapport.site.checkins.queries.following import SHARE_COURSE
from rapport.site.checkins.raised_choices import LONGEST_WORDS, About, Helped, ShownAs, Talked, Way
from rapport.site.foundation.consent import PURPOSES
from rapport.site.foundation.widgets import Cards, CheckCards

Data = Mapping[str, Any] | None
NOT_OFFERED = _("Choose one of the answers on this page")
# A radio button with an empty value reads as one that was left out.
NONE = "none"


def _one(label: Any, choices: Any, *, required: bool = True, **widget: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=choices,
        required=required,
        widget=Cards(**widget),
        error_messages={"invalid_choice": NOT_OFFERED, "required": _("Choose one answer")},
    )


def _named(choices: Any) -> list[tuple[str, Any]]:
    return [(code or NONE, label) for code, label in choices]


class LookForm(forms.Form):
    """What it is about and how it shows: from these the words are drafted."""

    def __init__(self, data: Data = None, *, about: str = "") -> None:
        super().__init__(data, initial={"about": about or NONE, "shown": NONE})
        self.fields["about"] = _one(_("What is it about, most of all?"), _named(About.choices), apart=NONE)
        self.fields["shown"] = _one(
            _("How do you notice it in yourself?"), _named(ShownAs.choices), apart=NONE
        )

    def chosen(self) -> dict[str, str]:
        """The two codes, "" where nobody knows."""
        return {name: "" if code == NONE else code for name, code in self.cleaned_data.items()}


class RaisingForm(forms.Form):
    """The words, and what is to be done with them."""

    def __init__(self, data: Data = None, *, name: str, has_shared: bool, draft: Data = None) -> None:
        super().__init__(data, initial=draft)
        for hidden, codes in (("about", About), ("shown", ShownAs)):
            self.fields[hidden] = forms.ChoiceField(
                choices=codes.choices,
                required=False,
                widget=forms.HiddenInput,
                error_messages={"invalid_choice": NOT_OFFERED},
            )
        self.fields["key"] = forms.CharField(max_length=KEY_LENGTH, widget=forms.HiddenInput)
        self.fields["words"] = forms.CharField(
            label=_("Your words"),
            help_text=_("A first version, made of sentences of ours. Change whatever is not yours."),
            max_length=LONGEST_WORDS,
            required=False,
            widget=forms.Textarea(attrs={"rows": 6}),
            error_messages={"max_length": _("That is too long for this box. Shorten it a little.")},
        )
        self.fields["way"] = _one(
            _("What do you want to do with them?"),
            Way.choices,
            hints={
                Way.TELL: _("%(name)s reads these words before your next session.") % {"name": name},
                Way.SELF: _("They stay here for you, to take along or to print. Nobody else sees them."),
                Way.KEEP: _("That is fine. Nobody sees them, and you can come back to it."),
            },
            apart=Way.KEEP,
        )
        if not has_shared:
            self.fields["share"] = forms.MultipleChoiceField(
                label=_("To tell it through Rapport, this has to be yes"),
                help_text=_("You can take it back at any time, and it is hidden at once."),
                choices=[("yes", PURPOSES[SHARE_COURSE].wording)],
                required=False,
                widget=CheckCards(),
                error_messages={"invalid_choice": NOT_OFFERED},
            )

    def clean(self) -> dict[str, Any]:
        """Told through Rapport, there must be words, and a yes to being followed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("way") == Way.TELL:
            if not cleaned.get("words", "").strip() and "words" not in self.errors:
                self.add_error("words", _("Write what you want them to read"))
            if "share" in self.fields and not cleaned.get("share"):
                self.not_shared()
        return cleaned

    def not_shared(self) -> None:
        """The yes is missing."""
        self.add_error(
            "share" if "share" in self.fields else "way",
            _("Say yes to this, or choose to say it yourself"),
        )

    def raising(self) -> Raising:
        """What was sent, as the action takes it."""
        sent = self.cleaned_data
        return Raising(sent["way"], sent["about"], sent["shown"], sent["words"].strip())


class AfterForm(forms.Form):
    """Whether they talked about it, and whether it helped."""

    def __init__(self, data: Data = None, *, said: Data = None) -> None:
        super().__init__(data, initial=said)
        self.fields["talked"] = _one(_("Did you talk about it?"), Talked.choices)
        self.fields["helped"] = _one(_("If you did: did it help?"), Helped.choices, required=False)

    def clean(self) -> dict[str, Any]:
        """Whether it helped is asked of those who talked, and of nobody else."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("talked") == Talked.YES and not cleaned.get("helped") and "helped" not in self.errors:
            self.add_error("helped", _("Choose whether it helped"))
        if cleaned.get("talked") != Talked.YES:
            cleaned["helped"] = ""
        return cleaned
