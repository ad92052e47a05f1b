from pathlib import Path

from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.city import profile
from accounts.command import Door
from accounts.models import Region
from accounts.progress import bar
from complaints.models import PaperSize, PosterOrder
from complaints.posters import orders
from estates.models import Estate


class Command(Door):
    """`posters --region 130108000000 --size A4 --out posters.zip`: sheets for an estate, a region, the city."""

    help = gettext_lazy(
        "Draw posters ready for printing: for the whole city, for a region, or for an estate. "
        "Estates without a code get one."
    )

    def add_arguments(self, parser):
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--region", help=_("statistical code (12 digits) of a street, district or city"))
        where.add_argument("--estate", help=_("code of an estate (13 digits)"))
        parser.add_argument("--size", choices=PaperSize.values, default=PaperSize.A4)
        parser.add_argument("--out", type=Path, help=_("where the file is written; its own name if left out"))

    def handle(self, *, region, estate, size, out, **options):
        wanted = orders.order(PosterOrder(size=size, **place(region, estate)), by=None, at=timezone.now())
        with bar(_("Posters")) as progress:
            orders.draw(wanted, at=timezone.now(), told=progress)
        target = out or Path(wanted.file_name)
        with wanted.file.open("rb") as drawn, target.open("wb") as copy:
            for chunk in drawn.chunks():
                copy.write(chunk)
        words = ngettext("%(count)d sheet in %(file)s.", "%(count)d sheets in %(file)s.", wanted.total_count)
        self.stdout.write(words % {"count": wanted.total_count, "file": target})
        for each in wanted.unprintable:
            self.stderr.write(_("%(name)s (%(code)s): no font has %(signs)s; 〓 stands in their place.") % each)


def place(region: str | None, estate: str | None) -> dict:
    """What an order is for. Raises CommandError."""
    if estate:
        found = Estate.objects.filter(code=estate).first()
        if found is None:
            raise CommandError(_("No estate has the code %(code)s.") % {"code": estate})
        return {"estate": found}
    city = profile()
    found = Region.objects.filter(code=region).first() if region else city and city.region
    if found is None:
        raise CommandError(_("No region has the code %(code)s.") % {"code": region or ""})
    return {"region": found}
