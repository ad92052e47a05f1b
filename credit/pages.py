"""The public pages of grades: the list of companies, one company with why, and how grades are made."""

from datetime import date

from dateutil.relativedelta import relativedelta
from django.core.paginator import Paginator
from django.db.models import Case, Count, F, FilteredRelation, IntegerField, Q, QuerySet, Value, When
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.city import rule_values
from accounts.models import Level, Region
from accounts.pages import public_page, typed
from complaints import telling
from credit import history, law
from credit.basis import as_records, newest_by_code, records_of
from credit.marks import Marks, marks_of
from credit.models import Grade, Night, Rulebook
from credit.models.rulebooks import BandWhen
from credit.position import position_of
from credit.rules import NEW
from credit.sayings import band_words, price_words, repeat_words, validity_words
from credit.waterfall import ladder_picture
from credit.why import why
from enterprises.models import Enterprise, EnterpriseStatus, ServiceContract

A_PAGE = 30
YEARS_SHOWN = 2
ESTATES_SHOWN = 8
ESTATES_FOLDED = 100
TABLE_ROWS = 40


@public_page
def grades(request: HttpRequest) -> HttpResponse:
    """Companies by grade, to be narrowed by district, grade, name, initials or credit code."""
    night = Night.objects.last()
    marks = marks_of(night.rulebook_id if night else None)
    asked = {
        "q": typed(request.GET.get("q", "")),
        "county": request.GET.get("county", ""),
        "grade": request.GET.get("grade", ""),
    }
    counties = list(Region.objects.filter(level=Level.COUNTY))
    page = Paginator(listed(asked, counties, marks), A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "credit/grades.html",
        {
            "night": night,
            "marks": list(marks),
            "counties": counties,
            "asked": asked,
            "page": page,
            "rows": rows_of(page, marks, on=timezone.localdate()),
        },
    )


def listed(asked: dict[str, str], counties: list[Region], marks: Marks) -> QuerySet[Enterprise]:
    """Operating companies that fit, the best grade and the highest score first; a name finds closed ones too."""
    found = Enterprise.objects.annotate(
        current=FilteredRelation("grades", condition=Q(grades__until_on=None)),
        grade_now=F("current__grade"),
        score_now=F("current__score_centipoints"),
    ).select_related("region__parent__parent")
    found = found.find(asked["q"]) if asked["q"] else found.filter(status=EnterpriseStatus.OPERATING)
    county = next((county for county in counties if county.code == asked["county"]), None)
    if county:
        found = found.filter(region__code__startswith=county.stem)
    if asked["grade"] in {mark.grade for mark in marks}:
        wanted = Q(grade_now=asked["grade"])
        found = found.filter(wanted | Q(grade_now=None) if asked["grade"] == NEW else wanted)
    order = Case(
        *(When(grade_now=mark.grade, then=Value(mark.place)) for mark in marks),
        default=Value(marks.of(NEW).place),
        output_field=IntegerField(),
    )
    return found.order_by(order, F("score_now").desc(nulls_last=True), "name", "uscc")


def rows_of(companies, marks: Marks, *, on: date) -> list[dict]:
    """What a row says of each company: where it is registered, how many estates it manages, its mark and score."""
    companies = list(companies)
    running = ServiceContract.objects.running(on=on).filter(enterprise__in=companies)
    managed = dict(running.values_list("enterprise").annotate(Count("pk")).order_by())
    return [
        {
            "enterprise": company,
            "county": county_of(company.region),
            "estates": managed.get(company.pk, 0),
            "mark": marks.of(company.grade_now),
            "score": company.score_now if marks.of(company.grade_now).is_graded else None,
        }
        for company in companies
    ]


def county_of(region: Region) -> Region:
    """The county in which a division lies; itself where it is larger."""
    here: Region | None = region
    while here is not None and here.level != Level.COUNTY:
        here = here.parent
    return here or region


def enterprise_by(uscc: str) -> Enterprise:
    """The company with a credit code. Raises Http404."""
    found = None
    if len(uscc) == 18 and uscc.isascii() and uscc.isalnum():
        found = Enterprise.objects.filter(uscc=uscc).select_related("region__parent__parent").first()
    if found is None:
        raise Http404
    return found


def grade_of(company: Enterprise) -> Grade | None:
    return Grade.objects.current().filter(enterprise=company).select_related("rulebook", "night").first()


