"""Every answer of the API says what is left of its caller's minute."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.api.limits import Allowance, TooManyCalls, caller_of, spend
from accounts.api.problems import MEDIA_TYPE, document


def tell_allowance(get_response: Callable[[HttpRequest], HttpResponse]):
    """Middleware. Calls that were refused before they were counted (401, 403) are counted here."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path_info.startswith("/api/"):
            return response
        allowance = getattr(request, "allowance", None)
        if allowance is None:
            allowance = spend(*caller_of(request))
            if allowance.is_exceeded:
                response = refusal(request, allowance)
        for name, value in allowance.headers().items():
            response[name] = value
        return response

    return middleware


def refusal(request: HttpRequest, allowance: Allowance) -> HttpResponse:
    body = document(TooManyCalls(allowance), request)
    return JsonResponse(body, status=429, content_type=MEDIA_TYPE, headers={"Retry-After": str(allowance.resets_in)})
