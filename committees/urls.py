"""The public addresses of owners and committees, room by room, and the committee's own desk."""

from django.urls import include, path

app_name = "committees"

urlpatterns = [
    path("", include("committees.papers.urls")),
    path("", include("committees.desk.urls")),
    path("", include("committees.voting.urls")),
]
