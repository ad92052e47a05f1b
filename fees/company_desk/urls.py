from django.urls import path

from fees.company_desk import pages, workbook

urlpatterns = [
    path("company/reports/", pages.desk, name="owed"),
    path("company/reports/workbook/", workbook.bring, name="owed-workbook"),
    path("company/reports/workbook.xlsx", workbook.to_fill_in, name="owed-workbook-empty"),
    path("company/reports/estates/<str:code>/", pages.estate, name="owed-estate"),
    path("company/reports/estates/<str:code>/contract/", pages.new_contract, name="owed-new-contract"),
    path("company/reports/contracts/<str:number>/end/", pages.end_contract, name="owed-end-contract"),
    path("company/reports/<str:number>/", pages.report, name="owed-report"),
    path("company/reports/<str:number>/proofs/<int:key>/", pages.proof, name="owed-proof"),
    path("company/reports/<str:number>/lines/<int:line>/strike/", pages.strike, name="owed-strike"),
    path("company/reports/<str:number>/<str:verb>/", pages.act, name="owed-act"),
]
