from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from accounts.command import Door, day
from demo import loading, people
from demo.cities import city_keys


class Command(Door):
    help = gettext_lazy("Load an invented city with its past into an empty database, and make the people of the demo.")

    def add_arguments(self, parser):
        parser.add_argument("city", choices=city_keys())
        parser.add_argument("--on", type=day, help=_("the night still to come, such as 2026-03-31; today if left out"))

    def handle(self, *, city, on, **options):
        at = timezone.now()
        on = on or timezone.localdate(at)
        if on > timezone.localdate(at):
            raise CommandError(_("%(day)s has not come yet; nights are run up to the day before.") % {"day": on})
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        with Progress(*columns, console=Console(stderr=True)) as bars:
            tasks = {}

            def show(step: str, done: int, total: int) -> None:
                if step not in tasks:
                    tasks[step] = bars.add_task(step, total=total)
                bars.update(tasks[step], completed=done)

            try:
                profile = loading.load(city, on=on, at=at, progress=show)
            except loading.NotEmpty as refusal:
                raise CommandError(str(refusal)) from refusal
        people.make_people(profile, at=at, base_url=settings.BASE_URL)
        self.stdout.write(
            _("%(city)s is loaded. The people of the demo stand in %(file)s.")
            % {"city": profile, "file": people.place()}
        )
