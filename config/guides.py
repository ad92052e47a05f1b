"""The pages beside the API's reference: the guide, webhooks, problems and limits. In the reader's language.

The first two are written by hand in `docs/`, in both languages; the others follow from the code.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from markdown_it import MarkdownIt

from accounts.api.problem_catalogue import CATALOGUE
from accounts.api.problems import TITLES, TYPE_PREFIX
from accounts.pages import public_page
from config.limits import LimitsShape, in_force

DOCS = Path(__file__).resolve().parent.parent / "docs"
PAGES = {
    "guide": (_("The API in ten minutes"), "api/guide"),
    "webhooks": (_("Webhooks"), "webhooks"),
    "errors": (_("Problems and what to do"), None),
    "limits": (_("Limits"), None),
}
"""Each page's title, and the file that it is written in."""


CJK = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
"""Between two of these the end of a line is no space."""


@cache
def written(name: str, language: str) -> SafeString:
    """A file of `docs/` as HTML, without its title. HTML in the file itself is shown as text."""
    ending = ".md" if language == "en" else ".zh-CN.md"
    text = (DOCS / f"{name}{ending}").read_text(encoding="utf-8").partition("\n")[2]
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    made = re.sub(f"(?<={CJK})\\n(?={CJK})", "", made)
    made = made.replace("<pre>", '<pre tabindex="0">')
    return mark_safe(made.replace("<table>", '<div class="wide"><table>').replace("</table>", "</table></div>"))  # noqa: S308


@public_page
def page(request: HttpRequest, name: str) -> HttpResponse:
    """One of `PAGES`; `?lang=en` or `zh-hans` where neither cookie nor browser says which."""
    asked = request.GET.get("lang")
    language = asked if asked in dict(settings.LANGUAGES) else translation.get_language()
    with translation.override(language):
        title, source = PAGES[name]
        context = {"name": name, "title": title, "pages": [(each, PAGES[each][0]) for each in PAGES]}
        if source:
            return render(request, "guides/written.html", {**context, "text": written(source, language)})
        return render(request, f"guides/{name}.html", {**context, "rows": ROWS[name](request)})


def inline(text) -> SafeString:
    """A sentence with its `names` as code."""
    return mark_safe(MarkdownIt("commonmark", {"html": False}).renderInline(str(text)))  # noqa: S308


def problems(request: HttpRequest) -> list[dict]:
    return [
        {
            "code": code.replace("_", "-"), "type": TYPE_PREFIX + code.replace("_", "-"), "title": TITLES[code],
            "status": kind.status, "meaning": inline(kind.meaning), "remedy": inline(kind.remedy),
        }
        for code, kind in sorted(CATALOGUE.items(), key=lambda pair: pair[1].status)
    ]  # fmt: skip


def limits(request: HttpRequest) -> list[dict]:
    told = in_force(request)
    return [
        {"name": name, "words": shape.help_text, "most": told[name]} for name, shape in LimitsShape().fields.items()
    ]


ROWS = {"errors": problems, "limits": limits}
app_name = "guides"
urlpatterns = [path(f"{name}/", page, {"name": name}, name=name) for name in PAGES]
