"""What only people in browsers need: sessions, messages, static files. A program with a key of its own goes past it."""

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from whitenoise.middleware import WhiteNoiseMiddleware


def is_program(request) -> bool:
    """Whether the call says in its header who calls; the views of the API then look at nothing else."""
    return "HTTP_AUTHORIZATION" in request.META and request.path_info.startswith("/api/")


class PastPrograms:
    def __call__(self, request):
        return self.get_response(request) if is_program(request) else super().__call__(request)


class StaticFiles(PastPrograms, WhiteNoiseMiddleware):
    pass


class Sessions(PastPrograms, SessionMiddleware):
    pass


class Login(PastPrograms, AuthenticationMiddleware):
    pass


class Messages(PastPrograms, MessageMiddleware):
    pass
