"""Filters of collections and referrals."""

from accounts.filters import KeysFilter
from estates.filters import OfEstates
from fees.findings.filters import COMPANIES
from fees.models import ArrearsReferral, Collection


class CollectionFilters(OfEstates):
    model = Collection
    columns = ("from_on", "until_on", "homes_in_arrears", "arrears_fen", "reported_at")

    enterprise = KeysFilter("contract__enterprise__uscc", max_length=18, help_text=COMPANIES)


class ReferralFilters(OfEstates):
    model = ArrearsReferral
    columns = ("number", "state", "arrears_since_on", "proposed_at", "decided_at", "until_on", "over_on")

    enterprise = KeysFilter("contract__enterprise__uscc", max_length=18, help_text=COMPANIES)
