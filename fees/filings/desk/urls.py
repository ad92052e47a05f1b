from django.urls import path

from fees.filings.desk import acts, pages

urlpatterns = [
    path("company/fees/<str:code>/", pages.filings, name="filings"),
    path("company/fees/<str:code>/new/", acts.begin, name="filing-new"),
    path("company/filings/<str:number>/", pages.filing, name="filing"),
    path("company/filings/<str:number>/items/<int:item>/strike/", pages.strike_item, name="filing-strike"),
    path("company/filings/<str:number>/papers/<int:key>/", pages.paper, name="filing-paper"),
    path("company/filings/<str:number>/<str:verb>/", acts.act, name="filing-act"),
]
