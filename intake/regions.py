"""Regions as files name them: by statistical code, or by their names in a row."""

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from accounts.models import Level, Region, User
from accounts.scope import covers, regions_seen

BETWEEN = re.compile(r"[\s/·,，、>-]+")


class RegionBook:
    """The regions of a person's area, read once. What lies outside is not there, whether it exists or not."""

    def __init__(self, by: User | None, *, levels: tuple[Level, ...]) -> None:
        mine = Region.objects.filter(regions_seen(by)) if by else Region.objects.all()
        names = {region.code: region for region in Region.objects.exclude(level=Level.COMMUNITY)}
        self.by = by
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.codes: set[str] = set()
        for region in mine:
            if region.level in levels:
                self.codes.add(region.code)
                for name in self.names_of(region, names):
                    self.by_name[name].add(region.code)

    @staticmethod
    def names_of(region: Region, known: dict[str, Region]) -> list[str]:
        """建明社区, 建北街道建明社区, 长安区建北街道建明社区, 石家庄市长安区建北街道建明社区."""
        names, whole, parent = [region.name], region.name, known.get(region.parent_id or "")
        while parent is not None:
            whole = parent.name + whole
            names.append(whole)
            parent = known.get(parent.parent_id or "")
        return names

    def find(self, said: str) -> str | None:
        """The 12-digit code of the region that a cell names; None when there is no such one, or more than one."""
        if said.isdigit():
            code = said.ljust(12, "0")
            return code if code in self.codes else None
        found = self.by_name.get(BETWEEN.sub("", said), set())
        return next(iter(found)) if len(found) == 1 else None

    def why_not(self, said: str) -> tuple[str, str]:
        """What is wrong, and what to do, when `find` has no answer."""
        if len(self.by_name.get(BETWEEN.sub("", said), ())) > 1:
            return (
                _("“%(name)s” is the name of several places") % {"name": said},
                _("Put the names above it in front, or write the code."),
            )
        return (
            _("“%(name)s” is not a place in your area that can stand here") % {"name": said},
            _("Write a code or names from the list of regions."),
        )

    def covers(self, code: str) -> bool:
        """Whether a region lies in the person's area."""
        return covers(self.by, code)
