"""Addresses of the public site, without those of grades (`credit.urls`)."""

from django.urls import path

from oversight import pages

app_name = "oversight"
urlpatterns = [
    path("", pages.home, name="home"),
    path("estates/", pages.estates, name="estates"),
    path("estates/<str:code>/", pages.estate, name="estate"),
    path("regions/", pages.regions, name="regions"),
    path("regions/<str:code>/", pages.region, name="region"),
    path("figures/complaints/", pages.complaints, name="complaints"),
    path("figures/complaints.csv", pages.complaints_csv, name="complaints-csv"),
    path("figures/complaints.json", pages.complaints_json, name="complaints-json"),
    path("compare/", pages.unopened, {"what": "compare"}, name="compare"),
    path("fund/", pages.unopened, {"what": "fund"}, name="fund"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
    path("about/privacy/", pages.privacy, name="privacy"),
]
