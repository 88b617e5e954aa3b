"""What the drill of the outbox does inside its scratch installation: people, planted words, mails, counts."""

from collections.abc import Callable
from typing import Any

# Stands in every name and in everything sealed; never in a mail.
CANARY = "kestrelquarry"
CLIENTS, PROVIDERS = 6, 30
BATCH = 500
CANCELLED, ROLLED_BACK = 20, 20


def people(_: object) -> dict[str, list[str]]:
    """Clients and providers who may be written to, with the planted word in whatever else is kept of them."""
    from django.utils import timezone

    from rapport.cli.demo import fill
    from rapport.cli.demo_life.questionnaire import answer_questionnaire
    from rapport.cli.drills import cast
    from rapport.cli.drills.inside_practice import ANSWERS
    from rapport.site.directory.models import Provider
    from rapport.site.matches.actions import issue
    from rapport.site.people.choices import AccountKind

    now = timezone.now()
    fill(providers=PROVIDERS, clients=0, seed=7, until="directory")
    Provider.objects.update(name=f"Dr. {CANARY}")
    clients = [answer_questionnaire(ANSWERS | {"text": CANARY}, at=now) for _ in range(CLIENTS)]
    issue(by=clients[0], at=now)
    for number, client in enumerate(clients):
        _reachable(client, f"c{number}@drill.example", now)
    kinds = (AccountKind.PROVIDER, AccountKind.COORDINATOR)
    accounts = [cast.joined(kind, at=now) for kind in kinds]
    _plant()
    return {"client": [each.pk for each in clients], "account": [each.pk for each in accounts]}


def _reachable(client: Any, address: str, at: Any) -> None:
    from rapport.site.people.contact_actions import give_contact
    from rapport.site.people.contact_queries import Contact
    from rapport.site.people.models import ContactAddress

    give_contact(client, Contact(address, "America/New_York"), at=at)
    ContactAddress.objects.filter(client=client).update(confirmed_at=at)


def _plant() -> None:
    """The word into everything sealed that is there, but for the addresses that mails go to."""
    from django.apps import apps

    from rapport.site.foundation.sealing import SealedField, SealedModel

    addresses = {("people_contactaddress", "detail"), ("people_account", "address")}
    for model in apps.get_models():
        if not issubclass(model, SealedModel):
            continue
        columns = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, SealedField) and (model._meta.db_table, field.name) not in addresses
        ]
        for row in model._default_manager.all():
            for column in columns:
                row.seal(column, {CANARY: CANARY})
            model._default_manager.filter(pk=row.pk).update(**{name: getattr(row, name) for name in columns})


def one(_: object) -> int:
    """One mail to a coordinator, due now; how many wait."""
    from django.db import transaction
    from django.utils import timezone

    from rapport.cli.drills import cast
    from rapport.site.foundation import outbox
    from rapport.site.foundation.outbox_models import Template
    from rapport.site.people.choices import AccountKind

    now = timezone.now()
    account = cast.joined(AccountKind.COORDINATOR, at=now)
    with transaction.atomic():
        to = outbox.to_account(account.pk)
        outbox.put(template=Template.SECURITY_NOTICE, to=to, key="drill:one", due_at=now)
    return outbox.standing(timezone.now()).due


def fill(asked: dict[str, Any]) -> int:
    """Put so many mails into the outbox, and some that are cancelled or whose transaction fails; how many."""
    from django.db import transaction
    from django.utils import timezone

    from rapport.site.foundation import outbox

    first, count, at = asked["first"], asked["count"], timezone.now()
    for start in range(first, first + count, BATCH):
        with transaction.atomic():
            for number in range(start, min(start + BATCH, first + count)):
                _put(asked["people"], f"drill:{number}", number, at)
    with transaction.atomic():
        for number in range(CANCELLED):
            _put(asked["people"], f"cancelled:{first + number}", number, at)
        outbox.cancel("cancelled:")
    with transaction.atomic():
        for number in range(ROLLED_BACK):
            _put(asked["people"], f"undone:{first + number}", number, at)
        transaction.set_rollback(True)
    return count


def _put(people: dict[str, list[str]], key: str, number: int, at: Any) -> None:
    from rapport.site.foundation import outbox
    from rapport.site.foundation.mail.words import WORDS

    templates = [each for each, words in WORDS.items() if not words.has_own_link]
    kind = "client" if number % 2 else "account"
    to = outbox.to_client if kind == "client" else outbox.to_account
    someone = people[kind][number // 2 % len(people[kind])]
    template = templates[number % len(templates)]
    outbox.put(template=template, to=to(someone), key=key, due_at=at, about="a" * 26)


def ended(_: object) -> dict[str, Any]:
    """What became of every mail, by its Message-ID; and whether the trail is whole."""
    from rapport.site.foundation import audit
    from rapport.site.foundation.mail.writing import message_id
    from rapport.site.foundation.models import OutboxMessage

    rows = OutboxMessage.objects.filter(key__startswith="drill:").values_list("pk", "state")
    return {
        "states": {message_id(pk): state for pk, state in rows},
        "undone": OutboxMessage.objects.filter(key__startswith="undone:").count(),
        "trail": len(audit.broken_links()),
    }


TASKS: dict[str, Callable[[Any], Any]] = {task.__name__: task for task in (people, one, fill, ended)}
