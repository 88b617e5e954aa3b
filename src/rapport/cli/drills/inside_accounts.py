"""Accounts of staff and providers in a drill's scratch installation."""

import secrets


def signed_in(kind: str) -> dict[str, str]:
    """Somebody of this kind who was invited, joined and signed in: what their visit holds."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.utils import timezone

    from rapport.site.people import account_actions, account_queries, sessions
    from rapport.site.people.choices import AccountKind

    now, address = timezone.now(), f"{secrets.token_hex(8)}@drill.example"
    link = account_actions.invite(address=address, kind=AccountKind(kind), by="drill", at=now)
    token = account_queries.token_of(link)
    account = account_actions.follow_link(token, password=secrets.token_urlsafe(), at=now)
    return {
        SESSION_KEY: account.pk,
        BACKEND_SESSION_KEY: "rapport.site.people.sign_in.AccountBackend",
        HASH_SESSION_KEY: account.get_session_auth_hash(),
        sessions.SEEN: now.isoformat(),
    }
