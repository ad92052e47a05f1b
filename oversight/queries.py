"""Questions that gather several floors: estates with their company and grade; which estates are served."""

from datetime import date

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q, QuerySet

from accounts.models import Role, User
from credit.models import Night
from credit.queries import shown_score
from enterprises.models import ServiceContract
from estates.models import Estate, ServiceMode
from oversight.models import NightCount


def with_company(estates: QuerySet[Estate], *, on: date, user: User) -> QuerySet[Estate]:
    """Adds, of the contract running on a day, `contract_...`; of its company, `company_...`; of its grade, `grade_...`.

    One statement: an estate has at most one running contract, a company at most one grade on a day. Staff of a company
    get their own company's contracts only.
    """
    running = Q(contracts__ends_on=None) | Q(contracts__ends_on__gt=on)
    running &= Q(contracts__begins_on__lte=on)
    if user.role == Role.COMPANY:
        own = ServiceContract.objects.visible_to(user).running(on=on).values_list("pk", flat=True)
        running &= Q(contracts__pk__in=[0, *own])
    grades = "running__enterprise__grades"
    holding = Q(**{f"{grades}__until_on": None}) | Q(**{f"{grades}__until_on__gt": on})
    holding &= Q(**{f"{grades}__from_on__lte": on})
    return estates.annotate(
        running=FilteredRelation("contracts", condition=running),
        held=FilteredRelation(grades, condition=holding),
        contract_id=F("running__pk"),
        contract_number=F("running__number"),
        contract_begins_on=F("running__begins_on"),
        contract_ends_on=F("running__ends_on"),
        contract_fee=F("running__fee_fen_per_m2_month"),
        enterprise_id=F("running__enterprise_id"),
        company_code=F("running__enterprise__uscc"),
        company_name=F("running__enterprise__name"),
        grade=F("held__grade"),
        grade_score=shown_score("held__"),
        grade_rulebook=F("held__rulebook_id"),
    )


def served(*, on: date) -> Q:
    """Estates that had property service on a day, from what the registers say now.

    A contract was running that day; or the register names a service mode other than "none" and no later contract
    shows that it began afterwards. For today this is the register's own word; for the past the contracts' history.
    """
    contracts = ServiceContract.objects.filter(estate=OuterRef("pk"))
    began_later = Exists(contracts.filter(begins_on__gt=on))
    return Q(Exists(contracts.running(on=on))) | (~Q(service_mode=ServiceMode.NONE) & ~Q(began_later))


def counted_nights() -> QuerySet[Night]:
    """Published nights whose figures are taken."""
    return Night.objects.published().filter(is_counted())


def bare_nights() -> QuerySet[Night]:
    """Published nights whose figures were not taken, or not to the end; the newest first."""
    return Night.objects.published().filter(~is_counted()).order_by("-pk")


def is_counted() -> Exists:
    return Exists(NightCount.objects.filter(night=OuterRef("pk"), area_code__endswith=NightCount.WHOLE))
