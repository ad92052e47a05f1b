"""Addresses of the fund. None of them ever holds a home or a code."""

from django.urls import path

from fees.funds.mine import pages

urlpatterns = [path("fund/", pages.mine, name="fund")]
