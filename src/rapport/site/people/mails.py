"""The links that stand in mails to accounts: made when a mail is sent, so that none is kept anywhere."""

from django.utils import timezone

from rapport.site.foundation.mail import parts
from rapport.site.foundation.outbox_models import Template
from rapport.site.people import account_queries

JOIN = "/join/"


def path_of(link_id: str) -> str | None:
    """The page of a link that still works."""
    link = account_queries.open_links(timezone.now()).filter(pk=link_id).first()
    return None if link is None else f"{JOIN}{account_queries.token_of(link)}/"


for template in (Template.INVITATION, Template.PASSWORD_RESET):
    parts.register_link(template, path_of)
