from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.command import Door
from complaints.actions.shipping import load_lists


class Command(Door):
    help = gettext_lazy("Add the shipped topics, bodies, reasons and days off that this portal does not have yet.")

    def handle(self, *args, **options):
        added = load_lists(by=None, at=timezone.now())
        for name, count in added.items():
            self.stdout.write(f"{name}: {count}")
        self.stdout.write(_("%(count)d rows are new.") % {"count": sum(added.values())})
