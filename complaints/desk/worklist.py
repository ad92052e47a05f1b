"""What lies on an officer's desk: tabs by whose turn and how late, the soonest term first."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, Role
from accounts.workdays import Calendar
from complaints.desk.due import Due, due_of
from complaints.lifecycle import WITH_HANDLER
from complaints.models import Complaint, Extension, Flood, Handler, State, Topic
from complaints.queries import may_read_words, turn_filter

PER_PAGE = 30
MOST_COUNTED = 1000
LONGEST_QUERY = 60
TABS = {
    "mine": gettext_lazy("Mine"),
    "overdue": gettext_lazy("Overdue"),
    "today": gettext_lazy("Due today"),
    "soon": gettext_lazy("Within one day"),
    "flagged": gettext_lazy("Many from one source"),
    "all": gettext_lazy("All of the region"),
}
OWN_HANDLERS = {
    Role.STREET: (Handler.STREET, Handler.COMMUNITY, Handler.BODY),
    Role.DISTRICT: (Handler.DISTRICT,),
}
"""For whom an officer answers. Other bodies have no login: the street puts down what they say."""


@dataclass(frozen=True)
class Tab:
    key: str
    label: str
    count: int
    is_on: bool

    @property
    def shown(self) -> str:
        return f"{MOST_COUNTED - 1}+" if self.count >= MOST_COUNTED else str(self.count)


@dataclass(frozen=True)
class Row:
    """A line of the list."""

    pk: int
    number: str
    title: str
    estate: str
    topic: str
    households: int
    is_urgent: bool
    due: Due


def desk_of(user) -> QuerySet:
    """Everything open that the person may see, cases only: what was joined follows another."""
    return Complaint.objects.visible_to(user).open()


def own_turn(user) -> Q:
    """What is the person's to do: by stage and state, what they answer themselves, extensions that were asked for."""
    from complaints.lifecycle import states_waiting_for

    turn = Q(state__in=sorted(states_waiting_for(user)))
    if user.role in OWN_HANDLERS:
        turn |= Q(state__in=sorted(WITH_HANDLER), handler__in=OWN_HANDLERS[user.role])
    turn |= Q(state__in=sorted(WITH_HANDLER), extension=Extension.ASKED)
    return turn & turn_filter(user)


def on_tab(key: str, user, *, at: datetime, calendar: Calendar) -> QuerySet:
    """The complaints of one tab. `soon` reaches to the end of the next working day and holds those of today.

    All are open ones, but those `flagged` as a flood, which an officer has to look at even when they are closed.
    """
    rows = desk_of(user)
    if key == "mine":
        return rows.filter(own_turn(user))
    if key == "all":
        return rows
    if key == "flagged":
        return Complaint.objects.visible_to(user).filter(flood=Flood.FLAGGED)
    running = rows.filter(due_at__isnull=False).exclude(state__in=[State.SUPPLEMENT, State.REVIEWED])
    today = timezone.localdate(at)
    if key == "overdue":
        return running.filter(due_at__lt=at)
    last = today if key == "today" else calendar.after(today, 1)
    return running.filter(due_at__gte=at, due_at__lt=end_of(last))


def end_of(day) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def count_of(rows: QuerySet) -> int:
    """How many, up to `MOST_COUNTED`: a city's heap is not counted to its last one for every page."""
    return rows.order_by().values("pk")[:MOST_COUNTED].count()


class Counted(Paginator):
    """Pages of a tab whose size is known already."""

    def __init__(self, rows, per_page: int, known: int) -> None:
        super().__init__(rows, per_page)
        self.known = known

    @cached_property
    def count(self) -> int:
        return self.known


@dataclass(frozen=True)
class Worklist:
    """The list as the page shows it. `found` is the text that was looked for, in open and closed ones."""

    tabs: list[Tab]
    tab: str
    found: str
    topic: str
    rows: list[Row]
    page: Page
    region: str


def worklist(user, asked, *, at: datetime, calendar: Calendar) -> Worklist:
    """The tab, search and page that `asked` (a query string's values) names."""
    chosen = asked.get("tab", "") if asked.get("tab") in TABS else "mine"
    found = asked.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    topic = asked.get("topic", "") if asked.get("topic", "").isdecimal() else ""
    tabs = [
        Tab(key, label_of(key, user), count_of(on_tab(key, user, at=at, calendar=calendar)), key == chosen)
        for key in TABS
    ]
    rows = sought(user, found) if found else on_tab(chosen, user, at=at, calendar=calendar)
    if topic:
        rows = rows.filter(topic__code__startswith=topic)
    known = count_of(rows) if found or topic else next(tab.count for tab in tabs if tab.is_on)
    order = [F("filed_at").desc(), "-id"] if found else [F("due_at").asc(nulls_last=True), "id"]
    page = Counted(rows.order_by(*order), PER_PAGE, known).get_page(asked.get("p"))
    reads = may_read_words(user)
    lines = [row_of(values, at, reads=reads) for values in page.object_list.values_list(*COLUMNS)]
    return Worklist(tabs, "" if found else chosen, found, topic, lines, page, place_of(user))


COLUMNS = (
    "pk", "number", "title", "estate__name", "topic__name", "topic__name_en", "topic__parent__name",
    "topic__parent__name_en", "households", "is_urgent", "state", "due_at",
)  # fmt: skip


def row_of(values: tuple, at: datetime, *, reads: bool) -> Row:
    """A line of the list; a complaint is called by its number where the person does not read residents' words."""
    pk, number, title, estate, name, name_en, above, above_en, households, is_urgent, state, due_at = values
    leaf, parent = Topic(name=name, name_en=name_en), Topic(name=above or "", name_en=above_en or "")
    topic = f"{parent} › {leaf}" if above else str(leaf)
    return Row(pk, number, title if reads else number, estate, topic, households, is_urgent, due_of(state, due_at, at))


def sought(user, text: str) -> QuerySet:
    """Complaints, open or closed, that hold every word of `text` in number, title, place or words.

    Who need not read what residents wrote finds them by number only.
    """
    rows = Complaint.objects.visible_to(user)
    column = "search_text__contains" if may_read_words(user) else "number__icontains"
    for word in text.lower().split()[:4]:
        rows = rows.filter(**{column: word})
    return rows


def label_of(key: str, user) -> str:
    if key != "all":
        return str(TABS[key])
    return _("All of the %(place)s") % {"place": place_of(user)}


def place_of(user) -> str:
    """What the person's part of the city is called: the street, the district, the city."""
    level = user.region.level if user.region_id else Level.CITY
    return {Level.STREET: _("street"), Level.COUNTY: _("district"), Level.COMMUNITY: _("community")}.get(
        Level(level), _("city")
    )
