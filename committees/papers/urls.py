"""Addresses of papers."""

from django.urls import path

from committees.papers import pages

urlpatterns = [
    path("papers/", pages.typed_number, name="papers"),
    path("papers/<str:number>/", pages.paper, name="paper"),
]
