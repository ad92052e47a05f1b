"""The rows behind a figure: the API names them by an address of its own; here is the desk's list with the same rows."""

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.urls import resolve, reverse

DESKS = {"grade-list": "credit_grade", "estate-list": "estates_estate", "enterprise-list": "enterprises_enterprise"}
NAMES = {"kind": "kind__exact", "status": "status__exact"}
"""Where a desk's filter is called otherwise than the API's."""


def at_desk(records: str, **more: str) -> str:
    """The desk's address for an address of the API. Raises KeyError for one without a desk.

    `more` narrows further; an empty value takes a filter away.
    """
    address = urlsplit(records)
    found = resolve(address.path)
    query = {name: value for name, value in (dict(parse_qsl(address.query)) | more).items() if value}
    if found.url_name == "run-moves":
        page = reverse("admin:credit_night_change", args=[found.kwargs["pk"]])
        return f"{page}?{urlencode({'all': 1, **query})}"
    page = reverse(f"admin:{DESKS[found.url_name]}_changelist")
    return f"{page}?{urlencode({NAMES.get(name, name): value for name, value in query.items()})}"
