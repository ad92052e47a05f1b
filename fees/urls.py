"""The addresses of the money, room by room."""

app_name = "fees"

urlpatterns: list = []
