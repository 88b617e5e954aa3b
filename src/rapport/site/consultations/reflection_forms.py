"""What is asked before and after a first conversation, of the client and of the provider."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rapport.site.consultations.actions.reflections import Noting, Saying
from rapport.site.consultations.queries.reflections import asked_items, balance_item
from rapport.site.consultations.reflection_choices import (
    LONGEST_LINE,
    LONGEST_WORDS,
    WORST_DISTRESS,
    Agreed,
    Asked,
    Suited,
    Urgency,
    Why,
)
from rapport.site.foundation.widgets import Cards, CheckCards, Importance, Scale

Data = Mapping[str, Any] | None
BALANCE = "balance"
NOT_OFFERED = _("Choose one of the answers on this page")


class Balance(Scale):
    """Too gentle to too hard, in the words of the item."""

    def words(self, point: str) -> str:
        """The label of the item's own answer."""
        return next(option.label for option in balance_item().options if str(option.value) == point)


def _one(
    label: Any, choices: Any, widget: forms.Widget, *, required: bool = False, hint: Any = ""
) -> forms.Field:
    return forms.ChoiceField(
        label=label,
        help_text=hint,
        choices=choices,
        widget=widget,
        required=required,
        error_messages={"invalid_choice": NOT_OFFERED, "required": _("Choose one answer")},
    )


def _words(label: Any, hint: Any, *, longest: int, rows: int = 4) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=longest,
        required=False,
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"max_length": _("That is too long for this box. Shorten it a little.")},
    )


class OwnQuestionsForm(forms.Form):
    """What a client wants to ask besides what the sheet suggests."""

    words = _words(
        _("What else you want to ask"),
        _("In your own words, a line for each. Only you see it; it stands on this sheet when you print it."),
        longest=LONGEST_WORDS,
        rows=6,
    )


class ReflectionForm(forms.Form):
    """Two minutes after a first conversation. Whatever is left open stays open."""

    def __init__(self, data: Data = None, *, said: Data = None) -> None:
        super().__init__(data, initial=_shown(said) if said else {})
        items, balance = asked_items(), balance_item()
        answers = [(str(option.value), option.label) for option in items.options]
        for item in items.items:
            self.fields[item.code] = _one(item.text, answers, Importance())
        self.fields[BALANCE] = _one(
            balance.items[0].text,
            [(str(option.value), option.label) for option in balance.options],
            Balance(low=_("Too gentle"), high=_("Too hard")),
        )
        self.fields["asked"] = _one(
            _("You asked how you might be wrong, or have a part in it. What happened?"),
            Asked.choices,
            Cards(apart=Asked.NOT_ASKED),
        )
        self.fields["reasons"] = forms.MultipleChoiceField(
            label=_("If you chose them, what would speak for it?"),
            choices=Why.choices,
            widget=CheckCards(columns=True),
            required=False,
            error_messages={"invalid_choice": NOT_OFFERED},
        )
        self.fields["urgency"] = _one(_("How long can help wait?"), Urgency.choices, Cards())
        self.fields["distress"] = _one(
            _("How hard are things for you right now?"),
            [(str(point), str(point)) for point in range(WORST_DISTRESS + 1)],
            Importance(),
            hint=_("0 is not hard at all, 10 is as hard as it could be."),
        )
        self.fields["words"] = _words(
            _("What do you want to remember?"),
            _("For you alone: the person you talked to never sees it."),
            longest=LONGEST_WORDS,
        )

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields in the groups of the page."""
        items = [item.code for item in asked_items().items]
        groups = (
            (str(asked_items().ask), items),
            (str(_("Support and challenge")), [BALANCE, "asked"]),
            (str(_("And you?")), ["reasons", "urgency", "distress", "words"]),
        )
        return [(title, [self[name] for name in names]) for title, names in groups]

    def clean(self) -> dict[str, Any]:
        """An empty page says nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Answer one question at least, or come back later"))
        return cleaned

    def saying(self) -> Saying:
        """What was sent, as the action takes it."""
        sent = self.cleaned_data
        answers = {item.code: int(sent[item.code]) for item in asked_items().items if sent[item.code]}
        return Saying(
            answers=answers,
            support_challenge=int(sent[BALANCE]) if sent[BALANCE] else None,
            asked=sent["asked"],
            reasons=frozenset(sent["reasons"]),
            urgency=sent["urgency"],
            distress=int(sent["distress"]) if sent["distress"] else None,
            words=sent["words"],
        )


def _shown(said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said before, as the fields show it."""
    shown = {code: str(answer) for code, answer in said["answers"].items()}
    for name, field in (("support_challenge", BALANCE), ("distress", "distress")):
        if said[name] is not None:
            shown[field] = str(said[name])
    return shown | {name: said[name] for name in ("asked", "reasons", "urgency", "words")}


class FarewellForm(forms.Form):
    """A closing note, drafted and theirs to change, and a line that arrives without a name."""

    def __init__(self, data: Data = None, *, draft: str = "") -> None:
        super().__init__(data, initial={"closing": draft})
        self.fields["closing"] = _words(
            _("Your note to them"),
            _("We wrote a first version. Change it, or empty the box to send none."),
            longest=LONGEST_WORDS,
            rows=9,
        )
        self.fields["feedback"] = _words(
            _("A line that might help them with the next person"),
            _(
                "They read it next month at the earliest, among other people’s lines, without your name or "
                "the day. They may still guess."
            ),
            longest=LONGEST_LINE,
            rows=3,
        )

    def clean(self) -> dict[str, Any]:
        """One of the two is sent, or nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(cleaned.values()):
            raise forms.ValidationError(_("Write a note or a line, or go back without sending"))
        return cleaned


class NoteForm(forms.Form):
    """The provider's own short reflection."""

    def __init__(self, data: Data = None, *, said: Data = None) -> None:
        super().__init__(data, initial=dict(said or {}))
        for name, label in (
            ("goals", _("Do you agree on what should change?")),
            ("tasks", _("Do you agree on how to work on it?")),
            ("bond", _("Has a bond begun?")),
        ):
            self.fields[name] = _one(label, Agreed.choices, Importance(), required=True)
        self.fields["suited"] = _one(_("Are you the right one?"), Suited.choices, Cards(), required=True)
        self.fields["words"] = _words(
            _("A line on it"),
            _("The client can read it. No diagnosis, please."),
            longest=LONGEST_LINE,
            rows=3,
        )

    def noting(self) -> Noting:
        """What was sent, as the action takes it."""
        sent = self.cleaned_data
        return Noting(
            goals=Agreed(sent["goals"]),
            tasks=Agreed(sent["tasks"]),
            bond=Agreed(sent["bond"]),
            suited=Suited(sent["suited"]),
            words=sent["words"],
        )
