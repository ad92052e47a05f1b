"""Addresses of posters."""

from django.urls import path

from complaints.posters import pages

urlpatterns = [
    path("q/", pages.typed_code, name="poster-typed"),
    path("q/<str:code>/", pages.poster, name="poster"),
]
