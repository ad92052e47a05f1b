"""The addresses of what belongs to an estate, room by room."""

app_name = "estates"

urlpatterns: list = []
