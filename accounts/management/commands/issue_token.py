from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import tokens
from accounts.command import Door
from accounts.models import User


class Command(Door):
    help = gettext_lazy("Give a person a key to the API. It is shown once and kept nowhere.")

    def add_arguments(self, parser):
        parser.add_argument("username")
        parser.add_argument("--name", required=True, help=_("what it is for, such as the name of a system"))
        parser.add_argument("--read-only", action="store_true", help=_("may read, not change"))
        parser.add_argument("--days", type=int, default=tokens.TOKEN_DAYS, help=_("how long it is good"))
        parser.add_argument(
            "--network", action="append", default=[], dest="networks", metavar="CIDR",
            help=_("from where it may be used, such as 10.20.0.0/16; may be given several times"),
        )  # fmt: skip
        parser.add_argument("--calls-per-minute", type=int, help=_("how many calls a minute it may make"))

    def handle(self, *args, **options):
        if options["days"] < 1:
            raise CommandError(_("A token must be good for one day at least."))
        if options["days"] > tokens.MOST_TOKEN_DAYS:
            raise CommandError(_("A token is good for %(most)d days at most.") % {"most": tokens.MOST_TOKEN_DAYS})
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(_("Nobody named “%(name)s” may log in.") % {"name": options["username"]})
        asked = {name: options[name] for name in ("name", "read_only", "days", "networks", "calls_per_minute")}
        token, key = tokens.issue_token(user, by=None, at=timezone.now(), **asked)
        self.stdout.write(
            _("Shown only now; good until %(day)s:") % {"day": timezone.localtime(token.expires_at).date()}
        )
        self.stdout.write(key)
