"""Which tokens: the parameters of their list."""

from django.db.models import Q, QuerySet
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.filters import ChoicesFilter, Filters, IdsFilter, KeysFilter, TextFilter
from accounts.models import ApiToken, TokenState

IN_STATE = {
    TokenState.GOOD: Q(revoked_at__isnull=True, expires_at__gt=Now()),
    TokenState.EXPIRED: Q(revoked_at__isnull=True, expires_at__lte=Now()),
    TokenState.REVOKED: Q(revoked_at__isnull=False),
}


class TokenFilters(Filters):
    model = ApiToken
    columns = ("read_only", "issued_at", "expires_at", "last_used_at")

    id = IdsFilter()
    person = KeysFilter("user__username", max_length=60, help_text=_("User names, separated by commas."))
    client = KeysFilter("client__client_id", max_length=32, help_text=_("Ids of OAuth clients, separated by commas."))
    search = TextFilter("name", lookup_expr="contains", max_length=60, help_text=_("Part of what it is for."))
    state = ChoicesFilter(choices=TokenState.choices, method="in_state", help_text=_("States, separated by commas."))

    def in_state(self, rows: QuerySet, name: str, states: list[str]) -> QuerySet:
        asked = Q()
        for state in states:
            asked |= IN_STATE[TokenState(state)]
        return rows.filter(asked)
