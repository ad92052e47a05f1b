"""The picture and the sound of a challenge."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from complaints.captcha import challenges, drawing, speaking

KEPT_SECONDS = 600


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
def image(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(drawing.png(digits_or_404(key)), content_type="image/png")


@require_safe
@cache_control(private=True, max_age=KEPT_SECONDS)
def sound(request: HttpRequest, key: str) -> HttpResponse:
    return HttpResponse(speaking.wav(digits_or_404(key), request.LANGUAGE_CODE), content_type="audio/wav")


def digits_or_404(key: str) -> str:
    if not challenges.is_sound(key):
        raise Http404
    return challenges.digits_of(key)
