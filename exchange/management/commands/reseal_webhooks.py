from django.core.management.base import CommandError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.command import Door
from exchange.webhooks import actions


class Command(Door):
    help = gettext_lazy("Encrypt the signing secrets of webhooks with the first of ANJU_WEBHOOK_KEYS.")

    def handle(self, *args, **options):
        done, lost = actions.reseal()
        self.stdout.write(
            ngettext("%(count)d webhook is sealed anew.", "%(count)d webhooks are sealed anew.", done) % {"count": done}
        )
        if lost:
            raise CommandError(
                _("No key opens the secrets of these: %(names)s. Their people must make new ones.")
                % {"names": ", ".join(lost)}
            )
