from datetime import timedelta

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import tokens
from accounts.command import Door
from accounts.lifecycle import NotNow
from accounts.models import ApiToken


class Command(Door):
    help = gettext_lazy("Let a new key take over from one that is in use. The new one is shown once and kept nowhere.")

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("begins_with", help=_("the first six characters of the old key"))
        parser.add_argument(
            "--overlap-days", type=int, default=tokens.OVERLAP.days, help=_("how long the old key goes on")
        )

    def handle(self, *args, **options):
        most = tokens.LONGEST_OVERLAP.days
        if not 0 <= options["overlap_days"] <= most:
            raise CommandError(_("The old key may go on for 0 to %(most)d days.") % {"most": most})
        try:
            successor, key = tokens.rotate_token(
                self.token(options["username"], options["begins_with"]),
                by=None,
                at=timezone.now(),
                overlap=timedelta(days=options["overlap_days"]),
            )
        except NotNow as fault:
            raise CommandError(str(fault)) from fault
        days = {
            "old": timezone.localtime(successor.predecessor.expires_at).date(),
            "new": timezone.localtime(successor.expires_at).date(),
        }
        self.stdout.write(_("Shown only now; good until %(new)s, the old one until %(old)s:") % days)
        self.stdout.write(key)

    @staticmethod
    def token(username: str, hint: str) -> ApiToken:
        found = list(ApiToken.objects.filter(user__username=username, hint=hint, client__isnull=True))
        if len(found) != 1:
            raise CommandError(
                _("“%(name)s” has no token that begins with “%(hint)s”.") % {"name": username, "hint": hint}
            )
        return found[0]
