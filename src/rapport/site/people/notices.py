"""The mail that says that something which protects an account was changed: who did not do it should know."""

from datetime import datetime

from rapport.site.foundation import outbox
from rapport.site.foundation.outbox_models import Template
from rapport.site.people.models import Account


def tell_of_change(account: Account, what: str, *, at: datetime) -> None:
    """In the caller's transaction. A client's account has no address of its own: nothing is sent."""
    if account.is_client:
        return
    key = f"security:{account.pk}:{what}:{at.isoformat()}"
    outbox.put(template=Template.SECURITY_NOTICE, to=outbox.to_account(account.pk), key=key, due_at=at)
