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
        """The account of this name with this password."""
        account = account_queries.account_by_name(name)
        return account if is_right(account, password) else None

    def get_user(self, user_id: str) -> Account | None:
        """The account of a visit; one query."""
        return account_queries.account_by_id(user_id)


def is_right(account: Account | None, password: str) -> bool:
    """Whether this is their password and they may sign in.

    Every call hashes once: whoever counts or times it cannot tell an unknown name from a wrong password.
    """
    if account is None or not account.has_usable_password():
        make_password(password)
        return False
    return account.check_password(password) and account.is_active
