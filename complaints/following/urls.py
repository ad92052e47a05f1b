"""The addresses of the resident's pages. None of them ever holds a secret."""

from django.urls import path, re_path

from complaints.following.case import case
from complaints.following.deeds import DEEDS, deed
from complaints.following.keeping import keep
from complaints.following.opening import follow, forget

urlpatterns = [
    path("follow/", follow, name="follow"),
    path("follow/<str:number>/", case, name="case"),
    path("follow/<str:number>/keep/", keep, name="case-keep"),
    path("follow/<str:number>/forget/", forget, name="case-forget"),
    re_path(rf"^follow/(?P<number>[^/]+)/(?P<verb>{'|'.join(DEEDS)})/$", deed, name="case-deed"),
]
