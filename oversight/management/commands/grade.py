import logging
from collections.abc import Iterator
from datetime import date

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.command import Door, day
from accounts.progress import bar
from credit import law, night
from credit.models import Night, NightKind
from credit.night.judge import PartFailed
from enterprises.models import Enterprise
from oversight import nightly

log = logging.getLogger(__name__)
DIFFERENCES_SHOWN = 20


class Command(Door):
    """`grade --on 2026-03-31`: run that night where it lies ahead of the last one, else compute it once more."""

    help = gettext_lazy(
        "Run the nightly grades of a day. A night that is published already is computed once more from what it knew, "
        "and compared with what was published; nothing published changes."
    )

    def add_arguments(self, parser):
        parser.add_argument("--on", help=_("the day, such as 2026-03-31; default: today"))
        parser.add_argument("--full", action="store_true", help=_("judge every company, not only those touched"))
        parser.add_argument("--again", action="store_true", help=_("a further run on the day of the last night"))

    def handle(self, *args, **options):
        on = day(options["on"]) if options["on"] else timezone.localdate()
        if on > timezone.localdate():
            raise CommandError(_("%(day)s has not come yet.") % {"day": on})
        last = Night.objects.last()
        if last is None or on > last.on or (on == last.on and options["again"]):
            self.run_forward(on, full=options["full"], again=options["again"])
        elif options["again"]:
            raise CommandError(_("Only the last night, of %(day)s, can be run again.") % {"day": last.on})
        else:
            self.compute_once_more(on)

    def run_forward(self, on: date, *, full: bool, again: bool) -> None:
        with bar(_("Grades of %(day)s") % {"day": on}) as progress:
            try:
                done = nightly.run(on, kind=NightKind.COMMAND, full=full, again=again, progress=progress)
            except (law.NoRulebook, night.NightBusy) as reason:
                raise CommandError(str(reason)) from reason
            except PartFailed as reason:
                log.exception("night of %s", on)
                raise CommandError(
                    _("The night was cut off: a process that shared the work ended. Type the command again to go on.")
                ) from reason
        seconds = sum(done.stage_seconds.values())
        self.stdout.write(
            _(
                "Published %(day)s under %(rulebook)s: %(companies)d companies, %(judged)d judged, %(up)d up, "
                "%(down)d down, %(first)d for the first time; %(seconds).1f s."
            )
            % {
                "day": done.on,
                "rulebook": done.rulebook,
                "companies": done.enterprise_count,
                "judged": done.judged_count,
                "up": done.up_count,
                "down": done.down_count,
                "first": done.first_count,
                "seconds": seconds,
            }
        )
        self.stdout.write(_("Digest: %(digest)s") % {"digest": done.digest})

    def compute_once_more(self, on: date) -> None:
        published = Night.objects.published().filter(on__lte=on).order_by("-on", "-id").first()
        if published is None:
            first = Night.objects.published().order_by("on").first()
            raise CommandError(_("The first night was that of %(day)s.") % {"day": first.on})
        if published.on != on:
            self.stdout.write(
                _("%(day)s had no night of its own; its grades are those of %(before)s.")
                % {"day": on, "before": published.on}
            )
        with bar(_("Computing %(day)s once more") % {"day": published.on}) as progress:
            result = night.recompute(published, progress=progress)
        self.stdout.write(_("Published digest: %(digest)s") % {"digest": published.digest})
        self.stdout.write(_("Computed digest:  %(digest)s") % {"digest": result.digest})
        if result.same:
            self.stdout.write(self.style.SUCCESS(_("Identical: %(rows)d companies.") % {"rows": result.rows}))
            return
        raise CommandError("\n".join(self.differences(result)))

    def differences(self, result: night.Recomputed) -> Iterator[str]:
        yield _("Not the same: %(count)d of %(rows)d companies differ.") % {
            "count": len(result.differences),
            "rows": result.rows,
        }
        for company in Enterprise.objects.filter(pk__in=result.differences[:DIFFERENCES_SHOWN]):
            yield f"{company.uscc} {company.name}"
        if len(result.differences) > DIFFERENCES_SHOWN:
            yield _("… and %(count)d more") % {"count": len(result.differences) - DIFFERENCES_SHOWN}
