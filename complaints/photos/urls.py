"""The addresses of photos."""

from django.urls import path

from complaints.photos import pages

urlpatterns = [path("photos/<uuid:key>/<str:size>/", pages.photo, name="photo")]
