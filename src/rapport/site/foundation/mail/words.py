"""What each mail says: nothing of anybody, and where to read more.

Editions of the newsletter have words of their own (`parts.register_writer`), the same for all who get one.
No name, no concern, no time, no reason stands here, and no variable can bring one in: the only things that
differ between two mails of a template are the address, the link and the attached calendar file. Subjects of
clients' mails are the same for all of them; a lock screen shows them.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rapport.site.foundation.outbox_models import Template

FOOT = (
    _("A program sent this mail; nobody reads answers to it."),
    _(
        "If you are in danger or need to talk to someone now: in the United States call or text 988, "
        "day or night, or call 911."
    ),
)
STOP = _("Get no more mails like this one")
FOR_YOU, APPOINTMENT = _("A note for you"), _("Appointment")
IN_THE_FILE = _("Day and hour are in the attached calendar file, and on our pages.")
COME_IN = _("Come in")
NOT_YOU = _("If you did not expect this mail, you need not do anything.")


@dataclass(frozen=True)
class Words:
    """Subject, sentences, and what the link is called: to the recipient's page, or one of the mail's own."""

    subject: Any
    said: tuple[Any, ...]
    link: Any = COME_IN
    has_own_link: bool = False
    has_calendar: bool = False


WORDS: dict[Template, Words] = {
    Template.REQUEST_RECEIVED: Words(
        _("A new request"),
        (_("Someone asks you for a first conversation. Please answer before the request's deadline."),),
    ),
    Template.DEADLINE_NEAR: Words(
        _("A request is waiting"),
        (_("A request still waits for your answer. Its deadline is near; then it goes to someone else."),),
    ),
    Template.REQUEST_CLOSED: Words(
        _("A request is closed"),
        (_("A request that you had was closed. You need not do anything about it."),),
    ),
    Template.REQUEST_ANSWERED: Words(FOR_YOU, (_("There is something new for you on our pages."),)),
    Template.CONSULTATION_BOOKED: Words(
        APPOINTMENT, (_("Your appointment is booked."), IN_THE_FILE), has_calendar=True
    ),
    Template.CONSULTATION_MOVED: Words(
        APPOINTMENT, (_("Your appointment was moved."), IN_THE_FILE), has_calendar=True
    ),
    Template.CONSULTATION_CANCELLED: Words(
        APPOINTMENT,
        (
            _("Your appointment was cancelled."),
            _("The attached calendar file takes it out of your calendar."),
        ),
        has_calendar=True,
    ),
    Template.CONSULTATION_REMINDER: Words(
        APPOINTMENT, (_("This is a reminder of your appointment."), IN_THE_FILE), has_calendar=True
    ),
    Template.REFLECTION_DUE: Words(
        FOR_YOU, (_("A few questions wait for you on our pages. They take about two minutes."),)
    ),
    Template.CHECKIN_DUE: Words(
        FOR_YOU,
        (
            _("A few questions wait for you. They take about half a minute."),
            _("This link opens them without signing in. Please do not pass it on."),
        ),
        link=_("Open them"),
        has_own_link=True,
    ),
    Template.REVIEW_DUE: Words(
        FOR_YOU, (_("One question waits for you on our pages: how is it going, all in all?"),)
    ),
    Template.LOOK_TODAY: Words(
        _("Please look today"), (_("Someone you work with has told us something you should see today."),)
    ),
    Template.CASELOAD_NOTE: Words(
        FOR_YOU,
        (_("There may be something to look at in your caseload. It is a question, and no alarm."),),
    ),
    Template.SECOND_PERSON: Words(
        _("Please look today"), (_("A colleague asks for a second person at the desk, within four hours."),)
    ),
    Template.INVITATION: Words(
        _("An invitation"),
        (
            _("You are invited to open an account."),
            _("This link is for you alone and works once. Please do not pass it on."),
            NOT_YOU,
        ),
        link=_("Open your account"),
        has_own_link=True,
    ),
    Template.PASSWORD_RESET: Words(
        _("Your account"),
        (
            _("Someone asked to choose a new password for your account."),
            _("This link is for you alone and works once. Please do not pass it on."),
            NOT_YOU,
        ),
        link=_("Choose a new password"),
        has_own_link=True,
    ),
    Template.SECURITY_NOTICE: Words(
        _("Your account"),
        (
            _("Something that protects your account was changed."),
            _("If you did not do that, please tell the people who run this service at once."),
        ),
    ),
    Template.CONTACT_CONFIRMATION: Words(
        FOR_YOU,
        (
            _("Someone asked us to send short notes to this address."),
            _(
                "If it was you, please confirm it. If it was not, you need not do anything, and we will "
                "not write again."
            ),
        ),
        link=_("Confirm this address"),
        has_own_link=True,
    ),
    Template.NEWSLETTER_CONFIRMATION: Words(
        FOR_YOU,
        (
            _("Someone asked us to send our newsletter to this address."),
            _(
                "If it was you, please confirm it. If it was not, you need not do anything: we will forget "
                "the address in a week."
            ),
        ),
        link=_("Yes, send it to me"),
        has_own_link=True,
    ),
}
