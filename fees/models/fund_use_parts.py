from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.proofs import private_files, private_place
from accounts.protection import append_only
from committees.models import Matter, Posting
from estates.models import Home
from fees.models.fund_use_guards import BILL_MAY_SHARE, PAID_WITHIN_LIMITS, STAYS_WITH_ITS_ESTATE, stands_once_posted
from fees.models.fund_uses import FundUse, FundUseState


class OfAUse(models.QuerySet):
    """Rows with a `use`."""

    def visible_to(self, user):
        return self.filter(use__in=FundUse.objects.visible_to(user))


class FundUseHome(models.Model):
    """A home that pays its share: by `area_m2`, as it was when the proposal was posted."""

    use = models.ForeignKey(FundUse, models.CASCADE, related_name="homes", verbose_name=_("fund use"))
    home = models.ForeignKey(Home, models.PROTECT, related_name="fund_uses", verbose_name=_("home"))
    area_m2 = models.DecimalField(_("exclusive area, m²"), max_digits=10, decimal_places=2)
    share_fen = models.BigIntegerField(_("share, fen"), null=True, blank=True)

    objects = OfAUse.as_manager()

    class Meta:
        verbose_name = _("home of a fund use")
        verbose_name_plural = _("homes of fund uses")
        ordering = ["use_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["use", "home"], name="one_share_of_a_home_in_a_fund_use"),
            models.CheckConstraint(condition=Q(area_m2__gt=0), name="home_of_a_fund_use_has_an_area"),
            models.CheckConstraint(
                condition=Q(share_fen__isnull=True) | Q(share_fen__gte=0), name="share_of_a_fund_use_is_not_negative"
            ),
        ]
        triggers = [
            stands_once_posted("fund_use_homes_stand", "fees_fundusehome", BILL_MAY_SHARE),
            STAYS_WITH_ITS_ESTATE,
        ]

    def __str__(self) -> str:
        return f"{self.use_id}: {self.home_id}"


class Quote(models.Model):
    """What a contractor asks for the work. One is chosen; where it is not the lowest, `reason` says why."""

    use = models.ForeignKey(FundUse, models.CASCADE, related_name="quotes", verbose_name=_("fund use"))
    contractor = models.CharField(_("contractor"), max_length=100)
    amount_fen = models.BigIntegerField(_("amount, fen"))
    given_on = models.DateField(_("quoted on"))
    is_chosen = models.BooleanField(_("chosen"), default=False)
    reason = models.CharField(_("why this one"), max_length=300, blank=True)

    objects = OfAUse.as_manager()

    class Meta:
        verbose_name = _("quote")
        verbose_name_plural = _("quotes")
        ordering = ["use_id", "amount_fen", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["use", "contractor"], name="one_quote_of_a_contractor",
                violation_error_message=_("This contractor has quoted already."),
            ),
            models.UniqueConstraint(fields=["use"], condition=Q(is_chosen=True), name="one_quote_is_chosen"),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="quote_has_an_amount"),
        ]  # fmt: skip
        triggers = [stands_once_posted("fund_use_quotes_stand", "fees_quote")]

    def __str__(self) -> str:
        return self.contractor


class PaymentKind(models.TextChoices):
    ADVANCE = "advance", _("advance")
    REST = "rest", _("rest")
    REFUND = "refund", _("paid back")


class FundPayment(models.Model):
    """What the bank paid to the contractor, or the contractor paid back (less than nothing)."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="payments", verbose_name=_("fund use"))
    kind = models.CharField(_("kind"), max_length=10, choices=PaymentKind)
    amount_fen = models.BigIntegerField(_("amount, fen"))
    paid_on = models.DateField(_("paid on"))
    payee = models.CharField(_("contractor"), max_length=100)
    at = models.DateTimeField(_("recorded at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("recorded by")
    )

    objects = OfAUse.as_manager()

    class Meta:
        verbose_name = _("payment of a fund use")
        verbose_name_plural = _("payments of fund uses")
        ordering = ["use_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="refund", amount_fen__lt=0) | (~Q(kind="refund") & Q(amount_fen__gt=0)),
                name="only_what_is_paid_back_is_negative",
            ),
        ]
        triggers = [*append_only("fund_payments"), PAID_WITHIN_LIMITS]

    def __str__(self) -> str:
        return f"{self.use_id}: {self.kind}"


class FundUseStep(models.Model):
    """What was done to a use, one line for each verb: its history, for everybody to read once it is told.

    `matter` and `posting` are the owners' decision and the notice that the step brought.
    """

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="steps", verbose_name=_("fund use"))
    verb = models.CharField(_("verb"), max_length=20)
    state = models.CharField(_("state"), max_length=10, choices=FundUseState)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    words = models.CharField(_("words"), max_length=300, blank=True)
    amount_fen = models.BigIntegerField(_("amount, fen"), null=True, blank=True)
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("owners' decision")
    )
    posting = models.ForeignKey(
        Posting, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("posting on the board")
    )

    objects = OfAUse.as_manager()

    class Meta:
        verbose_name = _("step of a fund use")
        verbose_name_plural = _("steps of fund uses")
        ordering = ["use_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(matter__isnull=False), name="one_decision_serves_one_fund_use"
            ),
        ]
        triggers = append_only("fund_use_steps")

    def __str__(self) -> str:
        return f"{self.use_id}: {self.verb}"


class FundPaperKind(models.TextChoices):
    QUOTE = "quote", _("quote")
    BEFORE = "before", _("photo before the work")
    SITE = "site", _("record of the check on site")
    ACCEPTANCE = "acceptance", _("record of acceptance")
    AUDIT = "audit", _("audit report")
    INVOICE = "invoice", _("invoice")
    AFTER = "after", _("photo after the work")
    OTHER = "other", _("other paper")


class FundUsePaper(models.Model):
    """A paper that proves something about a use. Handed out at desks only; never changed."""

    use = models.ForeignKey(FundUse, models.PROTECT, related_name="papers", verbose_name=_("fund use"))
    kind = models.CharField(_("kind"), max_length=10, choices=FundPaperKind)
    file = models.FileField(_("file"), storage=private_files, upload_to=private_place("fund_uses"), max_length=200)
    at = models.DateTimeField(_("handed in at"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("by")
    )

    objects = OfAUse.as_manager()

    class Meta:
        verbose_name = _("paper of a fund use")
        verbose_name_plural = _("papers of fund uses")
        ordering = ["use_id", "id"]
        triggers = append_only("fund_use_papers")

    def __str__(self) -> str:
        return str(self.get_kind_display())
