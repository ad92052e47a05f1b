"""Questions about evidence, nights and grades."""

from collections.abc import Iterable
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, QuerySet, Value, When

from accounts.authority import may
from accounts.models import Region, Role, User
from accounts.scope import stem_for
from credit.rules import UNGRADED
from enterprises.models import Enterprise, ProjectManager
from enterprises.queries import estates_for, seen_from, with_companies_of
from estates.models import Estate


def nameable_by(user: User | None) -> dict[str, QuerySet]:
    """Whom a person may name in a record, by field; `None` is the portal itself.

    What is recorded of these, its recorder sees: see `EvidenceQuerySet.about`.
    """
    if user is None:
        return {
            "enterprise": Enterprise.objects.all(),
            "estate": Estate.objects.all(),
            "manager": ProjectManager.objects.all(),
        }
    return {
        "enterprise": Enterprise.objects.visible_to(user),
        "estate": estates_for(user),
        "manager": ProjectManager.objects.visible_to(user),
    }


def rulebooks_for(user: User) -> QuerySet:
    """Published rulebooks are for everybody; drafts for those who draft and for those who read the audit log."""
    from credit.models import Rulebook, RulebookState

    drafts_too = may(user, "rulebooks.edit") or may(user, "audit.view")
    return Rulebook.objects.all() if drafts_too else Rulebook.objects.filter(state=RulebookState.PUBLISHED)


def of_estates(stem: str) -> Q:
    """Records about an estate within a division."""
    return Q(estate__in=Estate.objects.within(stem))


def of_companies(stem: str) -> Q:
    """Records that name no estate, but a company that is seen from a division, or a manager of one."""
    companies = seen_from(stem)
    managers = ProjectManager.objects.filter(enterprise__in=companies)
    return Q(Q(enterprise__in=companies) | Q(manager__in=managers), estate=None)


class EvidenceQuerySet(QuerySet):
    def visible_to(self, user: User):
        """Records about an estate of the person's region or a company at work there; staff: about their company."""
        from credit.models import Posting

        if getattr(user, "role", None) == Role.COMPANY:
            counting = Posting.objects.filter(enterprise__staff__user=user)
            return self.filter(Q(enterprise__staff__user=user) | Q(pk__in=counting.values("evidence")))
        stem = stem_for(user)
        if stem is None:
            return self.none()
        return self.about(stem) if stem else self

    def about(self, region: Region | str):
        """Records about an estate within a division.

        Or, naming no estate, about a company that is registered or has managed there, or a manager of such a company.
        """
        stem = region.stem if isinstance(region, Region) else region
        return self.filter(of_estates(stem) | of_companies(stem)) if stem else self

    def parts_visible_to(self, user: User) -> list["EvidenceQuerySet"]:
        """What `visible_to` finds, in parts that share no record: of each the database knows a quick way to count."""
        stem = None if getattr(user, "role", None) == Role.COMPANY else stem_for(user)
        return [self.filter(of_estates(stem)), self.filter(of_companies(stem))] if stem else [self.visible_to(user)]

    def with_state(self, *, on: date):
        """Adds `state`: noticed, effective, withdrawn, repaired or expired, as of a day."""
        from credit.models import EvidenceStep, StepVerb

        def stepped(verb):
            return Exists(EvidenceStep.objects.filter(evidence=OuterRef("pk"), verb=verb, on__lte=on))

        return self.annotate(
            state=Case(
                When(stepped(StepVerb.WITHDRAW), then=Value("withdrawn")),
                When(stepped(StepVerb.REPAIR), then=Value("repaired")),
                When(effective_on__gt=on, then=Value("noticed")),
                When(expires_on__lte=on, then=Value("expired")),
                default=Value("effective"),
                output_field=CharField(),
            )
        )

    def in_states(self, states: Iterable[str], *, on: date):
        """Records in one of the states that `with_state` names. Steps are looked up as one set, not row by row."""
        from credit.models import EvidenceStep, StepVerb

        def stepped(verb):
            return Q(pk__in=EvidenceStep.objects.filter(verb=verb, on__lte=on).values("evidence"))

        withdrawn, repaired = stepped(StepVerb.WITHDRAW), stepped(StepVerb.REPAIR)
        standing = ~withdrawn & ~repaired
        begun = Q(effective_on__lte=on)
        meaning = {
            "withdrawn": withdrawn,
            "repaired": repaired & ~withdrawn,
            "noticed": standing & ~begun,
            "expired": standing & begun & Q(expires_on__lte=on),
            "effective": standing & begun & (Q(expires_on=None) | Q(expires_on__gt=on)),
        }
        return self.filter(reduce(or_, (meaning[state] for state in states)))

    def find(self, text: str):
        """Records whose fact, matter, document or number contain every word of `text`, in whatever capitals.

        The column is kept in small letters: words too short for the index are looked for in every row.
        """
        found = self
        for word in text.split():
            found = found.filter(search_text__contains=word.lower())
        return found


class PostingQuerySet(QuerySet):
    stands_alone = False
    """Whose it is to see says its record; by itself it is in nobody's scope."""

    def visible_to(self, user: User):
        """Of a record that the person sees: all that nothing has replaced; staff: their own company's."""
        standing = self.current()
        if getattr(user, "role", None) == Role.COMPANY:
            return standing.filter(enterprise__staff__user=user)
        return standing

    def known_to(self, night_id: int):
        """Postings as a night knew them."""
        return self.filter(Q(known_until=None) | Q(known_until__gt=night_id), known_from__lte=night_id)

    def counting(self, *, on: date):
        return self.filter(counts_from__lte=on, counts_until__gt=on)

    def current(self):
        """Postings that nothing has replaced, whether a night has seen them or not."""
        return self.filter(replaced_by=None)


class NightQuerySet(QuerySet):
    def published(self):
        from credit.models import NightState

        return self.filter(state=NightState.PUBLISHED)

    def last(self):
        """The newest published night, or None."""
        return self.published().order_by("-id").first()


class GradeQuerySet(QuerySet):
    def visible_to(self, user: User):
        return self.filter(with_companies_of(user))

    def current(self):
        return self.filter(until_on=None)

    def holding(self, *, on: date):
        """The grades that held on a day: at most one for a company."""
        return self.filter(Q(until_on=None) | Q(until_on__gt=on), from_on__lte=on)


def shown_score(grade: str = "") -> Case:
    """The score (hundredths) of a grade, null while it has no letter. `grade` is the path to it, such as `held__`."""
    ungraded = Q(**{f"{grade}grade__in": UNGRADED})
    return Case(When(ungraded, then=None), default=F(f"{grade}score_centipoints"))
