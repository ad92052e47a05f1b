"""The addresses of renovations."""

from django.urls import path

from estates.renovation import pages

urlpatterns = [
    path("renovation/pictures/<uuid:key>.jpg", pages.picture, name="renovation-picture"),
    path("renovation/<str:number>/", pages.renovation, name="renovation"),
]
