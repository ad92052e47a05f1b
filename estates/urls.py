"""The addresses of what belongs to an estate, room by room."""

from django.urls import include, path

app_name = "estates"

urlpatterns = [
    path("", include("estates.board.urls")),
    path("", include("estates.renovation.urls")),
    path("", include("estates.upkeep.urls")),
]
