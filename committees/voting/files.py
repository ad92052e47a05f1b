"""The posted list to download: as a table, and in JSON with the result that it has to add up to."""

import json

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.pages import public_page
from committees.models import Vote
from committees.votes import reading
from committees.voting.showing import vote_with_result


@public_page
def list_csv(request: HttpRequest, number: str) -> HttpResponse:
    found = vote_with_result(number)
    return attached(reading.csv_of(found), f"{found.number}.csv", "text/csv; charset=utf-8")


@public_page
def list_json(request: HttpRequest, number: str) -> HttpResponse:
    found = vote_with_result(number)
    content = json.dumps(told(found, request), ensure_ascii=False, separators=(",", ":"))
    return attached(content, f"{found.number}.json", "application/json")


def attached(content: str, name: str, kind: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def told(vote: Vote, request: HttpRequest) -> dict:
    result = reading.result_of(vote)
    return {
        "number": vote.number,
        "title": vote.title,
        "page": request.build_absolute_uri(reverse("committees:vote-page", args=[vote.number])),
        "digest_sha256": result.digest,
        "heads_all": result.heads_all,
        "area_all_m2": str(result.area_all_m2),
        "heads_part": result.heads_part,
        "area_part_m2": str(result.area_part_m2),
        "matters": [of_matter(each) for each in result.matters],
        "slips": [
            [slip.token, slip.matter, slip.option, slip.heads, f"{slip.area_m2:.2f}"]
            for slip in reading.posted_list(vote)
        ],
    }


def of_matter(found: reading.MatterResult) -> dict:
    return {
        "matter": found.matter.place,
        "question": found.matter.question,
        "passed": found.passed,
        "options": [
            {"option": each.option.place, "label": each.option.label, "heads": each.heads, "area_m2": str(each.area_m2)}
            for each in found.options
        ],
    }
