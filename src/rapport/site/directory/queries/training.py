"""Who is in training now, and under whom."""

from rapport.site.directory.models import Training


def trainings() -> list[Training]:
    """Everybody in training, by the supervisor's name; both and the trainee's places loaded. One query."""
    found = Training.objects.filter(ended_at__isnull=True)
    return list(found.select_related("trainee__places", "supervisor").order_by("supervisor__name", "number"))


def training_with_id(training_id: int) -> Training | None:
    """One by its id: ask the policy. One query."""
    return Training.objects.select_related("trainee", "supervisor").filter(pk=training_id).first()


def supervisors() -> dict[str, str]:
    """Of each trainee, by their id in the roster, the name of who supervises them. One query."""
    found = Training.objects.filter(ended_at__isnull=True)
    return dict(found.values_list("trainee__provider_id", "supervisor__name"))
