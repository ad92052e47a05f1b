"""The addresses that change how a reader sees the public pages."""

from django.urls import path

from accounts import pages

urlpatterns = [path("look/", pages.look, name="look")]
