"""Trainees: offered only to whoever said yes, called so, under few supervisors, with few clients."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client as Browser

from rapport.site.directory.actions import places
from rapport.site.directory.actions.training import NoSupervisor, begin_training, end_training
from rapport.site.directory.models import Places, Provider, Training
from rapport.site.foundation.models import AuditEvent
from rapport.site.matches.queries import answers_for_matching, fit_with
from rapport.site.matches.told import in_words
from rapport.site.people.models import Client
from support import accounts, practice, rated
from support.met import NOW
from support.story import words_of

pytestmark = pytest.mark.django_db
HOME = "/desk/trainees/"


@pytest.fixture
def all_of_them():
    practice.providers(5)
    return list(Provider.objects.order_by("provider_id"))


def begin(trainee, supervisor, most=2):
    return begin_training(trainee, supervisor, most_clients=most, by="test", at=NOW)


def names(shortlist):
    return set(shortlist.matches.values_list("provider__name", flat=True))


def test_trainee_is_offered_only_to_whoever_said_yes(all_of_them):
    supervisor, one, two, *_others = all_of_them
    begin(one, supervisor)
    begin(two, supervisor)

    without = rated.matched(practice.client())
    assert names(without).isdisjoint({one.name, two.name})
    assert without.unseal("record")["trainees"] == 2

    third = all_of_them[3]
    begin(third, supervisor)
    agreed = rated.matched(rated.yes(practice.client(), "trainees"))
    trainees = [each for each in agreed.matches.select_related("provider", "client__key")
                if each.provider in (one, two, third)]  # fmt: skip
    assert trainees
    for match in trainees:
        first = in_words(match.unseal("detail")["cautions"][0])
        assert first.startswith("In training")
        assert supervisor.name in first


def test_named_trainee_says_what_is_in_the_way(all_of_them):
    supervisor, trainee, *_others = all_of_them
    begin(trainee, supervisor)
    person = Client.objects.select_related("key").get(pk=practice.client().pk)
    answers = answers_for_matching(person)

    assert "supervision" in fit_with(person, answers, trainee, at=NOW).limits_broken
    rated.yes(person, "trainees")
    assert "supervision" not in fit_with(person, answers, trainee, at=NOW).limits_broken


def test_caseload_has_a_limit_that_the_database_holds(all_of_them):
    supervisor, trainee, *_others = all_of_them
    training = begin(trainee, supervisor, most=2)
    assert Places.objects.get(pk=trainee.pk).capacity <= 2
    with pytest.raises(places.TooMany):
        places.set_places(trainee, capacity=3, by="test", at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Places.objects.filter(pk=trainee.pk).update(capacity=3)
    for _ in range(2):
        places.take_place(trainee, by="test", at=NOW)
    with pytest.raises(places.NoPlace):
        places.take_place(trainee, by="test", at=NOW)

    end_training(training, by="test", at=NOW)
    places.set_places(trainee, capacity=3, by="test", at=NOW)


def test_nobody_begins_who_has_more_clients_already(all_of_them):
    supervisor, trainee, *_others = all_of_them
    for _ in range(2):
        places.take_place(trainee, by="test", at=NOW)

    with pytest.raises(places.PlacesTaken):
        begin(trainee, supervisor, most=1)
    assert not Training.objects.exists()


def test_supervisor_is_no_trainee_nor_oneself_nor_has_too_many(all_of_them):
    supervisor, one, two, *_others = all_of_them
    begin(one, supervisor)
    for trainee, under in ((one, two), (two, one), (two, two)):
        with pytest.raises(NoSupervisor):
            begin(trainee, under)
    Training.objects.update(number=6)
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.create(trainee=two, supervisor=supervisor, number=7, began_at=NOW, by="test")
    with pytest.raises(IntegrityError), transaction.atomic():
        Training.objects.create(trainee=two, supervisor=supervisor, number=6, began_at=NOW, by="test")


def test_public_page_says_so_as_long_as_it_is_so(all_of_them):
    supervisor, trainee, *_others = all_of_them
    page = f"/providers/{trainee.pk}/"
    said = f"under the supervision of {supervisor.name}"
    assert said not in words_of(Browser().get(page))

    training = begin(trainee, supervisor)
    assert said in words_of(Browser().get(page))
    assert said not in words_of(Browser().get(f"/providers/{supervisor.pk}/"))

    end_training(training, by="test", at=NOW)
    assert said not in words_of(Browser().get(page))


def test_coordinator_begins_and_ends_a_training(all_of_them):
    supervisor, trainee, *_others = all_of_them
    desk = accounts.signed_in()
    said = {"trainee": trainee.provider_id, "provider": supervisor.provider_id, "most_clients": "2"}
    assert "They cannot" in words_of(desk.post(HOME, said | {"provider": trainee.provider_id}))
    assert "whole number from 1 to 30" in words_of(desk.post(HOME, said | {"most_clients": "many"}))

    desk.post(HOME, said)
    assert f"Under {supervisor.name}" in words_of(desk.get(HOME))
    person = practice.client()
    theirs = Browser()
    practice.sign_in(theirs, person)
    assert "somebody in training" in words_of(theirs.get("/mine/choices/"))
    rated.matched(person)
    assert "1 person in training could see you" in words_of(theirs.get("/matches/"))

    desk.post(f"{HOME}{Training.objects.get().pk}/end/")
    assert Training.objects.get().ended_at is not None
    assert AuditEvent.objects.filter(verb="training_ended").exists()


@pytest.mark.parametrize("kind", ["researcher", "provider"])
def test_no_other_account_sees_who_is_in_training(kind):
    assert accounts.signed_in(kind).get(HOME).status_code == 404
    assert Browser().get(HOME).status_code == 404
