from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions, city
from accounts.command import Door, day
from accounts.models import Region, RuleValue


class Command(Door):
    help = gettext_lazy(
        "Make this portal a city's, once, with the default rule values. All of it can be amended later."
    )

    def add_arguments(self, parser):
        parser.add_argument("region", help=_("12-digit code of the city, as loaded by load_regions"))
        parser.add_argument("--name", help=_("the city's name; default: the region's"))
        parser.add_argument("--bureau", required=True, help=_("the bureau's full name"))
        parser.add_argument("--emblem", required=True, help=_("the text beside the mark"))
        parser.add_argument("--rules-from", required=True, help=_("first day of the rule values, such as 2026-01-01"))

    def handle(self, *args, **options):
        region = Region.objects.filter(code=options["region"]).first()
        if region is None:
            raise CommandError(
                _("There is no division %(code)s. Load the city's divisions first: manage.py load_regions.")
                % {"code": options["region"]}
            )
        if city.profile() is not None:
            raise CommandError(
                _("This portal is %(city)s's already; amend it in the web admin.") % {"city": city.profile()}
            )
        made = actions.start_city(
            region,
            name=options["name"] or region.name,
            bureau_name=options["bureau"],
            emblem_text=options["emblem"],
            rules_from=day(options["rules_from"]),
            by=None,
            at=timezone.now(),
        )
        self.stdout.write(
            _("The portal is %(city)s's, with %(count)d rule values. Next: manage.py create_person.")
            % {"city": made.name, "count": RuleValue.objects.count()}
        )
