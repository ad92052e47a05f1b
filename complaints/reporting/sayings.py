"""Sentences that several pages say."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.city import profile


def hotline() -> str:
    city = profile()
    return city.hotline if city else "12345"


def wait_sentence(minutes: int) -> str:
    """Too much came from one address or phone: what is kept, until when to wait, and the other way."""
    wait = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
    return _(
        "Very much came from your network or phone just now. What you wrote is kept; send it in %(wait)s. If it cannot "
        "wait, ring %(hotline)s."
    ) % {"wait": wait, "hotline": hotline()}
