"""The addresses of the picture and the sound."""

from django.urls import path

from complaints.captcha import pages

urlpatterns = [
    path("captcha/<str:key>.png", pages.image, name="captcha-image"),
    path("captcha/<str:key>.wav", pages.sound, name="captcha-sound"),
]