@public_page
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """One company: its grade, the lines that add up to it, two years of history, its estates, how to object."""
    company = enterprise_by(uscc)
    grade = grade_of(company)
    night = Night.objects.last()
    today = timezone.localdate()
    marks = marks_of(grade.rulebook_id if grade else (night.rulebook_id if night else None))
    position = position_of(grade) if grade else None
    return render(
        request,
        "credit/enterprise.html",
        {
            "enterprise": company,
            "county": county_of(company.region),
            "grade": grade,
            "mark": marks.of(grade),
            "night": night,
            "today": today,
            "position": position,
            "ladder": ladder_picture(position.rungs, position.score) if position else None,
            "up": marks.of(position.up.grade) if position and position.up else None,
            "down": marks.of(position.down.grade) if position and position.down else None,
            "why": why(grade, position, newest_by_code(company, night)) if grade and night and position else None,
            **past_of(company, marks, position, on=today),
            **estates_of(company, on=today),
            "objection": rule_values(on=today).get("credit_objection_workdays"),
            "told": telling.company(company.uscc),
            "taken": telling.taken(),
        },
    )


def estates_of(company: Enterprise, *, on: date) -> dict:
    """The estates that a company manages: a few to see at once, the rest folded, and how many are not even folded."""
    contracts = (
        ServiceContract.objects.running(on=on)
        .filter(enterprise=company)
        .select_related("estate__region__parent__parent__parent")
        .order_by("estate__name", "estate__code")
    )
    rows = [{"estate": row.estate, "county": county_of(row.estate.region)} for row in contracts]
    return {
        "estates": rows,
        "first_estates": rows[:ESTATES_SHOWN],
        "other_estates": rows[ESTATES_SHOWN:ESTATES_FOLDED],
        "further_estates": max(0, len(rows) - ESTATES_FOLDED),
    }


def past_of(company: Enterprise, marks: Marks, position, *, on: date) -> dict:
    """Two years of grades: the chart and the same as a table, newest first."""
    since = on - relativedelta(years=YEARS_SHOWN)
    rows = (
        Grade.objects.filter(
            Q(until_on=None) | Q(until_on__gt=since) & Q(until_on__gt=F("from_on")), enterprise=company
        )
        .order_by("from_on", "pk")
        .values_list("from_on", "grade", "score_centipoints")
    )
    stands = history.changes([history.Stand(max(day, since), grade, score) for day, grade, score in rows])
    drawn = history.chart(stands, position.rungs, first_on=since, last_on=on) if position else None
    newest = list(reversed(stands))
    return {
        "chart": drawn,
        "past": [{"stand": stand, "mark": marks.of(stand.grade)} for stand in newest[:TABLE_ROWS]],
        "past_left_out": max(0, len(newest) - TABLE_ROWS),
    }


@public_page
def records(request: HttpRequest, uscc: str) -> HttpResponse:
    """All records behind a company's present grade, or those of one item."""
    company = enterprise_by(uscc)
    night = Night.objects.last()
    if night is None:
        raise Http404
    code = typed(request.GET.get("item", ""))
    found = records_of(company, night)
    if code:
        found = found.filter(item__code=code)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "credit/records.html",
        {"enterprise": company, "night": night, "item_code": code, "page": page, "records": as_records(page)},
    )


@public_page
def how(request: HttpRequest) -> HttpResponse:
    """How grades are made, read from the rulebook in force."""
    today = timezone.localdate()
    rulebook = rulebook_on(today)
    marks = marks_of(rulebook.pk if rulebook else None)
    return render(
        request,
        "credit/how.html",
        {
            "rulebook": rulebook,
            "bands": bands_of(rulebook, marks) if rulebook else [],
            "categories": categories_of(rulebook) if rulebook else [],
            "objection": rule_values(on=today).get("credit_objection_workdays"),
        },
    )


def rulebook_on(day: date) -> Rulebook | None:
    try:
        return law.in_force(day)
    except law.NoRulebook:
        return None


def bands_of(rulebook: Rulebook, marks: Marks) -> list[dict]:
    """The bands in their order, each with its scores in words."""
    rows, higher = [], None
    for band in rulebook.bands.all():
        rows.append({"mark": marks.of(band.grade), "words": band_words(band, higher), "band": band})
        higher = band if band.when == BandWhen.ALWAYS else higher
    return rows


def categories_of(rulebook: Rulebook) -> list[dict]:
    """The categories with their items, each item in plain words. Two queries."""
    items: dict[int, list[dict]] = {}
    for item in rulebook.items.order_by("pk"):
        words = {
            "item": item,
            "price": price_words(item),
            "repeat": repeat_words(item),
            "validity": validity_words(item),
        }
        items.setdefault(item.category_id, []).append(words)
    return [{"category": row, "items": items.get(row.pk, [])} for row in rulebook.categories.all()]
