"""Homes with their owners from files, an estate or several in one. Headings are the words of the file format.

Names, phones and document numbers stand in such a file in clear: what is said of a row repeats none of them, and the
file is erased once it was imported, or when nobody has done so for some days.
"""

from datetime import date, datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.models import User
from committees.models import Owner, OwnerKind, Ownership
from committees.owners.actions import Taken, Taking, give_back, take_over
from committees.owners.actions.heads import filled
from committees.owners.cells import at_odds, documents, names, party_of, phones, plain_building, without
from committees.owners.likeness import Record, are_at_odds, are_one, may_be_one, names_of, record_of
from committees.owners.people import Party, is_odd_id_number, key_in_use, place_of
from committees.votes.actions.rolls import homes_that_voted
from estates.models import Building, Home
from estates.sheets import ESTATE_CODE, estates_of, named_estate
from intake.actions import erase_files
from intake.actions import rows as bulk
from intake.faults import Fault
from intake.models import ImportBatch, ImportedRow
from intake.parsing import day, text, words_of
from intake.sheets import Column, Entry, Row, Sheet

OF_THE_HOME = ("area_m2", "area_basis", "use", "delivered_on")
A_DAY = timedelta(days=1)


class HomeSheet(Sheet):
    """房屋与业主: one row a home, with everybody who holds it."""

    key = "homes"
    tab = "房屋与业主"
    title = gettext_lazy("homes and owners")
    about = gettext_lazy(
        "Each home with its area and owners. The same people with several homes are one head, as is the developer with "
        "all that is not sold or not handed over. The file is erased after the import."
    )
    model = Home
    identity = ("estate", "building", "unit", "room")
    verbs = ("registers.import", "homes.edit")
    holds_persons = True
    columns = (
        Column("小区代码", "estate", gettext_lazy("An estate that is already on the register."),
               required=True, parse=ESTATE_CODE, is_code=True, example="1301020010001"),
        Column("楼栋", "building", gettext_lazy("A building that is already on the register."),
               required=True, parse=text(30), is_code=True, example="3号楼"),
        Column("单元", "unit", gettext_lazy("Empty in a building without units."), parse=without("单元"), empty="",
               is_code=True, example="2"),
        Column("房号", "room", required=True, parse=without("室"), is_code=True, example="501"),
        Column("专有面积（平方米）", "area_m2", gettext_lazy("At most two decimals; more are rounded."),
               required=True, example="89.50"),
        Column("面积依据", "area_basis"),
        Column("用途", "use"),
        Column("交付日期", "delivered_on", example="2019-06-30"),
        Column("业主类别", "owner_kind", choices=words_of(Owner._meta.get_field("kind")), empty=OwnerKind.PERSON.value),
        Column("业主", "names", gettext_lazy("All who hold it, separated by 、; the first votes for all."),
               required=True, parse=names, example="王秀兰、李建国"),
        Column("联系电话", "phones", gettext_lazy("In the order of the names. Kept sealed."), parse=phones, empty=(),
               is_code=True, example="13800000021"),
        Column("证件号码", "documents",
               gettext_lazy("Of everybody, in the order of the names. Not kept: it only tells two people apart."),
               parse=documents, empty=(), is_code=True),
        Column("取得日期", "acquired_on",
               gettext_lazy("Since when it is theirs. Needed where a home on the register has another owner now."),
               parse=day, example="2019-06-30"),
    )  # fmt: skip

    def __init__(self, **who) -> None:
        super().__init__(**who)
        self.today = timezone.localdate()
        self.documents: dict[str, tuple[str, int]] = {}
        self.namesakes: dict[tuple, list[tuple[Record, int]]] = {}

    def look_up(self, rows: list[Row]) -> None:
        codes = {row.get("estate") for row in rows} - {None}
        self.estates = dict(estates_of(self.by).filter(code__in=codes).values_list("code", "pk"))
        buildings = Building.objects.filter(estate__in=self.estates.values()).select_related("estate")
        self.buildings = {(held.estate.code, plain_building(held.name)): held for held in buildings}
        homes = Home.objects.filter(building__in=buildings)
        self.existing = {(home.building_id, home.unit, home.room): home for home in homes}
        newest = Ownership.objects.filter(home__in=homes).order_by("home_id", "-from_on").distinct("home_id")
        held = newest.select_related("owner").prefetch_related("owner__holders") if self.update else newest.none()
        self.held = {ownership.home_id: ownership for ownership in held}

    def key_of(self, row: Row) -> tuple | None:
        if row.get("building") is None or row.get("room") is None or row.get("estate") is None:
            return None
        return row.get("estate"), plain_building(row.get("building")), row.get("unit") or "", row.get("room")

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        building = self.building(row)
        party = self.party(row)
        if row.get("acquired_on") and row.get("acquired_on") > self.today:
            row.fault("acquired_on", _("has not come yet"), _("Correct the day."))
        if building is None or party is None or not is_first:
            return None
        values = {name: row.values[name] for name in OF_THE_HOME if name in row.values}
        place = {"unit": row.get("unit") or "", "room": row.get("room")}
        old = self.existing.get((building.pk, *place.values()))
        if old is None:
            home = Home(building=building, **place, **values)
            self.tell_likeness(row, party)
            return Entry(row.number, Taking(home, party, self.since(row))) if row.is_sound else None
        if not self.update:
            row.fault(
                "room",
                _("is already on the register"),
                _("Take the row out, or import with “update what is already there”."),
            )
            return None
        before = audit.facts(old)
        for name, value in values.items():
            setattr(old, name, value)
        taking = self.taking(row, old, party)
        return Entry(row.number, taking, before) if row.is_sound else None

    def building(self, row: Row) -> Building | None:
        if named_estate(row, self.estates) is None or not row.get("building"):
            return None
        found = self.buildings.get((row.get("estate"), plain_building(row.get("building"))))
        if found is None:
            row.fault(
                "building",
                _("is not a building of this estate"),
                _("Check the name, or import the building first."),
            )
        return found

    def party(self, row: Row) -> Party | None:
        """Who holds the home; None after a complaint."""
        people, kind = row.get("names"), row.get("owner_kind") or OwnerKind.PERSON.value
        numbers, papers = row.get("phones") or (), row.get("documents") or ()
        if people is None or row.faulty & {"phones", "documents", "owner_kind"}:
            return None
        for name, told in at_odds(people, numbers, papers, kind).items():
            row.fault(name, *told)
        if row.faulty & {"phones", "documents", "names"}:
            return None
        self.check_documents(row, people, papers)
        return party_of(people, numbers, papers, kind)

    def check_documents(self, row: Row, people: tuple[str, ...], papers: tuple[str, ...]) -> None:
        """Complain of one number with two names, and say which ones do not look right."""
        for name, number in zip(people, papers, strict=False):
            other, first = self.documents.setdefault(number, (name, row.number))
            if other != name:
                row.fault(
                    "documents",
                    _("stands with another name in row %(row)d") % {"row": first},
                    _("Correct the name or the number: one number is one person."),
                )
            if is_odd_id_number(number):
                row.remark(
                    "documents",
                    _("has a number that does not pass the check of GB 11643"),
                    _("Compare it with the document. It is imported as it stands."),
                )

    def tell_likeness(self, row: Row, party: Party) -> None:
        """Say where the same names stand twice and still count as two heads, because too little is known of them."""
        record = record_of(party.people)
        namesakes = self.namesakes.setdefault((row.get("estate"), party.kind, names_of(record)), [])
        for other, first in namesakes:
            if may_be_one(party.kind, other, record) and not are_one(party.kind, other, record):
                row.remark(
                    "names",
                    _("has the same names as row %(row)d and counts as another head") % {"row": first},
                    _("If they are the same people, give the document numbers in both rows."),
                )
                break
        namesakes.append((record, row.number))

    def since(self, row: Row) -> date:
        """From when a new home is its owner's: as given, else since it was handed over, else from today."""
        return row.get("acquired_on") or min(row.get("delivered_on") or self.today, self.today)

    def taking(self, row: Row, home: Home, party: Party) -> Taking:
        """A home on the register, and whether the row tells of a sale."""
        held = self.held.get(home.pk)
        if held is None:
            return Taking(home, party, self.since(row))
        place = place_of(home)
        if held.until_on is None and key_in_use(held.owner) == party.key(place):
            return Taking(home, party, held.from_on)
        if held.until_on is None and are_the_same(held.owner, party):
            people = list(held.owner.holders.all())
            surely = None if are_at_odds(record_of(people), record_of(party.people)) else held.owner_id
            return Taking(home, filled(party, people), held.from_on, is_correction=True, owner=surely)
        since = row.get("acquired_on")
        if since is None:
            row.fault(
                "acquired_on", _("is empty, and the home has another owner on the register"),
                _("If it was sold, fill in since when it is theirs. Otherwise correct the names."),
            )  # fmt: skip
        elif since <= held.from_on or (held.until_on and since < held.until_on):
            least = max(held.from_on + A_DAY, held.until_on or date.min).isoformat()
            row.fault(
                "acquired_on", _("lies in the time of the owner on the register"),
                _("The day must be %(day)s or later.") % {"day": least},
            )  # fmt: skip
        return Taking(home, party, since or self.today)

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        taken = take_over([entry.thing for entry in entries], by=by, at=at)
        touched = [
            ImportedRow(
                batch=batch,
                row_number=entry.row_number,
                thing_id=entry.thing.home.pk,
                before=entry.before,
                after={"home": audit.facts(entry.thing.home), "taken": what.as_json()},
            )
            for entry, what in zip(entries, taken, strict=True)
        ]
        touched = [row for row in touched if row.before != row.after["home"] or row.after["taken"]]
        ImportedRow.objects.bulk_create(touched, batch_size=bulk.AT_ONCE)
        transaction.on_commit(partial(erase_files, batch))

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        """Homes and ownerships as they were. What was learnt of an owner's names and phones stays."""
        rows = list(batch.touched.all())
        taken = [Taken(**row.after["taken"]) for row in rows]
        for row in rows:
            row.after = row.after["home"]
        homes = Home.objects.select_for_update(of=["self"]).select_related("building")
        things = homes.in_bulk([row.thing_id for row in rows])
        in_the_way = [
            *bulk.changed_since(rows, things), *sold_since(rows, taken, things), *voted_since(rows, taken, things),
        ]  # fmt: skip
        if in_the_way:
            return sorted(in_the_way, key=lambda fault: fault.row)
        try:
            with transaction.atomic():
                give_back(taken, by=by, at=at)
                if in_use := bulk.referred_to([row for row in rows if row.before is None], things, Home):
                    raise InUse(in_use)
                bulk.write_back(rows, things, Home)
        except InUse as found:
            return found.faults
        return []


