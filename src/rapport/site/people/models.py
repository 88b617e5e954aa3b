"""Clients without a name or an e-mail address, accounts to sign in with, and the visits of a browser."""

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q

from rapport.site.foundation.ids import ID_LENGTH, OpaqueIdField
from rapport.site.foundation.models import DataKey
from rapport.site.foundation.sealing import SealedField, SealedModel
from rapport.site.people.case_models import Assignment, Glass
from rapport.site.people.choices import AccountKind, LinkPurpose
from rapport.site.people.contact_models import ContactAddress

__all__ = ("Account", "AccountLink", "Assignment", "Client", "ContactAddress", "Glass", "Session")


class Client(SealedModel):
    """Someone who answered the questionnaire; known by a random id and a receipt code only."""

    id = OpaqueIdField()
    # Destroying the key takes the client and, through them, every row of every chapter with it.
    key = models.OneToOneField(DataKey, on_delete=models.CASCADE, related_name="+")
    receipt_digest = models.CharField(max_length=64, unique=True)
    receipt = SealedField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    @property
    def client(self) -> "Client":  # type: ignore[override]
        """A client's own row is sealed like every other row of theirs."""
        return self

    def receipt_code(self) -> str:
        """The five words, to show them again to the client whom they belong to."""
        return str(self.unseal("receipt"))


class Account(SealedModel, AbstractBaseUser):
    """Someone who can sign in: staff and providers, and clients who wished to.

    An address or a sign-in name stands here as a keyed digest alone; the address that letters go to is sealed
    under the account's own key. Whoever steals the database learns neither who works here nor who seeks help.
    """

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS = ()
    # Django would note when somebody last signed in: the audit trail does, and tells no more than it must.
    last_login = None

    id = OpaqueIdField()
    kind = models.CharField(max_length=12, choices=AccountKind)
    # Nobody without an address or a name signs in by password; a client may have a passkey alone.
    sign_in_digest = models.CharField(max_length=64, unique=True, null=True)
    key = models.OneToOneField(DataKey, on_delete=models.CASCADE, null=True, related_name="+")
    address = SealedField()
    # The client whose account this is: erasing them takes it along.
    holder = models.OneToOneField(Client, on_delete=models.CASCADE, null=True, related_name="account")
    created_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=AccountKind.values), name="account_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=AccountKind.CLIENT, holder__isnull=False, address__isnull=True)
                | Q(~Q(kind=AccountKind.CLIENT), holder__isnull=True, key__isnull=False),
                name="account_of_a_client_or_of_staff",
            ),
        ]
        indexes = (
            models.Index(
                fields=("created_at", "id"), condition=~Q(kind=AccountKind.CLIENT), name="account_of_staff"
            ),
            models.Index(
                fields=("kind", "joined_at"), condition=~Q(kind=AccountKind.CLIENT), name="account_joined"
            ),
        )

    @property
    def client(self) -> "Account":  # type: ignore[override]
        """An account's address is sealed under the account's own key."""
        return self

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether they may sign in: they took up their invitation, and were not revoked."""
        return self.joined_at is not None and self.revoked_at is None

    @property
    def is_client(self) -> bool:
        """Whether this is a client's own account, which needs no second factor."""
        return self.kind == AccountKind.CLIENT


class AccountLink(models.Model):
    """A link that works once, for a while: to take up an invitation, or to set a new password."""

    id = OpaqueIdField()
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=12, choices=LinkPurpose)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(used_at__isnull=True), name="account_one_open_link"
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=LinkPurpose.values), name="account_link_purpose_known"
            ),
        ]


class Session(AbstractBaseSession):
    """One visit. Whose it is stands in columns too: erasing or revoking them ends all their visits."""

    client_id = models.CharField(max_length=ID_LENGTH, default="", blank=True, db_index=True)
    account_id = models.CharField(max_length=ID_LENGTH, default="", blank=True, db_index=True)

    @classmethod
    def get_session_store_class(cls) -> Any:
        """Django's way from a row to its store."""
        from rapport.site.people.session_store import SessionStore  # The store needs this class first.

        return SessionStore
