"""Colleagues rate replies blind: once each, never their own, never somebody close; and few say nothing."""

import pytest
from django.db import IntegrityError, transaction

from rapport.site.directory.actions import vignettes
from rapport.site.directory.models import Provider, Rating, Reply
from rapport.site.directory.models.vignettes import QUALITIES
from rapport.site.directory.queries import vignettes as queries
from rapport.site.directory.vignettes import DEMANDING, ORDINARY, VIGNETTES
from rapport.site.foundation.models import AuditEvent
from support.practice import AT, providers

pytestmark = pytest.mark.django_db
TEXT = "I hear how much you carry, and that last night nobody saw it. " * 3
MARKS = dict.fromkeys(QUALITIES, 5)


def people(count: int) -> list[Provider]:
    providers(count)
    return list(Provider.objects.order_by("provider_id"))


def sent(provider: Provider) -> list[Reply]:
    replies = vignettes.draw_replies(provider, by="a", at=AT)
    for reply in replies:
        vignettes.write_reply(reply, text=TEXT, send=True, by="a", at=AT)
    return queries.replies_of(provider)


def rated(reply: Reply, rater: Provider, **marks: int) -> None:
    vignettes.rate(reply, rater=rater, marks=MARKS | marks, by="a", at=AT)


def test_there_are_four_vignettes_or_more_and_some_demand_something():
    assert len(VIGNETTES) >= 4
    assert {"always_them", "angry_at_you"} <= set(DEMANDING)
    assert ORDINARY


def test_each_draws_one_of_each_sort_once():
    someone = people(1)[0]

    first, again = (vignettes.draw_replies(someone, by="a", at=AT) for _ in range(2))

    assert [each.pk for each in first] == [each.pk for each in again]
    assert [first[0].vignette in ORDINARY, first[1].vignette in DEMANDING] == [True, True]


def test_reply_is_kept_as_it_is_written_and_stands_once_sent():
    reply = vignettes.draw_replies(people(1)[0], by="a", at=AT)[0]
    vignettes.write_reply(reply, text="Half a", send=False, by="a", at=AT)
    assert Reply.objects.get(pk=reply.pk).text == "Half a"
    with pytest.raises(vignettes.ReplyTooShort):
        vignettes.write_reply(reply, text="Half a sentence", send=True, by="a", at=AT)

    vignettes.write_reply(reply, text=TEXT, send=True, by="a", at=AT)

    with pytest.raises(vignettes.ReplySent):
        vignettes.write_reply(reply, text="Something else", send=False, by="a", at=AT)


def test_colleague_is_shown_each_reply_once_and_never_their_own():
    writer, rater = people(2)
    sent(writer)
    sent(rater)

    seen = []
    while (reply := queries.next_reply(rater)) is not None:
        assert queries.next_reply(rater) == reply
        seen.append(reply.provider)
        rated(reply, rater)

    assert seen == [writer, writer]
    assert queries.rated_by(rater) == 2


def test_replies_with_the_fewest_ratings_come_first_and_the_order_is_each_raters_own():
    everyone = people(12)
    for writer in everyone[:6]:
        sent(writer)
    first = queries.next_reply(everyone[6])
    rated(first, everyone[6])

    orders = {queries.next_reply(rater).pk for rater in everyone[7:]}

    assert first.pk not in orders
    assert len(orders) > 1


def test_reply_that_is_not_sent_is_shown_to_nobody():
    writer, rater = people(2)
    vignettes.draw_replies(writer, by="a", at=AT)

    assert queries.next_reply(rater) is None


@pytest.mark.parametrize("named_by", [0, 1])
def test_somebody_close_neither_rates_nor_counts_whoever_named_whom(named_by):
    pair = people(2)
    writer, rater = pair
    reply = sent(writer)[0]
    vignettes.name_close(pair[named_by], others=[pair[1 - named_by]], by="a", at=AT)

    assert queries.next_reply(rater) is None
    with pytest.raises(vignettes.MayNotRate):
        rated(reply, rater)


def test_second_rating_and_ones_own_are_refused_by_the_action_and_by_the_database():
    writer, rater = people(2)
    reply = sent(writer)[0]
    rated(reply, rater)
    again = {"reply": reply, "at": AT, "writer": writer, **MARKS}

    for who in (writer, rater):
        with pytest.raises(vignettes.MayNotRate):
            rated(reply, who)
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(rater=who, **again)


@pytest.mark.parametrize("marks", [{"warmth": 0}, {"clarity": 8}, {"empathy": None}, {"knows": True}])
def test_database_refuses_half_a_rating(marks):
    writer, rater = people(2)
    whole = {"reply": sent(writer)[0], "at": AT, "writer": writer, "rater": rater, **MARKS}

    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(**(whole | marks))


def test_who_recognises_the_writer_passes_over_and_is_not_asked_again():
    writer, rater = people(2)
    first, second = sent(writer)
    shown = queries.next_reply(rater)

    vignettes.pass_over(shown, rater=rater, by="a", at=AT)

    assert {queries.next_reply(rater).pk} == {first.pk, second.pk} - {shown.pk}
    assert queries.rated_by(rater) == 0


def test_who_is_not_listed_rates_nobody():
    writer, rater = people(2)
    sent(writer)
    Provider.objects.filter(pk=rater.pk).update(is_listed=False)
    rater.refresh_from_db()

    assert queries.next_reply(rater) is None


def test_nothing_is_said_under_five_colleagues_and_with_five_the_mean_and_how_many():
    writer, *raters = people(6)
    reply, other = sent(writer)
    for rater, mark in zip(raters[:4], (4, 5, 6, 7), strict=True):
        rated(reply, rater, warmth=mark)
    rated(other, raters[0])
    assert queries.judgement_of(writer) is None

    rated(reply, raters[4], warmth=3)

    found = queries.judgement_of(writer)
    assert (found.raters, found.ratings) == (5, 6)
    warmth = found.means["warmth"]
    assert warmth.value == pytest.approx((4.5 + 5 + 6 + 7 + 3) / 5)
    assert warmth.low < warmth.value < warmth.high
    vignettes.name_close(raters[4], others=[writer], by="a", at=AT)
    assert queries.judgement_of(writer) is None


def test_agreement_is_told_from_ten_replies_on():
    everyone = people(9)
    replies = [reply for writer in everyone[:5] for reply in sent(writer)]
    for at, reply in enumerate(replies[:9]):
        for rater in everyone[5:]:
            rated(reply, rater, warmth=1 + at % 7)
    assert queries.agreement() is None

    for rater in everyone[5:]:
        rated(replies[9], rater, warmth=3)

    count, found = queries.agreement()
    assert count == 10
    assert found["warmth"].value == 1
    assert "clarity" not in found  # everybody gave everybody a five: there is nothing to agree about


def test_trail_does_not_tell_who_rated_whom():
    writer, rater = people(2)
    rated(sent(writer)[0], rater)

    event = AuditEvent.objects.get(verb="reply_rated")

    assert writer.pk not in (event.subject + event.detail + event.actor)


def test_next_reply_costs_the_same_queries_with_thirty(django_assert_num_queries):
    everyone = people(31)
    for writer in everyone[:30]:
        sent(writer)

    with django_assert_num_queries(1):
        assert queries.next_reply(everyone[30])
