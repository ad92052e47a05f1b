"""The addresses of what is to be kept up."""

from django.urls import path

from estates.upkeep import pages

urlpatterns = [
    path("upkeep/", pages.due, name="upkeep"),
    path("upkeep/equipment/<str:code>/", pages.equipment, name="upkeep-equipment"),
    path("upkeep/hazards/<str:number>/", pages.hazard, name="upkeep-hazard"),
]
