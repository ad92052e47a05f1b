from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.command import Door
from accounts.progress import bar
from oversight import nightly


class Command(Door):
    """`take_figures --most 100`: what every area had after nights that were not counted yet."""

    help = gettext_lazy(
        "Count the figures of past nights that have none, the newest first. Cut off and typed again, it goes on where "
        "it was. The clock does the same by and by."
    )

    def add_arguments(self, parser):
        parser.add_argument("--most", type=int, help=_("at most so many nights; all if left out"))

    def handle(self, *, most, **options):
        with bar(_("Figures of past nights")) as progress:
            count = nightly.take_missing_figures(most=most, progress=progress)
        words = ngettext("%(count)d night was counted.", "%(count)d nights were counted.", count)
        self.stdout.write(words % {"count": count} if count else _("Every night has its figures."))
