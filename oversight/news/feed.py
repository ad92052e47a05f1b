"""News as an Atom feed (RFC 4287). The ids of its entries stay the same, wherever the portal moves."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from estates.models import Estate
from oversight.models import News
from oversight.news.words import sentence

AUTHORITY = "anju,2026"
"""Of the tag URIs (RFC 4151) by which a reader tells entries apart."""


BEFORE_ALL = datetime(2026, 1, 1, tzinfo=UTC)


class Feed(Atom1Feed):
    """Dated by its latest entry; one without any by nothing that changes, so that asking again finds it unchanged."""

    def latest_post_date(self):
        dates = [item["updateddate"] for item in self.items]
        return max(dates) if dates else BEFORE_ALL


def feed_of(estate: Estate, news: Iterable[News], *, site: str) -> str:
    """`site`: the scheme and host under which the portal was asked."""
    page = site + reverse("oversight:estate", args=[estate.code])
    feed = Feed(
        title=_("News of %(estate)s") % {"estate": estate.name},
        link=page,
        description=None,
        language=get_language(),
        feed_url=site + reverse("oversight:estate-feed", args=[estate.code]),
        feed_guid=f"tag:{AUTHORITY}:estates/{estate.code}",
    )
    for each in news:
        feed.add_item(
            title=sentence(each),
            link=f"{page}#{each.block}",
            description="",
            unique_id=f"tag:{AUTHORITY}:estates/{estate.code}/news/{each.pk}",
            unique_id_is_permalink=False,
            updateddate=each.at,
            pubdate=each.at,
        )
    return feed.writeString("utf-8")
