"""The guides as an RSS feed (RSS 2.0): what is new, for whoever follows sites without an account."""

from datetime import UTC, datetime, time

from django.conf import settings
from django.utils.feedgenerator import Rss201rev2Feed

from rapport.site.guides.queries import all_guides


def feed(language: str, *, title: str, subtitle: str) -> str:
    """The feed of a language. Entries hold the summary; addresses begin with the site's own."""
    home = settings.SITE_ADDRESS
    known = all_guides(language)
    written = Rss201rev2Feed(
        title=title,
        link=f"{home}/guides/",
        description=subtitle,
        language=language,
        feed_url=f"{home}/guides/feed/{language}/",
        feed_copyright="CC0 1.0",
    )
    for each in known:
        at = datetime.combine(each.updated, time(), tzinfo=UTC)
        written.add_item(
            title=each.title,
            link=home + each.own_address,
            description=each.summary,
            unique_id=home + each.own_address,
            author_name=each.author,
            pubdate=at,
        )
    return written.writeString("utf-8")
