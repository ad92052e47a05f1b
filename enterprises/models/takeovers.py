import pgtrigger
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from committees.models import Paper
from enterprises.models.companies import Enterprise
from enterprises.takeovers.queries import TakeoverQuerySet
from estates.belonging import OfAnEstate
from estates.models import Estate
from exchange.recording import recorded


class DeliveryState(models.TextChoices):
    APPLIED = "applied", _("applied for, to be checked")
    RETURNED = "returned", _("conditions missing")
    CONFIRMED = "confirmed", _("confirmed")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Delivery(Kept):
    """Before new homes are handed over, the district verifies eight conditions and confirms them in a paper.

    The rooms for the property service and the owners' committee are as they were measured on the spot.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="deliveries", verbose_name=_("estate"))
    phase = models.CharField(_("part that is handed over"), max_length=60)
    developer = models.CharField(_("developer"), max_length=100)
    homes = models.PositiveIntegerField(_("homes handed over"))
    floor_area_m2 = models.DecimalField(
        _("floor area handed over, m²"), max_digits=12, decimal_places=2, validators=[MinValueValidator(1)]
    )
    service_rooms_m2 = models.DecimalField(
        _("rooms for the property service, m²"), max_digits=8, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    committee_room_m2 = models.DecimalField(
        _("room for the owners' committee, m²"), max_digits=8, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.APPLIED)
    applied_on = models.DateField(_("applied for on"))
    handover_on = models.DateField(_("to be handed over from"))
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by"),
    )
    paper = models.OneToOneField(
        Paper, models.PROTECT, null=True, blank=True, related_name="delivery", verbose_name=_("confirmation")
    )
    remark = models.CharField(_("remark"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("delivery verification")
        verbose_name_plural = _("delivery verifications")
        ordering = ["-applied_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "phase"], condition=~Q(state="withdrawn"), name="one_delivery_of_a_phase",
                violation_error_message=_("The delivery of this part of the estate was applied for already."),
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", confirmed_on__isnull=False)
                | (~Q(state="confirmed") & Q(confirmed_on__isnull=True, paper__isnull=True)),
                name="confirmed_delivery_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(service_rooms_m2__isnull=False, committee_room_m2__isnull=False, floor_area_m2__gt=0),
                name="confirmed_delivery_has_its_rooms_measured",
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="confirmed_delivery_meets_all_conditions",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Condition("NEW.state = 'confirmed'"),
                func="""
                IF (SELECT count(*) FROM enterprises_deliverycondition WHERE delivery_id = NEW.id AND is_met) < 8
                THEN RAISE EXCEPTION 'a condition is not met' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *recorded(
                "home-delivery", key="number", place="h.region_id",
                joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ConditionKind(models.TextChoices):
    """The eight conditions; `law.py` has their full wording."""

    COMPLETION = "completion", _("completion accepted and filed")
    MAINS = "mains", _("water, power, gas and heat connected, each with its meter")
    PUBLIC = "public", _("public service buildings built as planned")
    GROUNDS = "grounds", _("roads and greenery built and usable")
    ROOMS = "rooms", _("rooms for the property service provided")
    CERTIFICATES = "certificates", _("lifts, fire protection and other equipment certified")
    PAPERS = "papers", _("papers for use and upkeep complete")
    OTHER = "other", _("further conditions of law")


class DeliveryCondition(Kept):
    """One of the eight conditions at one delivery: not checked yet (`is_met` null), met or missing, and what."""

    delivery = models.ForeignKey(
        Delivery, models.CASCADE, related_name="conditions", verbose_name=_("delivery verification")
    )
    kind = models.CharField(_("condition"), max_length=12, choices=ConditionKind)
    is_met = models.BooleanField(_("met"), null=True, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    missing = models.CharField(_("what is missing"), max_length=300, blank=True)
    proof = models.FileField(
        _("proof"), storage=private_files, upload_to=private_place("deliveries"), max_length=200, blank=True
    )

    masks = {"proof": str}

    class Meta:
        verbose_name = _("condition of a delivery")
        verbose_name_plural = _("conditions of deliveries")
        ordering = ["delivery_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="one_row_for_each_condition"),
            models.CheckConstraint(
                condition=Q(is_met__isnull=True, checked_on__isnull=True)
                | Q(is_met=True, checked_on__isnull=False, missing="")
                | (Q(is_met=False, checked_on__isnull=False) & ~Q(missing="")),
                name="missing_condition_says_what",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="conditions_of_a_confirmed_delivery_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "bigint")],
                func="""
                held := CASE WHEN TG_OP = 'DELETE' THEN OLD.delivery_id ELSE NEW.delivery_id END;
                IF EXISTS (SELECT FROM enterprises_delivery WHERE id = held AND state IN ('confirmed', 'withdrawn'))
                THEN RAISE EXCEPTION 'the delivery is over' USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class TakeoverKind(models.TextChoices):
    NEW = "new", _("new estate, from the developer")
    CHANGE = "change", _("from the company before")


class TakeoverState(models.TextChoices):
    OPEN = "open", _("hand-over under way")
    INSPECTED = "inspected", _("inspected, defects to be put right")
    FINISHED = "finished", _("finished")
    FILED = "filed", _("papers filed")
    STRUCK = "struck", _("entered by mistake")


class Takeover(Kept):
    """The inspection at hand-over (承接查验): a company takes the shared parts over, with witnesses and papers."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="takeovers", verbose_name=_("estate"))
    enterprise = models.ForeignKey(
        Enterprise, models.PROTECT, related_name="takeovers", verbose_name=_("company that takes over")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=TakeoverKind)
    hands_over = models.CharField(_("who hands over"), max_length=100)
    delivery = models.ForeignKey(
        Delivery, models.PROTECT, null=True, blank=True, related_name="takeovers",
        verbose_name=_("delivery verification"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=TakeoverState, default=TakeoverState.OPEN)
    handover_on = models.DateField(_("homes handed over, or service begins, on"))
    papers_due_on = models.DateField(_("papers due by"), null=True, blank=True)
    inspect_by = models.DateField(_("inspection due by"))
    inspected_on = models.DateField(_("hand-over inspected on"), null=True, blank=True)
    post_by = models.DateField(_("result to be posted by"), null=True, blank=True)
    posted_on = models.DateField(_("result posted on"), null=True, blank=True)
    finished_on = models.DateField(_("finished on"), null=True, blank=True)
    file_by = models.DateField(_("to be filed by"), null=True, blank=True)
    filed_on = models.DateField(_("filed on"), null=True, blank=True)
    proof = models.FileField(
        _("signed record"), storage=private_files, upload_to=private_place("takeovers"), max_length=200, blank=True
    )
    struck_reason = models.CharField(_("why it was struck"), max_length=300, blank=True)

    objects = TakeoverQuerySet.as_manager()
    masks = {"proof": str}

    class Meta:
        verbose_name = _("inspection at hand-over")
        verbose_name_plural = _("inspections at hand-over")
        ordering = ["-handover_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["estate", "enterprise", "handover_on"], condition=~Q(state="struck"),
                name="one_takeover_of_a_day",
                violation_error_message=_("This inspection at hand-over is registered already."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "struck"])
                | Q(inspected_on__isnull=False, file_by__isnull=False, file_by__gt=F("inspected_on")),
                name="inspected_takeover_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["finished", "filed"])
                | Q(finished_on__isnull=False, inspected_on__isnull=False, finished_on__gte=F("inspected_on")),
                name="finished_takeover_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="filed")
                | Q(filed_on__isnull=False, finished_on__isnull=False, filed_on__gte=F("finished_on")),
                name="filed_takeover_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="struck") | ~Q(struck_reason=""), name="struck_takeover_says_why"
            ),
        ]  # fmt: skip
        triggers = [
            pgtrigger.Trigger(
                name="finished_takeover_has_no_open_defect",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("state"),
                condition=pgtrigger.Condition("NEW.state IN ('finished', 'filed')"),
                func="""
                IF EXISTS (
                    SELECT FROM enterprises_takeoverdefect WHERE takeover_id = NEW.id AND fixed_on IS NULL
                ) THEN RAISE EXCEPTION 'a defect is open' USING ERRCODE = 'restrict_violation';
                END IF;
                RETURN NEW;
                """,
            ),
            *recorded(
                "takeover", key="number", place="h.region_id",
                joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class WitnessSide(models.TextChoices):
    COMMUNITY = "community", _("residents' committee")
    OWNERS = "owners", _("owners' representatives")
    AGENCY = "agency", _("association or agency")
    STREET = "street", _("street office")


class TakeoverWitness(Kept):
    """Who stood by and signed: the body, never a person's name."""

    takeover = models.ForeignKey(
        Takeover, models.CASCADE, related_name="witnesses", verbose_name=_("inspection at hand-over")
    )
    side = models.CharField(_("side of the witness"), max_length=10, choices=WitnessSide)
    body = models.CharField(
        _("body that signed"), max_length=100, help_text=_("An office or organisation. Name no person.")
    )
    signed_on = models.DateField(_("signature on"))

    class Meta:
        verbose_name = _("witness of a hand-over")
        verbose_name_plural = _("witnesses of hand-overs")
        ordering = ["takeover_id", "id"]
        constraints = [models.UniqueConstraint(fields=["takeover", "side"], name="one_witness_for_each_side")]

    def __str__(self) -> str:
        return self.body


class TakeoverPaperKind(models.TextChoices):
    DRAWINGS = "drawings", _("drawings as built")
    ACCEPTANCE = "acceptance", _("records of completion and acceptance")
    EQUIPMENT = "equipment", _("list of the shared equipment")
    TECHNICAL = "technical", _("instructions for installing, using and maintaining it")
    PERMITS = "permits", _("permits of water, power, gas, heat and lines")
    WARRANTY = "warranty", _("warranties and instructions of the homes")
    OTHER = "other", _("other papers that the service needs")


class TakeoverPaper(Kept):
    """One of the seven kinds of papers came in."""

    takeover = models.ForeignKey(
        Takeover, models.CASCADE, related_name="papers", verbose_name=_("inspection at hand-over")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=TakeoverPaperKind)
    received_on = models.DateField(_("received on"))
    remark = models.CharField(_("remark"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("paper of a hand-over")
        verbose_name_plural = _("papers of hand-overs")
        ordering = ["takeover_id", "id"]
        constraints = [models.UniqueConstraint(fields=["takeover", "kind"], name="one_row_for_each_paper")]

    def __str__(self) -> str:
        return self.get_kind_display()


class TakeoverDefect(Kept):
    """What the inspection found wrong, and until when who hands over has to put it right."""

    takeover = models.ForeignKey(
        Takeover, models.CASCADE, related_name="defects", verbose_name=_("inspection at hand-over")
    )
    place = models.CharField(_("place of the defect"), max_length=60)
    words = models.CharField(_("what is wrong"), max_length=300)
    found_on = models.DateField(_("found on"))
    due_on = models.DateField(_("day to put it right"))
    fixed_on = models.DateField(_("put right on"), null=True, blank=True)

    class Meta:
        verbose_name = _("defect at a hand-over")
        verbose_name_plural = _("defects at hand-overs")
        ordering = ["takeover_id", "id"]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(fixed_on__isnull=True), name="defects_by_day_to_put_right"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("found_on")), name="defect_is_due_after_it_is_found"),
            models.CheckConstraint(
                condition=Q(fixed_on__isnull=True) | Q(fixed_on__gte=F("found_on")),
                name="defect_is_put_right_after_it_is_found",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="defects_of_a_finished_takeover_stay",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                declare=[("held", "bigint")],
                func="""
                held := CASE WHEN TG_OP = 'DELETE' THEN OLD.takeover_id ELSE NEW.takeover_id END;
                IF EXISTS (
                    SELECT FROM enterprises_takeover WHERE id = held AND state IN ('finished', 'filed', 'struck')
                ) THEN RAISE EXCEPTION 'the takeover is over' USING ERRCODE = 'restrict_violation';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.words
