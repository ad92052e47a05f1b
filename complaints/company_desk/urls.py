"""The addresses of the companies' desk."""

from django.urls import path, re_path

from complaints.company_desk.acts import ACTS, act
from complaints.company_desk.pages import case, desk, look

urlpatterns = [
    path("desk/", desk, name="desk"),
    path("desk/<str:number>/", case, name="desk-case"),
    path("desk/<str:number>/look/", look, name="desk-look"),
    re_path(rf"^desk/(?P<number>[^/]+)/(?P<verb>{'|'.join(ACTS)})/$", act, name="desk-act"),
]
