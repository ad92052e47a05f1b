"""Public addresses of grades and companies."""

from django.urls import path

from credit import pages

app_name = "credit"
urlpatterns = [
    path("grades/", pages.grades, name="grades"),
    path("grades/how/", pages.how, name="how"),
    path("enterprises/<str:uscc>/", pages.enterprise, name="enterprise"),
    path("enterprises/<str:uscc>/records/", pages.records, name="records"),
]
