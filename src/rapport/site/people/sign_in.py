"""Who an account is, by name and password or by its visit: how Django is told."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest

from rapport.site.people import account_queries
from rapport.site.people.models import Account


class AccountBackend(BaseBackend):
    """Accounts that may sign in; those who were not invited or were revoked are nobody."""

    def authenticate(
        self, _request: HttpRequest | None, name: str = "", password: str = ""
    ) -> Account | None:
        """The account of this name with this password.

        Every call hashes once: whoever counts or times it cannot tell an unknown name from a wrong password.
        """
        account = account_queries.account_by_name(name)
        if account is None or not account.has_usable_password():
            make_password(password)
            return None
        return account if account.check_password(password) and account.is_active else None

    def get_user(self, user_id: str) -> Account | None:
        """The account of a visit; one query."""
        return account_queries.account_by_id(user_id)
