"""Addresses of reporting."""

from django.urls import path

from complaints.reporting import pages

urlpatterns = [
    path("report/", pages.report, name="report"),
    path("report/what/", pages.what, name="report-what"),
    path("report/contact/", pages.contact, name="report-contact"),
    path("report/check/", pages.check, name="report-check"),
    path("report/filed/", pages.filed, name="filed"),
    path("report/discard/", pages.discard, name="report-discard"),
    path("report/alike/", pages.alike, name="report-alike"),
    path("report/photos/", pages.take_photo, name="report-photo"),
    path("report/photos/<uuid:photo>/drop/", pages.drop_photo, name="report-photo-drop"),
]
