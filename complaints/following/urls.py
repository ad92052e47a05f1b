"""The addresses of the resident's pages. None of them ever holds a secret."""

from django.urls import path

from complaints.following import numbers  # noqa: F401 - `<number:number>`
from complaints.following.case import case
from complaints.following.deeds import deed
from complaints.following.keeping import keep
from complaints.following.opening import follow, forget

urlpatterns = [
    path("follow/", follow, name="follow"),
    path("follow/<number:number>/", case, name="case"),
    path("follow/<number:number>/keep/", keep, name="case-keep"),
    path("follow/<number:number>/forget/", forget, name="case-forget"),
    path("follow/<number:number>/<str:verb>/", deed, name="case-deed"),
]
