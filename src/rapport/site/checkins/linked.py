"""The link of a reminder: made when the mail is sent, so that none is kept anywhere."""

from rapport.site.checkins.queries.due import link_path
from rapport.site.foundation.mail import parts
from rapport.site.foundation.outbox_models import Template

parts.register_link(Template.CHECKIN_DUE, link_path)
