"""The addresses of the money, room by room."""

from django.urls import include, path

app_name = "fees"

urlpatterns = [
    path("", include("fees.company_desk.urls")),
    path("", include("fees.filings.desk.urls")),
    path("", include("fees.fund_uses.urls")),
    path("", include("fees.funds.urls")),
    path("", include("fees.revenue.urls")),
]
