"""How allauth's second factors and passkeys look here: sealed secrets, and no name or address in them."""

import base64

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _

from rapport.site.foundation import keys
from rapport.site.people.models import Account

BOUND_TO = "mfa_authenticator|data"
# What an authenticator app and the device's list of passkeys show: nothing that tells of therapy.
SHOWN_AS = "Appointments"


class Adapter(DefaultMFAAdapter):
    """Secrets are sealed under a key outside the database; devices learn a neutral name alone."""

    def encrypt(self, text: str) -> str:
        """What stands in the database in place of a secret."""
        sealed = keys.encrypt(keys.ring().second_factors, text.encode(), bound_to=BOUND_TO)
        return base64.b64encode(sealed).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself."""
        sealed = base64.b64decode(encrypted_text)
        return keys.decrypt(keys.ring().second_factors, sealed, bound_to=BOUND_TO).decode()

    def get_totp_issuer(self) -> str:
        """Who the code is for, as an authenticator app shows it."""
        return SHOWN_AS

    def get_totp_label(self, user: Account) -> str:
        """Whose code it is, as an authenticator app shows it."""
        return _("Your account") if user.is_client else str(user.unseal("address"))

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """The site, as the device shows it."""
        return {"id": context.request.get_host().partition(":")[0], "name": SHOWN_AS}

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, object]:
        """The account, as the device shows it; its id is opaque."""
        label = self.get_totp_label(user)
        return {"id": user.pk.encode("ascii"), "name": label, "display_name": label}
