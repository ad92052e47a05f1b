"""Filters of collections and referrals."""

from accounts.filters import Filters, KeysFilter, RegionFilter
from fees.findings.filters import COMPANIES, ESTATES
from fees.models import ArrearsReferral, Collection


class CollectionFilters(Filters):
    model = Collection
    columns = ("from_on", "until_on", "homes_in_arrears", "arrears_fen", "reported_at")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    enterprise = KeysFilter("contract__enterprise__uscc", max_length=18, help_text=COMPANIES)


class ReferralFilters(Filters):
    model = ArrearsReferral
    columns = ("number", "state", "arrears_since_on", "proposed_at", "decided_at", "until_on", "over_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    enterprise = KeysFilter("contract__enterprise__uscc", max_length=18, help_text=COMPANIES)
