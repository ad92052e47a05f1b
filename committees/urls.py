"""The public addresses of owners and committees, room by room, and the committee's own desk."""

from django.urls import URLPattern, URLResolver

app_name = "committees"

urlpatterns: list[URLPattern | URLResolver] = []
