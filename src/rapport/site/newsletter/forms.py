"""How somebody asks for the newsletter, and how a coordinator writes and schedules an edition."""

import re
from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from rapport.site.config.mail import TELLING
from rapport.site.foundation.widgets import Cards, CheckCards, hour_words
from rapport.site.guides.queries import all_guides, spoken
from rapport.site.newsletter.actions.editions import Content
from rapport.site.newsletter.choices import LONGEST_OPENING, LONGEST_SUBJECT, MOST_GUIDES, Language
from rapport.site.newsletter.models import Edition
from rapport.site.newsletter.words import FRAMES
from rapport.site.people.contact_forms import MailboxField

# What a lock screen must not show, in Spanish too; the sender is held to the same.
_SPANISH = ("terap", "psic", "ansie", "depre", "salud men")
TELLING_SUBJECT = re.compile("|".join((*TELLING, *_SPANISH)), re.IGNORECASE)
HOURS = 24


class JoinForm(forms.Form):
    """Where to, and in which language."""

    address = MailboxField()
    language = forms.ChoiceField(
        label=_("In which language?"),
        choices=Language.choices,
        widget=Cards,
        error_messages={"required": _("Choose a language.")},
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"language": spoken(get_language())})


class EditionForm(forms.Form):
    """An edition in one language: what the inbox shows, a few words, and guides."""

    subject = forms.CharField(
        label=_("Subject"),
        help_text=_("An inbox and a locked screen show it: it says nothing of what this is about."),
        max_length=LONGEST_SUBJECT,
        error_messages={
            "required": _("Enter a subject."),
            "max_length": _("Enter at most %(limit_value)d letters."),
        },
    )
    opening = forms.CharField(
        label=_("A few words before the guides"),
        help_text=_("You can leave this empty. Write of no person. *Stars* emphasise; an empty line parts."),
        max_length=LONGEST_OPENING,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": _("Enter at most %(limit_value)d letters.")},
    )
    guides = forms.MultipleChoiceField(
        label=_("Guides"),
        help_text=_("Up to four. Their whole text goes along, in the order of this list."),
        widget=CheckCards(columns=True),
        error_messages={"required": _("Choose at least one guide.")},
    )

    def __init__(self, data: Any = None, *, language: str, edition: Edition | None = None) -> None:
        given = {"subject": FRAMES[Language(language)].subject}
        if edition is not None:
            given = {"subject": edition.subject, "opening": edition.opening, "guides": edition.guides}
        super().__init__(data, initial=given)
        self._language = language
        self.fields["guides"].choices = [(each.slug, each.title) for each in all_guides(language)]  # type: ignore[attr-defined]

    def clean_subject(self) -> str:
        """A single line that tells nothing."""
        said = " ".join(self.cleaned_data["subject"].split())
        telling = TELLING_SUBJECT.search(said)
        if telling:
            words = _("“%(word)s…” tells what this is about. Choose another word.")
            raise forms.ValidationError(words, params={"word": telling[0]})
        return said

    def clean_guides(self) -> list[str]:
        """A mail that is read to its end."""
        chosen: list[str] = self.cleaned_data["guides"]
        if len(chosen) > MOST_GUIDES:
            raise forms.ValidationError(_("Choose at most four guides."))
        return chosen

    def content(self) -> Content:
        """What was said."""
        said = self.cleaned_data
        return Content(self._language, said["subject"], said["opening"], tuple(said["guides"]))


class ScheduleForm(forms.Form):
    """When it begins to leave."""

    day = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Enter a day like 2026-12-31.")},
    )
    hour = forms.TypedChoiceField(
        label=_("From"), coerce=int, choices=lambda: [(each, hour_words(each)) for each in range(HOURS)]
    )

    def __init__(self, data: Any = None, *, zones: tuple[tuple[str, Any], ...], at: datetime) -> None:
        super().__init__(data, initial={"day": at.date(), "hour": 9, "zone": zones[0][0]})
        self.fields["zone"] = forms.ChoiceField(label=_("The hours are in"), choices=zones)
        self._at = at

    def clean(self) -> dict[str, Any]:
        """A time to come; to send it at once there is a button."""
        said: dict[str, Any] = super().clean() or {}
        if {"day", "hour", "zone"} <= set(said) and self.send_at() <= self._at:
            self.add_error("day", _("Choose a time to come, or send it now."))
        return said

    def send_at(self) -> datetime:
        """The time that was said."""
        said = self.cleaned_data
        local = datetime.combine(said["day"], time(said["hour"]), tzinfo=ZoneInfo(said["zone"]))
        return local.astimezone(UTC)
