"""The calls of GeoReport v2 and of FixMyStreet's extension."""

from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from rest_framework.exceptions import MethodNotAllowed

from accounts.city import profile
from complaints.open311 import filing, shown, updates
from complaints.open311.asked import jurisdiction, window
from complaints.open311.faults import Fault, fault_of
from complaints.open311.faults import told as faults_told
from complaints.open311.keys import reader_of, writer_of
from complaints.open311.rendering import TYPES, answer
from complaints.open311.services import definition, services

CHANGESET = "2026-11-22T00:00:00+08:00"
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
REQUESTS = "service_requests"
UPDATES = "service_request_updates"


@method_decorator(csrf_exempt, name="dispatch")
class Call(View):
    """One call: `get` and `post` give what is told under `root`, in the format that the address ends with."""

    root: ClassVar[str]

    def dispatch(self, request: HttpRequest, *args: Any, form: str, **named: Any) -> HttpResponse:
        self.form = form.lower() if form.lower() in TYPES else "xml"
        try:
            if form.lower() not in TYPES:
                raise Fault(404, _("There is no format “%(form)s”, only xml and json.") % {"form": form[:10]})
            self.prefix = jurisdiction(request.POST if request.method == "POST" else request.GET)
            told = super().dispatch(request, *args, **named)
        except Exception as exc:
            return self.refused(fault_of(exc))
        if isinstance(told, HttpResponse):
            return told
        return self.open(answer(self.form, self.root, told, status=201 if request.method == "POST" else 200))

    def refused(self, fault: Fault) -> HttpResponse:
        return self.open(answer(self.form, "errors", faults_told(fault), status=fault.status))

    def open(self, response: HttpResponse) -> HttpResponse:
        """Programs in browsers may read it; what a key opens is kept nowhere between."""
        response["Access-Control-Allow-Origin"] = "*"
        response["Cache-Control"] = "private, no-store"
        return response

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        raise MethodNotAllowed(request.method or "")


class Discovery(Call):
    """Where the calls are, and how one gets a key."""

    root = "discovery"

    def get(self, request: HttpRequest) -> dict[str, Any]:
        reader_of(request)
        city = profile()
        place = request.build_absolute_uri(reverse("open311:discovery", args=["xml"])).removesuffix("/discovery.xml")
        bureau = city.bureau_name if city else ""
        return {
            "changeset": CHANGESET,
            "contact": bureau,
            "key_service": _("An api_key is an API token with the right to file complaints; %(bureau)s issues it.")
            % {"bureau": bureau},
            "endpoints": [
                {
                    "specification": SPECIFICATION,
                    "url": place,
                    "changeset": CHANGESET,
                    "type": "production",
                    "formats": ["text/xml", "application/json"],
                }
            ],
        }


class Services(Call):
    root = "services"

    def get(self, request: HttpRequest) -> list[dict[str, Any]]:
        reader_of(request)
        return services()


class Definition(Call):
    root = "service_definition"

    def get(self, request: HttpRequest, code: str) -> dict[str, Any]:
        reader_of(request)
        return definition(code)


class Requests(Call):
    """The list of requests, and a new one."""

    root = REQUESTS

    def get(self, request: HttpRequest) -> list[dict[str, Any]]:
        reader = reader_of(request)
        rows = shown.asked_for(request.GET, prefix=self.prefix, window=window(request.GET, at=timezone.now()))
        return shown.told(rows, reader)

    def post(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [filing.create(request.POST, by=writer_of(request))]


class Request(Call):
    root = REQUESTS

    def get(self, request: HttpRequest, number: str) -> list[dict[str, Any]]:
        reader = reader_of(request)
        found = shown.told(shown.requests_in(self.prefix).filter(number=number), reader) if sound(number) else []
        if not found:
            raise Fault(404, _("There is no request with this number."))
        return found


class Token(Call):
    """The request behind a token that its client made."""

    root = REQUESTS

    def get(self, request: HttpRequest, token: str) -> list[dict[str, Any]]:
        reader_of(request)
        return [{"service_request_id": filing.number_of(token), "token": token}]


class Updates(Call):
    """What happened to requests, and more from whoever filed one."""

    root = UPDATES

    def get(self, request: HttpRequest) -> list[dict[str, Any]]:
        reader = reader_of(request)
        rows = updates.asked_for(request.GET, prefix=self.prefix, window=window(request.GET, at=timezone.now()))
        return [updates.told(step, reader) for step in rows]

    def post(self, request: HttpRequest) -> list[dict[str, Any]]:
        return [updates.receive(request.POST, by=writer_of(request))]


class Unknown(Call):
    """Any other address under `/open311/`."""

    root = "errors"

    def dispatch(self, request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        form = "json" if request.path_info.endswith(".json") else "xml"
        return super().dispatch(request, form=form)

    def get(self, request: HttpRequest) -> None:
        raise Http404

    post = get


def sound(text: str) -> bool:
    return "\x00" not in text
