"""The addresses of disclosure boards."""

from django.urls import path

from estates.board import objecting, pages

urlpatterns = [
    path("board/", pages.boards, name="boards"),
    path("board/objections/<str:number>/", objecting.objected, name="board-objection"),
    path("board/<str:code>/", pages.board, name="board"),
    path("board/<str:code>/object/", objecting.object_to_board, name="board-object"),
    path("board/<str:code>/photos/<int:pk>/", pages.photo, name="board-photo"),
    path("board/<str:code>/objections/<str:number>/", pages.objection, name="board-own-objection"),
    path("board/<str:code>/objections/<str:number>/<str:verb>/", pages.act_on_objection, name="board-objection-act"),
    path("board/<str:code>/<int:pk>/", pages.entry, name="board-entry"),
    path("board/<str:code>/<int:pk>/<str:verb>/", pages.act_on_entry, name="board-entry-act"),
]
