"""Addresses of voting. None of them ever holds a code or a receipt."""

from django.urls import path

from committees.voting import entering, files, finding, marking, showing

urlpatterns = [
    path("vote/", entering.letter, name="vote"),
    path("vote/phone/", entering.phone, name="vote-phone"),
    path("vote/mark/", marking.mark, name="vote-mark"),
    path("vote/check/", marking.check, name="vote-check"),
    path("vote/receipt/", marking.receipt, name="vote-receipt"),
    path("vote/forget/", entering.forget, name="vote-forget"),
    path("votes/<slug:number>/", showing.vote, name="vote-page"),
    path("votes/<slug:number>/list/", showing.lines, name="vote-list"),
    path("votes/<slug:number>/list.csv", files.list_csv, name="vote-list-csv"),
    path("votes/<slug:number>/list.json", files.list_json, name="vote-list-json"),
    path("votes/<slug:number>/rooms/", showing.rooms, name="vote-rooms"),
    path("votes/<slug:number>/mine/", finding.mine, name="vote-mine"),
]
