from django.urls import path

from fees.revenue import pages

urlpatterns = [
    path("revenue/<str:code>/", pages.quarters, name="revenue"),
    path("revenue/draws/<str:number>/", pages.draw, name="revenue-draw"),
]
