"""Addresses of the public site, without those of grades (`credit.urls`)."""

from django.urls import path

from oversight import pages

app_name = "oversight"
urlpatterns = [
    path("", pages.home, name="home"),
    path("estates/", pages.estates, name="estates"),
    path("estates/<str:code>/", pages.estate, name="estate"),
    path("estates/<str:code>/peers/", pages.peers, name="peers"),
    path("estates/<str:code>/news/", pages.estate_news, name="estate-news"),
    path("estates/<str:code>/news.atom", pages.estate_feed, name="estate-feed"),
    path("regions/", pages.regions, name="regions"),
    path("regions/<str:code>/", pages.region, name="region"),
    path("figures/complaints/", pages.complaints, name="complaints"),
    path("figures/complaints.csv", pages.complaints_csv, name="complaints-csv"),
    path("figures/complaints.json", pages.complaints_json, name="complaints-json"),
    path("compare/", pages.compare, name="compare"),
    path("follow/estates/", pages.followed, name="followed"),
    path("follow/estates/<str:code>/", pages.follow, name="follow"),
    path("follow/estates/<str:code>/phone/", pages.by_phone, name="follow-phone"),
    path("follow/end/<int:pk>/<str:secret>/", pages.end, name="follow-end"),
    path("about/accessibility/", pages.accessibility, name="accessibility"),
    path("about/privacy/", pages.privacy, name="privacy"),
]