class InUse(Exception):
    """Rolls an undo back: what refers to the homes of the list."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults


def are_the_same(owner: Owner, party: Party) -> bool:
    """Whether a row names the very people who are the owner on the register, whatever else it says of them."""
    return owner.kind == party.kind and names_of(record_of(owner.holders.all())) == names_of(record_of(party.people))


def sold_since(rows: list[ImportedRow], taken: list[Taken], homes: dict[int, Home]) -> list[Fault]:
    keys = [key for each in taken for key in (each.began, each.moved) if key]
    running = set(Ownership.objects.filter(pk__in=keys, until_on__isnull=True).values_list("pk", flat=True))
    return [
        Fault(
            row.row_number,
            "",
            _("“%(thing)s” was sold after the import") % {"thing": homes[row.thing_id]},
            _("Amend it by hand."),
        )
        for row, each in zip(rows, taken, strict=True)
        if row.thing_id in homes and any(key and key not in running for key in (each.began, each.moved))
    ]


def voted_since(rows: list[ImportedRow], taken: list[Taken], homes: dict[int, Home]) -> list[Fault]:
    """Homes whose owner by this list has voted in a vote that is on: the ballot cannot be taken back."""
    keys = {key for each in taken for key in (each.began, each.moved) if key}
    voted = homes_that_voted(Ownership.objects.filter(pk__in=keys))
    return [
        Fault(
            row.row_number,
            "",
            _("the owner of “%(thing)s” has voted in a vote that is on") % {"thing": homes[row.thing_id]},
            _("The ballot stands: amend it by hand once the vote is over."),
        )
        for row, each in zip(rows, taken, strict=True)
        if row.thing_id in voted and (each.began or each.moved)
    ]
