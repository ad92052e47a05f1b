from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class MoneyCount(models.Model):
    """Fees, funds, public revenue, boards and equipment of an area on a day; of today, as of `at`. Sums in fen.

    Areas are divisions from the city down to the street, by their 12 digits. Revenue is that of the last twelve months:
    accounts that were due in them, and of these the ones posted by their day.
    """

    on = models.DateField(_("day"))
    area_code = models.CharField(_("area"), max_length=12)
    at = models.DateTimeField(_("counted at"))
    managed_count = models.PositiveIntegerField(_("estates under contract"), default=0)
    fee_count = models.PositiveIntegerField(_("of these with a fee filing in force"), default=0)
    level_count = models.PositiveIntegerField(_("of these with a verified level of service"), default=0)
    finding_count = models.PositiveIntegerField(_("findings being worked through"), default=0)
    fund_blocks = models.PositiveIntegerField(_("buildings with a maintenance fund"), default=0)
    fund_low = models.PositiveIntegerField(_("of these below the line to top up"), default=0)
    fund_first_fen = models.BigIntegerField(_("first deposits, fen"), default=0)
    fund_balance_fen = models.BigIntegerField(_("balance of the maintenance fund, fen"), default=0)
    revenue_due = models.PositiveIntegerField(_("accounts of public revenue due"), default=0)
    revenue_in_time = models.PositiveIntegerField(_("of these posted in time"), default=0)
    revenue_fen = models.BigIntegerField(_("public revenue, fen"), default=0)
    revenue_to_fund_fen = models.BigIntegerField(_("of it into the maintenance fund, fen"), default=0)
    board_due = models.PositiveIntegerField(_("items to hang on boards"), default=0)
    board_held = models.PositiveIntegerField(_("of these posted"), default=0)
    equipment_count = models.PositiveIntegerField(_("equipment in use"), default=0)
    equipment_overdue = models.PositiveIntegerField(_("of it overdue for inspection"), default=0)

    class Meta:
        verbose_name = _("count of money and upkeep")
        verbose_name_plural = _("counts of money and upkeep")
        constraints = [
            models.UniqueConstraint(fields=["area_code", "on"], name="one_count_of_money_per_area_and_day"),
            models.CheckConstraint(
                condition=Q(
                    fee_count__lte=F("managed_count"), level_count__lte=F("managed_count"),
                    fund_low__lte=F("fund_blocks"), revenue_in_time__lte=F("revenue_due"),
                    board_held__lte=F("board_due"), equipment_overdue__lte=F("equipment_count"),
                ),
                name="counts_of_money_are_parts",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.area_code} {self.on}"
