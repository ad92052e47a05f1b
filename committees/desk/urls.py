"""The addresses of the committees' desk."""

from django.urls import path

from committees.desk.acts import act, meeting_act
from committees.desk.pages import committee, down, home, meeting, seals

urlpatterns = [
    path("committee/", home, name="desk-home"),
    path("committee/<slug:number>/", committee, name="desk-committee"),
    path("committee/<slug:number>/seal/", seals, name="desk-seals"),
    path("committee/<slug:number>/postings/<int:posting>/down/", down, name="desk-down"),
    path("committee/<slug:number>/meetings/<slug:meeting>/", meeting, name="desk-meeting"),
    path("committee/<slug:number>/meetings/<slug:meeting>/<slug:verb>/", meeting_act, name="desk-meeting-act"),
    path("committee/<slug:number>/<slug:verb>/", act, name="desk-act"),
]
