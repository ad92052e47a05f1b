from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.command import Door
from estates.board.shipping import load_items


class Command(Door):
    help = gettext_lazy("Add the shipped items of disclosure boards that this portal does not have yet.")

    def handle(self, *args, **options):
        now = timezone.now()
        added = load_items(from_on=timezone.localdate(now), by=None, at=now)
        self.stdout.write(_("%(count)d rows are new.") % {"count": added})
