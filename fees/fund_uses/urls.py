"""The addresses of uses of the fund: the desk, and the page of one that everybody reads."""

from django.urls import path

from fees.fund_uses.pages import act, desk, following, fund_use, new

urlpatterns = [
    path("fund-uses/", desk, name="fund-uses"),
    path("fund-uses/new/<slug:code>/", new, name="fund-use-new"),
    path("fund-uses/<slug:number>/", fund_use, name="fund-use"),
    path("fund-uses/<slug:number>/next/", following, name="fund-use-next"),
    path("fund-uses/<slug:number>/next/<slug:verb>/", act, name="fund-use-act"),
]
