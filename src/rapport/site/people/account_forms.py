"""What is asked of somebody who signs in, joins, or protects their account."""

from typing import Any

from allauth.mfa.webauthn.internal import auth as webauthn
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.widgets import Cards
from rapport.site.people import account_queries
from rapport.site.people.account_queries import LONGEST_NAME
from rapport.site.people.choices import AccountKind
from rapport.site.people.models import Account

LONGEST_PASSWORD, LONGEST_LABEL = 256, 40
UNKNOWN = _("That name and that password do not go together. Check both.")
WRONG_CODE = _("That code does not work. Each works once, and an app shows a new one every half minute.")
NO_PASSKEY = _("That passkey did not work. Try again, or come in another way.")
PLAIN = {"autocapitalize": "none", "spellcheck": "false"}


def _password(label: Any, *, autocomplete: str, required: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required, "max_length": _("Choose at most 256 characters.")},
    )


class SignInForm(forms.Form):
    """A name and a password."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("E-mail address or sign-in name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "username", **PLAIN}),
        error_messages={"required": _("Enter your address or your sign-in name."), "max_length": UNKNOWN},
    )
    password = _password(_("Password"), autocomplete="current-password", required=_("Enter your password."))

    def refuse(self) -> None:
        """Nobody has this name, or their password is another: the same words for both."""
        self.add_error("password", UNKNOWN)


class CodeForm(forms.Form):
    """A code from an app, or a recovery code."""

    use_required_attribute = False
    page_heading = "code"
    code = forms.CharField(
        label=_("Enter the code from your app"),
        help_text=_("Six figures. If you lost your app, enter one of your recovery codes instead."),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", **PLAIN}),
        error_messages={
            "required": _("Enter the six figures of your app."),
            "max_length": WRONG_CODE,
        },
    )

    def refuse(self) -> None:
        """Not this account's code, or one that was used."""
        self.add_error("code", WRONG_CODE)


class SetUpCodesForm(CodeForm):
    """The first code of an app that was just set up."""

    page_heading = ""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"].label = _("Enter the six figures that your app shows now")
        self.fields["code"].help_text = ""


class NewPasswordForm(forms.Form):
    """A new password, typed twice."""

    use_required_attribute = False
    password = _password(
        _("New password"),
        autocomplete="new-password",
        required=_("Enter a new password."),
        help_text=_("At least 15 characters. Four or five words that do not belong together are good."),
    )
    again = _password(
        _("The same once more"), autocomplete="new-password", required=_("Enter the password once more.")
    )

    def clean_password(self) -> str:
        """Long, and not common."""
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        said = super().clean() or {}
        if "password" in said and "again" in said and said["password"] != said["again"]:
            self.add_error("again", _("The two are not the same. Type both again."))
        return said


class ProveForm(forms.Form):
    """Somebody signed in gives their password again."""

    use_required_attribute = False
    page_heading = "password"
    password = _password(
        _("Enter your password again"),
        autocomplete="current-password",
        required=_("Enter your password."),
        help_text=_("You came in a while ago. What protects your account is changed by you alone."),
    )

    def refuse(self) -> None:
        """Another password."""
        self.add_error("password", _("That is not your password."))


class AddressForm(forms.Form):
    """Whom a link to a new password goes to."""

    use_required_attribute = False
    address = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=LONGEST_NAME,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={
            "required": _("Enter your e-mail address."),
            "invalid": _("Enter a whole e-mail address, like name@example.org."),
        },
    )


class InvitationForm(AddressForm):
    """Whom a coordinator invites, as what."""

    kind = forms.ChoiceField(
        label=_("As what?"),
        choices=[
            (AccountKind.PROVIDER, _("Therapist or coach")),
            (AccountKind.COORDINATOR, _("Coordinator")),
            (AccountKind.RESEARCHER, _("Researcher")),
        ],
        widget=Cards(
            hints={
                AccountKind.PROVIDER: _("their own profile, hours and requests"),
                AccountKind.COORDINATOR: _("invites, verifies, and answers for the roster"),
                AccountKind.RESEARCHER: _("counts and reports, never anybody's answers"),
            }
        ),
        error_messages={"required": _("Choose one."), "invalid_choice": _("Choose one of these.")},
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["address"].label = _("Their e-mail address")


class _CredentialForm(forms.Form):
    """What a browser says of a passkey, as JSON that a script filled in."""

    credential = forms.JSONField(
        widget=forms.HiddenInput, error_messages={"required": NO_PASSKEY, "invalid": NO_PASSKEY}
    )

    def clean_credential(self) -> Any:
        """Whoever sends anything else than a browser does gets the same answer as for a wrong passkey."""
        said = self.cleaned_data["credential"]
        try:
            return self.checked(said)
        except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
            raise ValidationError(NO_PASSKEY, code="passkey") from None

    def checked(self, said: Any) -> Any:
        """What was said, once it is sure."""
        raise NotImplementedError


class PasskeySignInForm(_CredentialForm):
    """A passkey to come in with: whose it is stands in it, and the device asked them to prove themselves."""

    def checked(self, said: Any) -> Account:
        """The account of the passkey, if it may sign in."""
        response = webauthn.parse_authentication_response(said)
        account = webauthn.extract_user_from_response(said)
        webauthn.complete_authentication(account, said)
        may_come_in = account_queries.may_come_in(account, at=timezone.now())
        if not response.response.authenticator_data.is_user_verified() or not may_come_in:
            raise ValidationError(NO_PASSKEY)
        return account


class NewPasskeyForm(_CredentialForm):
    """A passkey to add, and what to call it."""

    use_required_attribute = False
    label = forms.CharField(
        label=_("What shall we call it?"),
        help_text=_("So that you know which one it is, for example “my phone”."),
        max_length=LONGEST_LABEL,
        required=False,
        error_messages={"max_length": _("At most 40 letters.")},
    )

    def checked(self, said: Any) -> Any:
        """What the browser said, once the device has shown that it holds the key and asked for its owner."""
        webauthn.parse_registration_response(said)
        if not webauthn.complete_registration(said).is_user_verified():
            raise ValidationError(NO_PASSKEY)
        return said


def passkey_options(account: Account | None) -> dict[str, Any]:
    """What a browser is asked: to make a passkey for an account, or to show one, whoever's it is."""
    if account is None:
        return webauthn.begin_authentication()
    return webauthn.begin_registration(account, passwordless=True)
