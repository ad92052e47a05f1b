"""News of one estate: a page, and the same as an Atom feed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.pages import public_page
from oversight.news.feed import feed_of
from oversight.news.reading import news_of
from oversight.pages.estate import estate_by


@public_page
def estate_news(request: HttpRequest, code: str) -> HttpResponse:
    estate = estate_by(code)
    return render(request, "oversight/news.html", {"estate": estate, "news": news_of([estate])[estate.pk]})


@public_page
def estate_feed(request: HttpRequest, code: str) -> HttpResponse:
    estate = estate_by(code)
    feed = feed_of(estate, news_of([estate])[estate.pk], site=request.build_absolute_uri("/").rstrip("/"))
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")
