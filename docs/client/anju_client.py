"""A client of the Anju API (`/api/v1/`), in one file and without any package: copy it into your project.

    portal = Portal("https://wuye.example.gov.cn", token="…")
    for estate in portal.estates.list(service_mode="none", fields=["code", "name"]):
        print(estate["name"])
    estate = portal.estates.get("1301020010001")
    portal.estates.amend(estate["code"], {"households": 420}, if_match=estate.etag)

Lists come row by row, page after page by keyset: rows that come or go meanwhile shift nothing. What the portal refuses
is a `Problem` with its kind and, field by field, what is wrong. Calls that found no answer, were too many (429) or came
at a bad moment (502, 503, 504) are repeated as long as the portal asks for, else with growing pauses. Every write
carries an idempotency key, so that a repeated one is done once.

A `Portal` has one connection and belongs to one thread. Python 3.11 or newer.
"""

from __future__ import annotations

import base64
import http.client
import json
import random
import ssl
import time
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

Row = dict[str, Any]
LONGEST_PAUSE = 60.0
"""Seconds. Asked to wait longer, the client raises the problem instead."""
AT_A_BAD_MOMENT = {429, 502, 503, 504}


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where (`/rows/3/values/region`, or a parameter of the address) and what."""

    place: str
    detail: str


class Problem(Exception):
    """What the portal refused, and why (RFC 9457). `kind` is for programs: `invalid`, `not-found`, `conflict` …"""

    def __init__(self, status: int, document: Mapping[str, Any], retry_after: float | None = None):
        self.status, self.document, self.retry_after = status, dict(document), retry_after
        self.kind = str(document.get("type", "")).rpartition(":")[2]
        self.title, self.detail = str(document.get("title", "")), str(document.get("detail", ""))
        self.request_id = str(document.get("request_id", ""))
        self.faults = [
            Fault((each.get("pointer") or each.get("parameter") or "").removeprefix("#"), each.get("detail", ""))
            for each in document.get("errors", ())
        ]
        super().__init__(f"{status} {self.title}: {self.detail}" if self.title else f"{status} from the portal")

    @property
    def by_field(self) -> dict[str, str]:
        """What is wrong, by the name of the field or parameter."""
        return {fault.place.strip("/"): fault.detail for fault in self.faults}


class NotFound(Problem):
    """404: there is no such thing, or it is not the caller's to see."""


class Conflict(Problem):
    """409: the thing's state excludes it."""


class Gone(Problem):
    """410: the change feed reaches back no longer to where one stopped. Copy everything afresh."""


class ChangedMeanwhile(Problem):
    """412: somebody else wrote the thing since it was read. Read it again and decide anew."""


BY_STATUS: dict[int, type[Problem]] = {404: NotFound, 409: Conflict, 410: Gone, 412: ChangedMeanwhile}


class NoAnswer(Exception):
    """The portal could not be reached, however often it was tried."""


class Thing(Row):
    """A row with the mark of what was read: pass `etag` as `if_match` when writing it."""

    etag: str = ""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: Any

    def thing(self) -> Thing:
        made = Thing(self.body or {})
        made.etag = self.headers.get("ETag", "")
        return made


@dataclass
class Changes:
    """Some changes in the order in which they were saved, and the position behind them.

    Keep the position together with what you made of the changes: then nothing is missed and nothing done twice.
    """

    changes: list[Row]
    position: str


@dataclass
class Resource:
    """The things of one kind: lists, single ones, writes, and the verbs of the domain (`do`)."""

    portal: Connection
    path: str
    key: str = "id"
    """The field by which a thing is known: the last part of its address."""
    own: tuple[str, ...] = ()
    """The fields that the change feed carries."""

    def list(self, *, page_size: int = 500, **asked: Any) -> Iterator[Row]:
        """Every row, by keyset. `asked`: filters, `fields`, `omit`, `expand`, `ordering`; lists become `a,b`."""
        return self.portal.pages(self.path, {**asked, "page_size": page_size, "after": ""})

    def below(self, key: Any, what: str, *, page_size: int = 500, **asked: Any) -> Iterator[Row]:
        """Every row of what hangs on a thing, such as the grades of a company."""
        return self.portal.pages(f"{self.at(key)}{what}/", {**asked, "page_size": page_size})

    def count(self, **asked: Any) -> int:
        query = {**asked, "page_size": 1, "count": "exact"}
        return int(self.portal.call("GET", self.path, query=query).body["count"])

    def get(self, key: Any, **asked: Any) -> Thing:
        """One thing. Raises NotFound."""
        return self.portal.call("GET", self.at(key), query=asked).thing()

    def get_if_changed(self, key: Any, etag: str, **asked: Any) -> Thing | None:
        """One thing, or None if it is still what one has under this mark."""
        answer = self.portal.call("GET", self.at(key), query=asked, headers={"If-None-Match": etag})
        return None if answer.status == 304 else answer.thing()

    def create(self, values: Mapping[str, Any], *, key: str | None = None) -> Thing:
        """Add one. `key`: an idempotency key of one's own, which outlives this program."""
        return self.portal.call("POST", self.path, body=values, key=key).thing()

    def amend(self, key: Any, values: Mapping[str, Any], *, if_match: str | None = None) -> Thing:
        """Write the fields named, and no others. Raises ChangedMeanwhile."""
        headers = {"If-Match": if_match} if if_match else {}
        return self.portal.call("PATCH", self.at(key), body=values, headers=headers).thing()

    def delete(self, key: Any, *, if_match: str | None = None) -> None:
        self.portal.call("DELETE", self.at(key), headers={"If-Match": if_match} if if_match else {})

    def do(self, verb: str, key: Any, values: Mapping[str, Any] | None = None) -> Any:
        """A verb of the domain, such as `withdraw`."""
        return self.portal.call("POST", f"{self.at(key)}{verb}/", body=values or {}).body

    def bulk(self, rows: Iterable[Mapping[str, Any]], *, all_or_none: bool = True, key: str | None = None) -> Row:
        """Up to 1,000 writes: `{"do": "create", "values": {…}}`, `{"do": "delete", "key": …}` …"""
        body = {"mode": "all_or_none" if all_or_none else "each", "rows": list(rows)}
        return self.portal.call("POST", f"{self.path}bulk/", body=body, key=key).body

    def at(self, key: Any) -> str:
        return f"{self.path}{quote(str(key), safe='')}/"


@dataclass
class Connection:
    """A portal at an address such as `https://wuye.example.gov.cn`, as one person or one OAuth client."""

    address: str
    token: str | None = None
    client: tuple[str, str] | None = None
    """OAuth 2 client id and secret; instead of `token`."""
    language: str = "zh-hans"
    timeout: float = 30.0
    attempts: int = 6
    pause: Callable[[float], None] = time.sleep
    _link: http.client.HTTPConnection | None = field(default=None, repr=False)
    _bearer: tuple[str, float] = field(default=("", 0.0), repr=False)

    def call(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        key: str | None = None,
    ) -> Answer:
        """One call below `/api/v1/`, repeated at need. Raises Problem, NoAnswer."""
        asked = urlencode({name: told(value) for name, value in (query or {}).items() if value is not None})
        target = f"/api/v1/{path}{'?' if asked else ''}{asked}"
        sent = {"Accept": "application/json", "Accept-Language": self.language, **(headers or {})}
        content = None
        if method not in ("GET", "HEAD"):
            sent["Idempotency-Key"] = key or str(uuid.uuid4())
            content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
            sent |= {} if content is None else {"Content-Type": "application/json"}
        return self.insistently(method, target, content, sent)

    def insistently(self, method: str, target: str, content: bytes | None, headers: dict[str, str]) -> Answer:
        for attempt in range(1, self.attempts + 1):
            wait = None
            try:
                answer = self.once(method, target, content, {**headers, **self.credentials()})
                if answer.status < 400:
                    return answer
                problem = self.problem_of(answer)
                if not self.is_passing(problem) or attempt == self.attempts:
                    raise problem
                wait = problem.retry_after
                if wait is not None and wait > LONGEST_PAUSE:
                    raise problem
            except (OSError, http.client.HTTPException) as fault:
                self.close()
                if attempt == self.attempts:
                    raise NoAnswer(f"{method} {target}: {fault}") from fault
                wait = 0.0 if attempt == 1 else None
            self.pause(growing(attempt) if wait is None else wait)
        raise AssertionError("attempts must be at least 1")

    def once(self, method: str, target: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        link = self.link()
        link.request(method, target, body=content, headers=dict(headers))
        response = link.getresponse()
        data = response.read()
        is_json = "json" in response.headers.get("Content-Type", "")
        return Answer(response.status, response.headers, json.loads(data) if data and is_json else None)

    def is_passing(self, problem: Problem) -> bool:
        """Whether the same call may succeed in a moment."""
        if problem.status == 401 and self.client and self._bearer[0]:
            self._bearer = ("", 0.0)
            return True
        return problem.status in AT_A_BAD_MOMENT or (problem.status == 409 and problem.retry_after is not None)

    @staticmethod
    def problem_of(answer: Answer) -> Problem:
        after = answer.headers.get("Retry-After", "")
        document = answer.body if isinstance(answer.body, dict) else {}
        return BY_STATUS.get(answer.status, Problem)(answer.status, document, float(after) if after.isdigit() else None)

    def credentials(self) -> dict[str, str]:
        if self.client:
            return {"Authorization": f"Bearer {self.bearer()}"}
        return {"Authorization": f"Token {self.token}"} if self.token else {}

    def bearer(self) -> str:
        """The OAuth token, fetched anew half a minute before it ends."""
        if time.monotonic() >= self._bearer[1]:
            named = base64.b64encode(":".join(quote(part, safe="") for part in self.client or ()).encode()).decode()
            headers = {"Authorization": f"Basic {named}", "Content-Type": "application/x-www-form-urlencoded"}
            answer = self.once("POST", "/api/v1/oauth/token/", b"grant_type=client_credentials", headers)
            if answer.status != 200:
                raise self.problem_of(answer)
            self._bearer = (answer.body["access_token"], time.monotonic() + answer.body["expires_in"] - 30)
        return self._bearer[0]

    def link(self) -> http.client.HTTPConnection:
        if self._link is None:
            parts = urlsplit(self.address)
            if parts.scheme == "https":
                context = ssl.create_default_context()
                self._link = http.client.HTTPSConnection(parts.netloc, timeout=self.timeout, context=context)
            else:
                self._link = http.client.HTTPConnection(parts.netloc, timeout=self.timeout)
        return self._link

    def close(self) -> None:
        if self._link is not None:
            self._link.close()
            self._link = None

    def pages(self, path: str, query: Mapping[str, Any]) -> Iterator[Row]:
        """The rows of a list, page after page as the answers name them."""
        while True:
            page = self.call("GET", path, query=query).body
            yield from page["results"]
            if page["next"] is None:
                return
            query = dict(parse_qsl(urlsplit(page["next"]).query, keep_blank_values=True))

    def position(self) -> str:
        """Where the change feed stands now. Take it before the first full copy, and read on from it afterwards."""
        return str(self.call("GET", "changes/", query={"since": "now", "limit": 1}).body["next"])

    def changes(self, since: str, *, limit: int = 1000, **asked: Any) -> Iterator[Changes]:
        """What changed behind a position, up to the present. Raises Gone when that is too long ago.

        `resource=["estate", …]` for some only; `expand="thing"` shows each thing as it is now, or null.
        """
        more = True
        while more:
            page = self.call("GET", "changes/", query={**asked, "since": since, "limit": limit}).body
            since, more = page["next"], page["more"]
            yield Changes(page["changes"], since)


def growing(attempt: int) -> float:
    """Seconds to pause, longer after each attempt and never the same for many callers at once."""
    return min(LONGEST_PAUSE, 0.25 * 2**attempt) * random.uniform(0.5, 1.0)  # noqa: S311


def told(value: Any) -> str:
    """A parameter as the address has it: lists by commas, truth in lower case."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple, set)):
        return ",".join(map(told, value))
    return str(value)


# What follows is made from docs/openapi.yaml by `make docs`.
# What follows is made from docs/openapi.yaml by `make docs`.
# fmt: off


class Enterprises(Resource):
    """Property service enterprises, with their grade. From the bureau's register and the nights."""

    def grades(self, key: Any, **asked: Any) -> Iterator[Row]:
        """Every grade that the company has held, newest first."""
        return self.below(key, "grades", **asked)


class Contracts(Resource):
    """Who serves which estate from when to when, at which fee. From filed contracts."""

    def end(self, key: Any, **values: Any) -> Any:
        """End a contract with its last day, or sooner than it says; after that day nobody answers for the
        estate."""
        return self.do("end", key, values)


class Homes(Resource):
    """Homes, with their area and owner. From the real-estate register, surveys and contracts."""

    def transfer(self, key: Any, **values: Any) -> Any:
        """It is another's: sold, inherited, given. In votes that are on, the new owner votes unless the old
        one has."""
        return self.do("transfer", key, values)


class Owners(Resource):
    """Owners, one for each head, masked. A look at names is a call of its own and is written down."""

    def correct(self, key: Any, **values: Any) -> Any:
        """Put right who an owner is. A phone or document number that is left out stays."""
        return self.do("correct", key, values)

    def names(self, key: Any, **values: Any) -> Any:
        """Look at names and phones of those who hold it. Each look is written down."""
        return self.do("names", key, values)


class Votes(Resource):
    """Votes of the owners: what is asked, the roll, the result and its posted list. Never who chose what."""

    def amend(self, key: Any, **values: Any) -> Any:
        """Put the whole draft anew."""
        return self.do("amend", key, values)

    def announce(self, key: Any, **values: Any) -> Any:
        """Post the result with its list."""
        return self.do("announce", key, values)

    def answer_objection(self, key: Any, **values: Any) -> Any:
        """Answer an objection, once."""
        return self.do("answer-objection", key, values)

    def close(self, key: Any, **values: Any) -> Any:
        """Close it at its hour, should the clock not have done so."""
        return self.do("close", key, values)

    def confirm_roll(self, key: Any, **values: Any) -> Any:
        """The roll counts from here on."""
        return self.do("confirm-roll", key, values)

    def correct_roll(self, key: Any, **values: Any) -> Any:
        """Correct one line of the roll, with a reason."""
        return self.do("correct-roll", key, values)

    def count(self, key: Any, **values: Any) -> Any:
        """Count it. Before its end nobody learns how it stands."""
        return self.do("count", key, values)

    def finalise(self, key: Any, **values: Any) -> Any:
        """The result hung its time and no objection stands against it."""
        return self.do("finalise", key, values)

    def give_proxy(self, key: Any, **values: Any) -> Any:
        """Record the letter by which an owner sends somebody."""
        return self.do("give-proxy", key, values)

    def make_roll(self, key: Any, **values: Any) -> Any:
        """Put down who owns which homes today."""
        return self.do("make-roll", key, values)

    def open(self, key: Any, **values: Any) -> Any:
        """Open it at its hour, should the clock not have done so."""
        return self.do("open", key, values)

    def post(self, key: Any, **values: Any) -> Any:
        """Announce it. From then on the draft stands."""
        return self.do("post", key, values)

    def roll(self, key: Any, **asked: Any) -> Iterator[Row]:
        """The homes whose owners vote, with the areas that count."""
        return self.below(key, "roll", **asked)

    def slips(self, key: Any, **asked: Any) -> Iterator[Row]:
        """The posted list, line by line: whoever adds it up again gets the result. 409 before it is
        posted."""
        return self.below(key, "slips", **asked)

    def stop(self, key: Any, **values: Any) -> Any:
        """Stop it, with a reason that everybody reads."""
        return self.do("stop", key, values)


class Committees(Resource):
    """Owners' and management committees, term by term. Filed with the street."""

    def choose_officers(self, key: Any, **values: Any) -> Any:
        """The members chose a chair and vice chairs."""
        return self.do("choose-officers", key, values)

    def dissolve(self, key: Any, **values: Any) -> Any:
        """It ends before its time: by a vote, or by the street that named it."""
        return self.do("dissolve", key, values)

    def end(self, key: Any, **values: Any) -> Any:
        """Its term is over and nobody followed."""
        return self.do("end", key, values)

    def fill_seat(self, key: Any, **values: Any) -> Any:
        """A substitute moves up, or the street names somebody."""
        return self.do("fill-seat", key, values)

    def hand_over(self, key: Any, **values: Any) -> Any:
        """Books, files, money and seal were handed over."""
        return self.do("hand-over", key, values)

    def post_names(self, key: Any, **values: Any) -> Any:
        """Hang up who the members are."""
        return self.do("post-names", key, values)

    def remove_member(self, key: Any, **values: Any) -> Any:
        """A seat becomes empty, on a ground that holds; a substitute moves up."""
        return self.do("remove-member", key, values)


class Formations(Resource):
    """Committees that are being formed, step by step. Guided by the street."""

    def add_to_group(self, key: Any, **values: Any) -> Any:
        """Name one person for the group, or for the management committee."""
        return self.do("add-to-group", key, values)

    def announce(self, key: Any, **values: Any) -> Any:
        """Announce the assembly with its candidates, and draft its vote."""
        return self.do("announce", key, values)

    def check(self, key: Any, **values: Any) -> Any:
        """The conditions are met, or the law of the day says why not."""
        return self.do("check", key, values)

    def fail(self, key: Any, **values: Any) -> Any:
        """It failed."""
        return self.do("fail", key, values)

    def form_group(self, key: Any, **values: Any) -> Any:
        """The list is whole: the group is formed."""
        return self.do("form-group", key, values)

    def found(self, key: Any, **values: Any) -> Any:
        """Those who were named are the management committee, to be filed."""
        return self.do("found", key, values)

    def post_group(self, key: Any, **values: Any) -> Any:
        """Post who is in the group."""
        return self.do("post-group", key, values)

    def propose(self, key: Any, **values: Any) -> Any:
        """Put a candidate on the list. Who may not stand by the law of the day is refused."""
        return self.do("propose", key, values)

    def stop(self, key: Any, **values: Any) -> Any:
        """Stop it."""
        return self.do("stop", key, values)

    def take_result(self, key: Any, **values: Any) -> Any:
        """Take over whom the owners chose: the committee is there, to be filed."""
        return self.do("take-result", key, values)


class Filings(Resource):
    """What committees file with the street, and its answers."""

    def accept(self, key: Any, **values: Any) -> Any:
        """File it: the committee is in office."""
        return self.do("accept", key, values)

    def give_back(self, key: Any, **values: Any) -> Any:
        """Give it back to be completed."""
        return self.do("give-back", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """Refuse it."""
        return self.do("refuse", key, values)

    def submit(self, key: Any, **values: Any) -> Any:
        """Hand it in: the street's term runs. Missing papers are named."""
        return self.do("submit", key, values)

    def take_paper(self, key: Any, **values: Any) -> Any:
        """Put a paper in."""
        return self.do("take-paper", key, values)


class Meetings(Resource):
    """Meetings of committees, from the call to the posted minutes."""

    def cancel(self, key: Any, **values: Any) -> Any:
        """It did not take place."""
        return self.do("cancel", key, values)

    def decide(self, key: Any, **values: Any) -> Any:
        """Put down what was put to the meeting, and who signed for it; until the minutes are posted, once
        more."""
        return self.do("decide", key, values)

    def meet(self, key: Any, **values: Any) -> Any:
        """Note who was there. Without more than half of the members it was no meeting."""
        return self.do("meet", key, values)

    def post_minutes(self, key: Any, **values: Any) -> Any:
        """Post the minutes with what was decided."""
        return self.do("post-minutes", key, values)


class Postings(Resource):
    """What hangs on the boards and pages of estates, and for how long."""

    def take_down(self, key: Any, **values: Any) -> Any:
        """Take it down before its day."""
        return self.do("take-down", key, values)


class DutyReports(Resource):
    """Duties to the owners that companies failed: reported, checked, decided."""

    def decide(self, key: Any, **values: Any) -> Any:
        """It was not put right in time: it counts."""
        return self.do("decide", key, values)

    def find_so(self, key: Any, **values: Any) -> Any:
        """Checked and found so: the company has to put it right."""
        return self.do("find-so", key, values)

    def find_unfounded(self, key: Any, **values: Any) -> Any:
        """Checked: it is not so."""
        return self.do("find-unfounded", key, values)

    def note_put_right(self, key: Any, **values: Any) -> Any:
        """It was put right: nothing counts."""
        return self.do("note-put-right", key, values)

    def revoke(self, key: Any, **values: Any) -> Any:
        """Revoke the decision; its record is withdrawn."""
        return self.do("revoke", key, values)


class JointMeetings(Resource):
    """Joint meetings of streets and communities: who is asked, what is resolved, what is done."""

    def ask(self, key: Any, **values: Any) -> Any:
        """Ask one more body."""
        return self.do("ask", key, values)

    def cancel(self, key: Any, **values: Any) -> Any:
        """It does not take place."""
        return self.do("cancel", key, values)

    def note(self, key: Any, **values: Any) -> Any:
        """It was held: who came, what was said, what was resolved."""
        return self.do("note", key, values)

    def note_done(self, key: Any, **values: Any) -> Any:
        """A resolution was carried out."""
        return self.do("note-done", key, values)

    def resolve(self, key: Any, **values: Any) -> Any:
        """Add a resolution that was left out."""
        return self.do("resolve", key, values)


class Trainings(Resource):
    """Training of committee members: who is asked, who came, who passed."""

    def ask(self, key: Any, **values: Any) -> Any:
        """Ask all members whom it is for; each once."""
        return self.do("ask", key, values)

    def cancel(self, key: Any, **values: Any) -> Any:
        """It does not take place."""
        return self.do("cancel", key, values)

    def note(self, key: Any, **values: Any) -> Any:
        """Who came, and who passed."""
        return self.do("note", key, values)


class PartyOrganisations(Resource):
    """Party organisations of estates, without names."""

    def end(self, key: Any, **values: Any) -> Any:
        """It was dissolved or merged."""
        return self.do("end", key, values)


class MediationCommittees(Resource):
    """Mediation committees of communities, streets, districts and the city, without names."""

    def choose(self, key: Any, **values: Any) -> Any:
        """All members anew, for a term. What the law forbids is refused with its article."""
        return self.do("choose", key, values)


class Equipment(Resource):
    """Lifts, fire protection and other shared equipment, its inspections and when the next is due."""

    def correct_check(self, key: Any, **values: Any) -> Any:
        """Put a right inspection in the place of a wrong one."""
        return self.do("correct-check", key, values)

    def report_check(self, key: Any, **values: Any) -> Any:
        """Report an inspection; the next one is due by the city's rule."""
        return self.do("report-check", key, values)

    def retire(self, key: Any, **values: Any) -> Any:
        """It is out of use: nothing is due for it any more."""
        return self.do("retire", key, values)


class Renovations(Resource):
    """Renovation of old estates: plans, works, what they cost, how far they are."""

    def accept(self, key: Any, **values: Any) -> Any:
        """It was accepted; works and costs stay from then on."""
        return self.do("accept", key, values)

    def add_item(self, key: Any, **values: Any) -> Any:
        """Add a piece of work."""
        return self.do("add-item", key, values)

    def add_picture(self, key: Any, **values: Any) -> Any:
        """Add a picture before or after; anybody may see it."""
        return self.do("add-picture", key, values)

    def begin(self, key: Any, **values: Any) -> Any:
        """Work begins."""
        return self.do("begin", key, values)

    def drop(self, key: Any, **values: Any) -> Any:
        """Drop it from the plan."""
        return self.do("drop", key, values)

    def finish(self, key: Any, **values: Any) -> Any:
        """All works are done."""
        return self.do("finish", key, values)

    def report_progress(self, key: Any, **values: Any) -> Any:
        """Say how far a piece of work is."""
        return self.do("report-progress", key, values)


class SafetyCampaigns(Resource):
    """Rounds of safety and flood checks in a division, and the estates checked."""

    def visit(self, key: Any, **values: Any) -> Any:
        """An estate was checked; what was found are hazards."""
        return self.do("visit", key, values)


class Hazards(Resource):
    """Hazards found at estates, by when they are to be removed, and whether they are."""

    def close(self, key: Any, **values: Any) -> Any:
        """Seen on site by somebody else: it is removed."""
        return self.do("close", key, values)

    def report_fixed(self, key: Any, **values: Any) -> Any:
        """Say that it is removed."""
        return self.do("report-fixed", key, values)

    def send_back(self, key: Any, **values: Any) -> Any:
        """It is still there."""
        return self.do("send-back", key, values)

    def strike(self, key: Any, **values: Any) -> Any:
        """It was entered by mistake."""
        return self.do("strike", key, values)


class BoardEntries(Resource):
    """What hangs on the boards of estates, since when, and what is left out."""

    def find_complete(self, key: Any, **values: Any) -> Any:
        """Looked at on the spot: nothing is missing."""
        return self.do("find-complete", key, values)

    def find_faulty(self, key: Any, **values: Any) -> Any:
        """Looked at on the spot: something is missing."""
        return self.do("find-faulty", key, values)

    def put_up(self, key: Any, **values: Any) -> Any:
        """It hangs, whole, since a day."""
        return self.do("put-up", key, values)


class BoardFaults(Resource):
    """Faults of disclosure boards: found by night or by officers, checked, decided."""

    def decide(self, key: Any, **values: Any) -> Any:
        """It was not put right in time: it counts."""
        return self.do("decide", key, values)

    def find_so(self, key: Any, **values: Any) -> Any:
        """Checked and found so: the company has to put it right."""
        return self.do("find-so", key, values)

    def find_unfounded(self, key: Any, **values: Any) -> Any:
        """Checked: it is not so."""
        return self.do("find-unfounded", key, values)

    def note_put_right(self, key: Any, **values: Any) -> Any:
        """It was put right: nothing counts."""
        return self.do("note-put-right", key, values)

    def revoke(self, key: Any, **values: Any) -> Any:
        """Revoke the decision; its record is withdrawn."""
        return self.do("revoke", key, values)


class BoardObjections(Resource):
    """What residents object to on disclosure boards, and the answers. Never who objected."""

    def reply(self, key: Any, **values: Any) -> Any:
        """Answer it; everybody reads the answer."""
        return self.do("reply", key, values)

    def set_aside(self, key: Any, **values: Any) -> Any:
        """It is none; everybody reads why."""
        return self.do("set-aside", key, values)


class BasicServices(Resource):
    """Basic service of estates without a company: mode, grade and price set on site."""

    def end(self, key: Any, **values: Any) -> Any:
        """It ends with a day."""
        return self.do("end", key, values)

    def note_check(self, key: Any, **values: Any) -> Any:
        """Both offices checked it on site and set grade and price."""
        return self.do("note-check", key, values)

    def put_in_force(self, key: Any, **values: Any) -> Any:
        """It is in force from a day on."""
        return self.do("put-in-force", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """It is not set."""
        return self.do("refuse", key, values)


class Deliveries(Resource):
    """Whether new homes may be handed over: eight conditions, and the confirmation."""

    def check(self, key: Any, **values: Any) -> Any:
        """A condition is met, or this is missing."""
        return self.do("check", key, values)

    def confirm(self, key: Any, **values: Any) -> Any:
        """All conditions are met: the confirmation is made."""
        return self.do("confirm", key, values)

    def give_back(self, key: Any, **values: Any) -> Any:
        """Give it back: conditions are missing."""
        return self.do("give-back", key, values)

    def withdraw(self, key: Any, **values: Any) -> Any:
        """It is not pursued."""
        return self.do("withdraw", key, values)


class Takeovers(Resource):
    """Inspections at hand-over: witnesses, papers, defects and their days."""

    def add_defect(self, key: Any, **values: Any) -> Any:
        """One more defect."""
        return self.do("add-defect", key, values)

    def file(self, key: Any, **values: Any) -> Any:
        """The company handed the papers in."""
        return self.do("file", key, values)

    def finish(self, key: Any, **values: Any) -> Any:
        """Every defect is put right, every paper there."""
        return self.do("finish", key, values)

    def note_fixed(self, key: Any, **values: Any) -> Any:
        """A defect is put right."""
        return self.do("note-fixed", key, values)

    def note_inspection(self, key: Any, **values: Any) -> Any:
        """It was inspected, and who stood by signed."""
        return self.do("note-inspection", key, values)

    def post(self, key: Any, **values: Any) -> Any:
        """The result hangs where owners see it."""
        return self.do("post", key, values)

    def receive_paper(self, key: Any, **values: Any) -> Any:
        """Papers of one kind came in."""
        return self.do("receive-paper", key, values)

    def strike(self, key: Any, **values: Any) -> Any:
        """It was entered by mistake."""
        return self.do("strike", key, values)


class Complaints(Resource):
    """What residents say, and what became of it. The same verbs as at the desks."""

    def accept(self, key: Any, **values: Any) -> Any:
        """Accept it: it is property management's matter."""
        return self.do("accept", key, values)

    def answer(self, key: Any, **values: Any) -> Any:
        """Answer it. An officer reviews the answer first."""
        return self.do("answer", key, values)

    def ask(self, key: Any, **values: Any) -> Any:
        """Ask the resident for more. The clock stands still until they answer."""
        return self.do("ask", key, values)

    def ask_extension(self, key: Any, **values: Any) -> Any:
        """Ask, once, for more working days."""
        return self.do("ask-extension", key, values)

    def clear(self, key: Any, **values: Any) -> Any:
        """Looked at as part of a flood: it counts."""
        return self.do("clear", key, values)

    def contact(self, key: Any, **values: Any) -> Any:
        """Note that the resident was spoken to."""
        return self.do("contact", key, values)

    def discount(self, key: Any, **values: Any) -> Any:
        """Looked at as part of a flood: it does not count."""
        return self.do("discount", key, values)

    def dispatch(self, key: Any, **values: Any) -> Any:
        """Dispatch it. Of two at once, the second one finds it done (409)."""
        return self.do("dispatch", key, values)

    def escalate(self, key: Any, **values: Any) -> Any:
        """Report it to the next stage."""
        return self.do("escalate", key, values)

    def find_false(self, key: Any, **values: Any) -> Any:
        """Checked after a denial: it is not solved."""
        return self.do("find-false", key, values)

    def find_solved(self, key: Any, **values: Any) -> Any:
        """Checked after a denial: it is solved."""
        return self.do("find-solved", key, values)

    def find_unfounded(self, key: Any, **values: Any) -> Any:
        """Checked: what was told is not so."""
        return self.do("find-unfounded", key, values)

    def grant_extension(self, key: Any, **values: Any) -> Any:
        """Grant the extension. The resident is told."""
        return self.do("grant-extension", key, values)

    def hand_back(self, key: Any, **values: Any) -> Any:
        """Hand it back, once. 204 if the caller sees it no longer."""
        return self.do("hand-back", key, values)

    def join(self, key: Any, **values: Any) -> Any:
        """Join it to another about the same thing: one answer goes to both."""
        return self.do("join", key, values)

    def name_owner(self, key: Any, **values: Any) -> Any:
        """Name who handles it, for the city and for good."""
        return self.do("name-owner", key, values)

    def part(self, key: Any, **values: Any) -> Any:
        """Take it out again: it was another matter after all."""
        return self.do("part", key, values)

    def receipt(self, key: Any, **values: Any) -> Any:
        """Say that your system has it, and under which number. `receipted=false` lists those that it has
        not."""
        return self.do("receipt", key, values)

    def redispatch(self, key: Any, **values: Any) -> Any:
        """Dispatch it to somebody else, with a reason."""
        return self.do("redispatch", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """Do not accept it, for a published reason that says where to go."""
        return self.do("refuse", key, values)

    def refuse_extension(self, key: Any, **values: Any) -> Any:
        """Do not grant the extension."""
        return self.do("refuse-extension", key, values)

    def return_answer(self, key: Any, **values: Any) -> Any:
        """Send the answer back: it does not do."""
        return self.do("return-answer", key, values)

    def review(self, key: Any, **values: Any) -> Any:
        """Pass the answer on. The resident's verdict is waited for."""
        return self.do("review", key, values)

    def who(self, key: Any, **values: Any) -> Any:
        """Look at name and phone of whoever filed it. Each look is written down."""
        return self.do("who", key, values)


class GuidePrices(Resource):
    """Government guide prices: base, float, document. By the price authority with the bureau."""

    def end(self, key: Any, **values: Any) -> Any:
        """From a day on it holds no more."""
        return self.do("end", key, values)

    def propose(self, key: Any, **values: Any) -> Any:
        """Reckon what it would be by the indices of a year. A proposal is kept; the price stays as it is."""
        return self.do("propose", key, values)

    def review(self, key: Any, **values: Any) -> Any:
        """It was reviewed and stays as it is."""
        return self.do("review", key, values)


class FeeFilings(Resource):
    """What companies file to charge, from the draft to the district's answer."""

    def accept(self, key: Any, **values: Any) -> Any:
        """It holds from its day on; the one before ends there."""
        return self.do("accept", key, values)

    def amend(self, key: Any, **values: Any) -> Any:
        """Change what a draft, or one that was given back, says."""
        return self.do("amend", key, values)

    def give_back(self, key: Any, **values: Any) -> Any:
        """Something is to be put right first."""
        return self.do("give-back", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """It is not accepted."""
        return self.do("refuse", key, values)

    def set_items(self, key: Any, **values: Any) -> Any:
        """Set what is charged, in place of what was written before."""
        return self.do("set-items", key, values)

    def submit(self, key: Any, **values: Any) -> Any:
        """Hand it in. What is missing is told, each at its field."""
        return self.do("submit", key, values)

    def withdraw(self, key: Any, **values: Any) -> Any:
        """Take it back before it is accepted."""
        return self.do("withdraw", key, values)


class Findings(Resource):
    """What is odd about fees and money: found by night or by officers, heard, checked, decided."""

    def ask(self, key: Any, **values: Any) -> Any:
        """Ask the company; it has the city's term to answer."""
        return self.do("ask", key, values)

    def decide(self, key: Any, **values: Any) -> Any:
        """It was not put right in time: it counts."""
        return self.do("decide", key, values)

    def explain(self, key: Any, **values: Any) -> Any:
        """What the company has to say to it, once."""
        return self.do("explain", key, values)

    def find_so(self, key: Any, **values: Any) -> Any:
        """Checked and found so: to be put right by a day."""
        return self.do("find-so", key, values)

    def find_unfounded(self, key: Any, **values: Any) -> Any:
        """Checked: it is not so."""
        return self.do("find-unfounded", key, values)

    def note_put_right(self, key: Any, **values: Any) -> Any:
        """It was put right."""
        return self.do("note-put-right", key, values)

    def revoke(self, key: Any, **values: Any) -> Any:
        """Revoke the decision; its record is withdrawn."""
        return self.do("revoke", key, values)


class FeeCollections(Resource):
    """How much of the fees is paid, as counts and sums. Reported by companies."""

    def correct(self, key: Any, **values: Any) -> Any:
        """Other figures for a period that was reported."""
        return self.do("correct", key, values)


class ArrearsReferrals(Resource):
    """Referrals of malicious arrears in due process, without who they are about."""

    def add_paper(self, key: Any, **values: Any) -> Any:
        """Add a legal paper. It is kept in private."""
        return self.do("add-paper", key, values)

    def find_paid(self, key: Any, **values: Any) -> Any:
        """An officer saw that it was paid: it ends at once."""
        return self.do("find-paid", key, values)

    def give_notice(self, key: Any, **values: Any) -> Any:
        """The papers are complete, notice given."""
        return self.do("give-notice", key, values)

    def note_paid(self, key: Any, **values: Any) -> Any:
        """The company was paid: it ends at once."""
        return self.do("note-paid", key, values)

    def note_statement(self, key: Any, **values: Any) -> Any:
        """What the owner said."""
        return self.do("note-statement", key, values)

    def refer(self, key: Any, **values: Any) -> Any:
        """Refer it, until a day, by another officer."""
        return self.do("refer", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """Refuse it."""
        return self.do("refuse", key, values)

    def revoke(self, key: Any, **values: Any) -> Any:
        """The decision does not stand: it ends at once."""
        return self.do("revoke", key, values)

    def withdraw(self, key: Any, **values: Any) -> Any:
        """The company takes it back."""
        return self.do("withdraw", key, values)


class FundBlocks(Resource):
    """The maintenance fund by building: first deposit, balance, bank. Sums of its entries."""

    def open_accounts(self, key: Any, **values: Any) -> Any:
        """Open accounts for all homes that have none; what stands on the building alone is divided by
        area."""
        return self.do("open-accounts", key, values)


class FundCalls(Resource):
    """Calls to top up the maintenance fund, where less than the city's part is left."""

    def withdraw(self, key: Any, **values: Any) -> Any:
        """It should not have gone out."""
        return self.do("withdraw", key, values)


class BankStatements(Resource):
    """Bank statements of the maintenance fund, reconciled with the ledger line by line."""

    def book(self, key: Any, **values: Any) -> Any:
        """Book deposits, top-ups and interest that the ledger lacks."""
        return self.do("book", key, values)

    def close(self, key: Any, **values: Any) -> Any:
        """No line is left: it is reconciled."""
        return self.do("close", key, values)

    def match(self, key: Any, **values: Any) -> Any:
        """Look again for the entries of lines that have none."""
        return self.do("match", key, values)


class FundUses(Resource):
    """Uses of the maintenance fund: proposal, quotes, vote, approval, bill, shares, payment."""

    def accept_work(self, key: Any, **values: Any) -> Any:
        """The work was accepted."""
        return self.do("accept-work", key, values)

    def add_quote(self, key: Any, **values: Any) -> Any:
        """Add a contractor's quote."""
        return self.do("add-quote", key, values)

    def advance(self, key: Any, **values: Any) -> Any:
        """Pay in advance, up to the city's share of the budget."""
        return self.do("advance", key, values)

    def amend(self, key: Any, **values: Any) -> Any:
        """Put the proposal anew while it is a draft."""
        return self.do("amend", key, values)

    def approve(self, key: Any, **values: Any) -> Any:
        """The fund pays, up to this budget."""
        return self.do("approve", key, values)

    def attach(self, key: Any, **values: Any) -> Any:
        """Hand in a paper or a picture that proves something; only desks show it."""
        return self.do("attach", key, values)

    def audit(self, key: Any, **values: Any) -> Any:
        """Note what an agency found the work to have cost, once its report is handed in."""
        return self.do("audit", key, values)

    def choose_homes(self, key: Any, **values: Any) -> Any:
        """Choose the homes that pay, by area; replaces others."""
        return self.do("choose-homes", key, values)

    def choose_quote(self, key: Any, **values: Any) -> Any:
        """Choose the quote to go on with."""
        return self.do("choose-quote", key, values)

    def confirm(self, key: Any, **values: Any) -> Any:
        """The street confirms the emergency on site."""
        return self.do("confirm", key, values)

    def decline(self, key: Any, **values: Any) -> Any:
        """The street finds that it can wait for a vote."""
        return self.do("decline", key, values)

    def draft_vote(self, key: Any, **values: Any) -> Any:
        """Draft the vote of the homes that pay."""
        return self.do("draft-vote", key, values)

    def drop_quote(self, key: Any, **values: Any) -> Any:
        """Take a quote out."""
        return self.do("drop-quote", key, values)

    def file(self, key: Any, **values: Any) -> Any:
        """File it with the bureau, whose term to answer runs."""
        return self.do("file", key, values)

    def give_back(self, key: Any, **values: Any) -> Any:
        """Give it back to be completed."""
        return self.do("give-back", key, values)

    def pay_rest(self, key: Any, **values: Any) -> Any:
        """Pay the rest of the bill out."""
        return self.do("pay-rest", key, values)

    def post(self, key: Any, **values: Any) -> Any:
        """Post the proposal: homes and quotes stand from here on."""
        return self.do("post", key, values)

    def post_afterwards(self, key: Any, **values: Any) -> Any:
        """Tell the owners of an emergency."""
        return self.do("post-afterwards", key, values)

    def refuse(self, key: Any, **values: Any) -> Any:
        """Refuse it."""
        return self.do("refuse", key, values)

    def return_advance(self, key: Any, **values: Any) -> Any:
        """The contractor paid an advance back: each account gets its part of it."""
        return self.do("return-advance", key, values)

    def settle(self, key: Any, **values: Any) -> Any:
        """Settle the bill: split by area and posted. One too far over budget goes back to be decided anew."""
        return self.do("settle", key, values)

    def stay_within(self, key: Any, **values: Any) -> Any:
        """Drop a bill over budget: what was approved stands."""
        return self.do("stay-within", key, values)

    def take_decision(self, key: Any, **values: Any) -> Any:
        """Take over the final decision of those who pay."""
        return self.do("take-decision", key, values)

    def withdraw(self, key: Any, **values: Any) -> Any:
        """Withdraw it while no money of the fund is out."""
        return self.do("withdraw", key, values)


class RevenueContracts(Resource):
    """What is paid for the use of shared parts. Registered by whoever manages the estate."""

    def end_early(self, key: Any, **values: Any) -> Any:
        """It pays until before a day."""
        return self.do("end-early", key, values)

    def void(self, key: Any, **values: Any) -> Any:
        """It was registered by mistake."""
        return self.do("void", key, values)


class RevenueReports(Resource):
    """Public revenue by period: owed, posted, corrected. Reported by whoever manages the estate."""

    def add_proof(self, key: Any, **values: Any) -> Any:
        """Add a voucher, a statement of the bank, or a photo of the posting. It is kept in private."""
        return self.do("add-proof", key, values)

    def correct(self, key: Any, **values: Any) -> Any:
        """Begin a report that will replace this one. Answers the new one."""
        return self.do("correct", key, values)

    def drop(self, key: Any, **values: Any) -> Any:
        """A correction that is not needed after all."""
        return self.do("drop", key, values)

    def note_arrived(self, key: Any, **values: Any) -> Any:
        """The bank shows it in the fund."""
        return self.do("note-arrived", key, values)

    def post(self, key: Any, **values: Any) -> Any:
        """Everybody reads it from now on, and nobody changes it."""
        return self.do("post", key, values)

    def write(self, key: Any, **values: Any) -> Any:
        """The whole account, in place of what was written before."""
        return self.do("write", key, values)


class RevenueAudits(Resource):
    """Audits of public revenue, drawn at random or asked for, and what they found."""

    def find_clean(self, key: Any, **values: Any) -> Any:
        """Nothing was found."""
        return self.do("find-clean", key, values)

    def find_faulty(self, key: Any, **values: Any) -> Any:
        """The account was wrong by a sum."""
        return self.do("find-faulty", key, values)

    def revoke(self, key: Any, **values: Any) -> Any:
        """The result does not stand."""
        return self.do("revoke", key, values)


class RevenueDemands(Resource):
    """Owners who want an account audited, counted by heads and area until they are enough."""

    def add_homes(self, key: Any, **values: Any) -> Any:
        """The owners of more homes joined: all are counted anew."""
        return self.do("add-homes", key, values)

    def drop(self, key: Any, **values: Any) -> Any:
        """The owners took it back, or it was recorded by mistake."""
        return self.do("drop", key, values)


class Evidence(Resource):
    """The ledger of records that make the grades. Records are added, never changed; verbs end them."""

    def object(self, key: Any, **values: Any) -> Any:
        """Note that the company objects. The record goes on counting until the objection is answered."""
        return self.do("object", key, values)

    def repair(self, key: Any, **values: Any) -> Any:
        """Note that the company has made good: the record counts no more from a day on."""
        return self.do("repair", key, values)

    def uphold(self, key: Any, **values: Any) -> Any:
        """Answer an objection: the record stands."""
        return self.do("uphold", key, values)

    def withdraw(self, key: Any, **values: Any) -> Any:
        """Withdraw a record: it counts no more from a day on."""
        return self.do("withdraw", key, values)


class Rulebooks(Resource):
    """By which rules grades are made: items, points, bands, articles."""

    def copy(self, key: Any, **values: Any) -> Any:
        """Copy all of it to a new draft, which can then be changed."""
        return self.do("copy", key, values)

    def publish(self, key: Any, **values: Any) -> Any:
        """Put a draft in force from a day on. It can then never be changed again."""
        return self.do("publish", key, values)

    def try_(self, key: Any, **values: Any) -> Any:
        """What the draft would have made of the last night: whose grade would change. Nothing is kept."""
        return self.do("try", key, values)


class Grades(Resource):
    """The grades of companies, each with the lines that add up to its score. Made by the nights."""

    def records(self, key: Any, **asked: Any) -> Iterator[Row]:
        """The records behind one line of a grade, as the run knew them."""
        return self.below(key, "records", **asked)


class Runs(Resource):
    """The nightly runs that make the grades, what each did and whom it moved."""

    def moves(self, key: Any, **asked: Any) -> Iterator[Row]:
        """The companies of the caller's region, or of a division in it, whose grade this run moved, and
        why."""
        return self.below(key, "moves", **asked)

    def recompute(self, key: Any, **values: Any) -> Any:
        """Judge every company again as this run knew it, and compare. Nothing that was published changes."""
        return self.do("recompute", key, values)


class Webhooks(Resource):
    """Addresses that the portal calls when something changes, and what became of each call."""

    def pause(self, key: Any, **values: Any) -> Any:
        """Send nothing until it is resumed. What changes meanwhile is told then."""
        return self.do("pause", key, values)

    def resume(self, key: Any, **values: Any) -> Any:
        """Go on where it stopped, after a pause or after the portal disabled it."""
        return self.do("resume", key, values)

    def rotate_secret(self, key: Any, **values: Any) -> Any:
        """Make a new signing secret and show it, this once. For some hours both sign each delivery."""
        return self.do("rotate-secret", key, values)

    def test(self, key: Any, **values: Any) -> Any:
        """Send a ping within seconds, whatever the state. What the receiver said stands among the
        deliveries."""
        return self.do("test", key, values)

    def deliveries(self, key: Any, **asked: Any) -> Iterator[Row]:
        """What was sent to a webhook, and each try. Kept for 30 days."""
        return self.below(key, "deliveries", **asked)


class Imports(Resource):
    """Files that fill the registers: dry run, faults row by row, then the import itself."""

    def carry_out(self, key: Any, **values: Any) -> Any:
        """Have a file without faults imported: all of its rows, or none. It is done in the background."""
        return self.do("carry-out", key, values)

    def discard(self, key: Any, **values: Any) -> Any:
        """Throw away a file of which nothing was imported."""
        return self.do("discard", key, values)

    def faults(self, key: Any, **asked: Any) -> Iterator[Row]:
        """What is wrong or odd, row by row: the first 1,000 faults. The copy under marked/ has all of
        them."""
        return self.below(key, "faults", **asked)

    def undo(self, key: Any, **values: Any) -> Any:
        """Have an import taken back as a whole, or not at all if other entries build on it by now."""
        return self.do("undo", key, values)


class Tokens(Resource):
    """Keys of programs: issued, rotated, revoked."""

    def revoke(self, key: Any, **values: Any) -> Any:
        """End a token at once. It may be the one that is calling."""
        return self.do("revoke", key, values)

    def rotate(self, key: Any, **values: Any) -> Any:
        """Issue a successor under the same terms, and show its key: this once. The old key goes on for some
        days."""
        return self.do("rotate", key, values)


class Portal(Connection):
    """The portal with its resources by name."""

    @property
    def regions(self) -> Resource:
        """The city, its county-level districts, streets and communities. From the statistical codes."""
        return Resource(
            self,
            "regions/",
            key="code",
            own=(
                "code", "name", "level", "parent", "prefix",
            ),
        )

    @property
    def estates(self) -> Resource:
        """Housing estates, with who manages them, under which contract, and that company's grade."""
        return Resource(
            self,
            "estates/",
            key="code",
            own=(
                "code", "name", "initials", "former_names", "address", "region", "latitude", "longitude",
                "built_year", "floor_area_m2", "households", "building_count", "kind", "service_mode",
                "renovation",
            ),
        )

    @property
    def buildings(self) -> Resource:
        """The buildings of estates. From the bureau's register."""
        return Resource(
            self,
            "buildings/",
            key="id",
            own=(
                "id", "estate", "name", "storeys", "units", "lifts", "households", "floor_area_m2",
            ),
        )

    @property
    def enterprises(self) -> Enterprises:
        """Property service enterprises, with their grade. From the bureau's register and the nights."""
        return Enterprises(
            self,
            "enterprises/",
            key="uscc",
            own=(
                "uscc", "name", "initials", "region", "legal_representative", "contact_name", "contact_phone",
                "founded_on", "joined_on", "status",
            ),
        )

    @property
    def managers(self) -> Resource:
        """Project managers of the companies. From the bureau's register."""
        return Resource(
            self,
            "managers/",
            key="id",
            own=(
                "id", "number", "name", "enterprise", "registered_on", "left_on",
            ),
        )

    @property
    def contracts(self) -> Contracts:
        """Who serves which estate from when to when, at which fee. From filed contracts."""
        return Contracts(
            self,
            "contracts/",
            key="id",
            own=(
                "id", "number", "estate", "enterprise", "manager", "stage", "service_level",
                "fee_fen_per_m2_month", "begins_on", "ends_on", "signed_on", "filed_on", "resolution",
            ),
        )

    @property
    def homes(self) -> Homes:
        """Homes, with their area and owner. From the real-estate register, surveys and contracts."""
        return Homes(
            self,
            "homes/",
            key="id",
            own=(
                "id", "building", "unit", "room", "area_m2", "area_basis", "use", "delivered_on",
            ),
        )

    @property
    def owners(self) -> Owners:
        """Owners, one for each head, masked. A look at names is a call of its own and is written down."""
        return Owners(
            self,
            "owners/",
            key="id",
            own=(
                "id", "estate", "kind", "erase_on", "erased_at",
            ),
        )

    @property
    def votes(self) -> Votes:
        """Votes of the owners: what is asked, the roll, the result and its posted list. Never who chose
        what."""
        return Votes(
            self,
            "votes/",
            key="number",
            own=(
                "number", "estate", "organiser", "committee", "is_temporary", "affects_all", "state",
                "posted_on", "opens_at", "closes_at", "roll_confirmed_at", "counted_at", "result_due_on",
                "announced_on", "announced_until_on", "list_digest", "version",
            ),
        )

    @property
    def committees(self) -> Committees:
        """Owners' and management committees, term by term. Filed with the street."""
        return Committees(
            self,
            "committees/",
            key="number",
            own=(
                "number", "estate", "kind", "ordinal", "name", "state", "formed_on", "term_from",
                "term_until", "filed_on", "filing_number", "office_phone", "office_address", "seal_number",
                "seal_on", "ended_on", "end_reason",
            ),
        )

    @property
    def committee_members(self) -> Resource:
        """The seats of committees, without names."""
        return Resource(
            self,
            "committee-members/",
            key="id",
            own=(
                "id", "committee", "seat", "side", "is_party_member", "joined_on", "left_on", "left_reason",
            ),
        )

    @property
    def formations(self) -> Formations:
        """Committees that are being formed, step by step. Guided by the street."""
        return Formations(
            self,
            "formations/",
            key="number",
            own=(
                "number", "estate", "kind", "state", "condition", "delivered_percent", "moved_in_percent",
                "first_delivered_on", "applicants", "applied_on", "checked_on", "grouped_on",
                "group_posted_on", "announced_on", "vote", "committee", "succeeds", "ended_on", "reason",
            ),
        )

    @property
    def filings(self) -> Filings:
        """What committees file with the street, and its answers."""
        return Filings(
            self,
            "filings/",
            key="number",
            own=(
                "number", "committee", "kind", "state", "what_changed", "happened_on", "due_on",
                "submitted_on", "answer_due_on", "answered_on", "filing_number", "reason",
            ),
        )

    @property
    def meetings(self) -> Meetings:
        """Meetings of committees, from the call to the posted minutes."""
        return Meetings(
            self,
            "meetings/",
            key="number",
        )

    @property
    def seal_uses(self) -> Resource:
        """The seal registers of committees. Lines are added, never changed."""
        return Resource(
            self,
            "seal-uses/",
            key="number",
        )

    @property
    def disclosures(self) -> Resource:
        """What committees told the owners about their duty, half-year by half-year."""
        return Resource(
            self,
            "disclosures/",
            key="id",
        )

    @property
    def committee_audits(self) -> Resource:
        """Audits of the accounts of committees."""
        return Resource(
            self,
            "committee-audits/",
            key="id",
        )

    @property
    def postings(self) -> Postings:
        """What hangs on the boards and pages of estates, and for how long."""
        return Postings(
            self,
            "postings/",
            key="id",
        )

    @property
    def duty_reports(self) -> DutyReports:
        """Duties to the owners that companies failed: reported, checked, decided."""
        return DutyReports(
            self,
            "duty-reports/",
            key="number",
        )

    @property
    def joint_meetings(self) -> JointMeetings:
        """Joint meetings of streets and communities: who is asked, what is resolved, what is done."""
        return JointMeetings(
            self,
            "joint-meetings/",
            key="number",
        )

    @property
    def trainings(self) -> Trainings:
        """Training of committee members: who is asked, who came, who passed."""
        return Trainings(
            self,
            "trainings/",
            key="number",
        )

    @property
    def party_organisations(self) -> PartyOrganisations:
        """Party organisations of estates, without names."""
        return PartyOrganisations(
            self,
            "party-organisations/",
            key="id",
        )

    @property
    def mediation_committees(self) -> MediationCommittees:
        """Mediation committees of communities, streets, districts and the city, without names."""
        return MediationCommittees(
            self,
            "mediation-committees/",
            key="id",
        )

    @property
    def equipment(self) -> Equipment:
        """Lifts, fire protection and other shared equipment, its inspections and when the next is due."""
        return Equipment(
            self,
            "equipment/",
            key="code",
            own=(
                "code", "estate", "building", "kind", "place", "keeper", "keeper_phone", "installed_on",
                "retired_on", "inspected_on", "result", "next_due_on",
            ),
        )

    @property
    def renovations(self) -> Renovations:
        """Renovation of old estates: plans, works, what they cost, how far they are."""
        return Renovations(
            self,
            "renovations/",
            key="number",
            own=(
                "number", "estate", "year", "title", "state", "builder", "begins_on", "due_on", "began_on",
                "finished_on", "accepted_on", "dropped_reason",
            ),
        )

    @property
    def safety_campaigns(self) -> SafetyCampaigns:
        """Rounds of safety and flood checks in a division, and the estates checked."""
        return SafetyCampaigns(
            self,
            "safety-campaigns/",
            key="id",
        )

    @property
    def hazards(self) -> Hazards:
        """Hazards found at estates, by when they are to be removed, and whether they are."""
        return Hazards(
            self,
            "hazards/",
            key="number",
            own=(
                "number", "estate", "kind", "severity", "state", "place", "words", "found_on", "fix_by",
                "fixed_on", "fixed_how", "checked_on", "remark",
            ),
        )

    @property
    def board_items(self) -> Resource:
        """What has to hang on disclosure boards, how often and by when. Kept by the bureau."""
        return Resource(
            self,
            "board-items/",
            key="code",
            own=(
                "code", "name", "name_en", "content", "every_months", "due_days", "only_where", "counts_as",
                "article", "from_on", "until_on",
            ),
        )

    @property
    def board_entries(self) -> BoardEntries:
        """What hangs on the boards of estates, since when, and what is left out."""
        return BoardEntries(
            self,
            "board-entries/",
            key="id",
            own=(
                "id", "estate", "item", "from_on", "until_on", "due_on", "state", "posted_on",
                "hangs_until_on", "reported_at", "checked_on", "lacks",
            ),
        )

    @property
    def board_faults(self) -> BoardFaults:
        """Faults of disclosure boards: found by night or by officers, checked, decided."""
        return BoardFaults(
            self,
            "board-faults/",
            key="number",
            own=(
                "number", "estate", "kind", "state", "happened_on", "reported_at", "checked_at",
                "put_right_by", "decided_at", "revoked_at",
            ),
        )

    @property
    def board_objections(self) -> BoardObjections:
        """What residents object to on disclosure boards, and the answers. Never who objected."""
        return BoardObjections(
            self,
            "board-objections/",
            key="number",
            own=(
                "number", "estate", "kind", "state", "filed_at", "due_on", "answer", "answered_at",
                "set_aside_reason",
            ),
        )

    @property
    def basic_services(self) -> BasicServices:
        """Basic service of estates without a company: mode, grade and price set on site."""
        return BasicServices(
            self,
            "basic-services/",
            key="number",
            own=(
                "number", "estate", "state", "mode", "grade", "provider", "price_fen", "unit", "proposed_on",
                "checked_on", "drc", "bureau", "found", "document", "from_on", "until_on", "end_reason",
            ),
        )

    @property
    def deliveries(self) -> Deliveries:
        """Whether new homes may be handed over: eight conditions, and the confirmation."""
        return Deliveries(
            self,
            "deliveries/",
            key="number",
            own=(
                "number", "estate", "phase", "developer", "homes", "floor_area_m2", "service_rooms_m2",
                "committee_room_m2", "state", "applied_on", "handover_on", "confirmed_on", "remark",
            ),
        )

    @property
    def takeovers(self) -> Takeovers:
        """Inspections at hand-over: witnesses, papers, defects and their days."""
        return Takeovers(
            self,
            "takeovers/",
            key="number",
            own=(
                "number", "estate", "enterprise", "kind", "hands_over", "state", "handover_on",
                "papers_due_on", "inspect_by", "inspected_on", "post_by", "posted_on", "finished_on",
                "file_by", "filed_on",
            ),
        )

    @property
    def complaints(self) -> Complaints:
        """What residents say, and what became of it. The same verbs as at the desks."""
        return Complaints(
            self,
            "complaints/",
            key="number",
            own=(
                "number", "estate", "region", "topic", "kind", "channel", "filed_at", "hotline_number",
                "state", "state_since", "handler", "enterprise", "body", "hand_offs", "owner_named", "level",
                "is_urgent", "due_at", "accept_due_at", "contact_due_at", "answer_due_at", "review_due_at",
                "verdict_due_at", "accepted_at", "dispatched_at", "contacted_at", "answered_at",
                "reviewed_at", "closed_at", "reopened_at", "claims_solved", "extension", "extension_workdays",
                "joined_to", "households", "is_joint", "false_answers", "outcome", "refusal", "flood",
                "version",
            ),
        )

    @property
    def topics(self) -> Resource:
        """What complaints may be about. Kept by the bureau."""
        return Resource(
            self,
            "topics/",
            key="code",
        )

    @property
    def bodies(self) -> Resource:
        """Other bodies to which a matter may belong. Kept by the bureau."""
        return Resource(
            self,
            "bodies/",
            key="code",
        )

    @property
    def refusal_reasons(self) -> Resource:
        """Published reasons not to accept a complaint. Kept by the bureau."""
        return Resource(
            self,
            "refusal-reasons/",
            key="code",
        )

    @property
    def mediations(self) -> Resource:
        """How far mediations are; who is at odds stays in their sealed files. Conducted at the desks."""
        return Resource(
            self,
            "mediations/",
            key="number",
        )

    @property
    def service_standards(self) -> Resource:
        """What each level of service promises, edition by edition. Laid down by the bureau."""
        return Resource(
            self,
            "service-standards/",
            key="id",
        )

    @property
    def estate_levels(self) -> Resource:
        """Which level each estate was found to have on site, by whom and when."""
        return Resource(
            self,
            "estate-levels/",
            key="id",
            own=(
                "id", "estate", "level", "from_on", "until_on", "verified_on", "verified_by", "note",
            ),
        )

    @property
    def guide_prices(self) -> GuidePrices:
        """Government guide prices: base, float, document. By the price authority with the bureau."""
        return GuidePrices(
            self,
            "guide-prices/",
            key="id",
            own=(
                "id", "region", "level", "building_kind", "lift", "base_fen", "lift_extra_fen",
                "no_lift_less_fen", "float_up_percent", "float_down_percent", "valid_from", "valid_until",
                "review_due_on", "document", "issuers", "is_example",
            ),
        )

    @property
    def price_indices(self) -> Resource:
        """Indices of wages, consumer prices and energy. From the statistical office."""
        return Resource(
            self,
            "price-indices/",
            key="id",
        )

    @property
    def price_proposals(self) -> Resource:
        """What a price would be by the indices of a year. It binds nobody."""
        return Resource(
            self,
            "price-proposals/",
            key="id",
        )

    @property
    def fee_filings(self) -> FeeFilings:
        """What companies file to charge, from the draft to the district's answer."""
        return FeeFilings(
            self,
            "fee-filings/",
            key="number",
            own=(
                "number", "estate", "contract", "state", "charge_way", "decided_by", "matter", "approval",
                "level", "from_on", "until_on", "posted_from_on", "posted_until_on",
                "vacancy_reduction_percent", "prepay_months_most", "filed_on", "answered_on", "answer",
            ),
        )

    @property
    def findings(self) -> Findings:
        """What is odd about fees and money: found by night or by officers, heard, checked, decided."""
        return Findings(
            self,
            "findings/",
            key="number",
        )

    @property
    def fee_collections(self) -> FeeCollections:
        """How much of the fees is paid, as counts and sums. Reported by companies."""
        return FeeCollections(
            self,
            "fee-collections/",
            key="id",
        )

    @property
    def arrears_referrals(self) -> ArrearsReferrals:
        """Referrals of malicious arrears in due process, without who they are about."""
        return ArrearsReferrals(
            self,
            "arrears-referrals/",
            key="number",
        )

    @property
    def fund_blocks(self) -> FundBlocks:
        """The maintenance fund by building: first deposit, balance, bank. Sums of its entries."""
        return FundBlocks(
            self,
            "fund-blocks/",
            key="id",
            own=(
                "id", "estate", "building", "bank", "bank_account", "first_deposit_fen", "balance_fen",
                "as_of_on", "closed_until",
            ),
        )

    @property
    def fund_accounts(self) -> Resource:
        """The maintenance fund by home, without names."""
        return Resource(
            self,
            "fund-accounts/",
            key="number",
        )

    @property
    def fund_entries(self) -> Resource:
        """The ledger of the maintenance fund. Entries are added, never changed."""
        return Resource(
            self,
            "fund-entries/",
            key="id",
        )

    @property
    def fund_periods(self) -> Resource:
        """Closed periods of the maintenance fund: each opens where the one before closed."""
        return Resource(
            self,
            "fund-periods/",
            key="id",
            own=(
                "id", "block", "from_on", "until_on", "opening_fen", "taken_over_fen", "deposits_fen",
                "top_ups_fen", "interest_fen", "revenue_fen", "uses_fen", "corrections_fen", "closing_fen",
                "closed_at",
            ),
        )

    @property
    def fund_calls(self) -> FundCalls:
        """Calls to top up the maintenance fund, where less than the city's part is left."""
        return FundCalls(
            self,
            "fund-calls/",
            key="number",
            own=(
                "number", "estate", "block", "state", "called_on", "due_on", "first_deposit_fen",
                "balance_fen", "sum_fen", "ended_on",
            ),
        )

    @property
    def bank_statements(self) -> BankStatements:
        """Bank statements of the maintenance fund, reconciled with the ledger line by line."""
        return BankStatements(
            self,
            "bank-statements/",
            key="number",
            own=(
                "number", "estate", "block", "state", "from_on", "until_on", "opening_fen", "closing_fen",
                "ledger_fen", "taken_in_at", "reconciled_at",
            ),
        )

    @property
    def fund_uses(self) -> FundUses:
        """Uses of the maintenance fund: proposal, quotes, vote, approval, bill, shares, payment."""
        return FundUses(
            self,
            "fund-uses/",
            key="number",
        )

    @property
    def revenue_contracts(self) -> RevenueContracts:
        """What is paid for the use of shared parts. Registered by whoever manages the estate."""
        return RevenueContracts(
            self,
            "revenue-contracts/",
            key="number",
        )

    @property
    def revenue_reports(self) -> RevenueReports:
        """Public revenue by period: owed, posted, corrected. Reported by whoever manages the estate."""
        return RevenueReports(
            self,
            "revenue-reports/",
            key="number",
        )

    @property
    def revenue_audits(self) -> RevenueAudits:
        """Audits of public revenue, drawn at random or asked for, and what they found."""
        return RevenueAudits(
            self,
            "revenue-audits/",
            key="number",
        )

    @property
    def revenue_demands(self) -> RevenueDemands:
        """Owners who want an account audited, counted by heads and area until they are enough."""
        return RevenueDemands(
            self,
            "revenue-demands/",
            key="number",
        )

    @property
    def revenue_draws(self) -> Resource:
        """How sample audits were drawn: seed, list and share, so that anybody can draw again."""
        return Resource(
            self,
            "revenue-draws/",
            key="number",
        )

    @property
    def evidence(self) -> Evidence:
        """The ledger of records that make the grades. Records are added, never changed; verbs end them."""
        return Evidence(
            self,
            "evidence/",
            key="id",
            own=(
                "id", "number", "item", "enterprise", "estate", "manager", "level", "points", "matter",
                "fact", "occurred_on", "decided_on", "effective_on", "expires_on", "source", "document",
                "recorded_at", "steps",
            ),
        )

    @property
    def rulebooks(self) -> Rulebooks:
        """By which rules grades are made: items, points, bands, articles."""
        return Rulebooks(
            self,
            "rulebooks/",
            key="id",
            own=(
                "id", "code", "version", "title", "source", "state", "effective_from", "combine",
                "base_points", "floor_points", "roll_up", "new_months", "why", "published_at",
            ),
        )

    @property
    def rulebook_items(self) -> Resource:
        """The items of rulebooks, with their points, validity and caps; drafts are worked on here."""
        return Resource(
            self,
            "rulebook-items/",
            key="id",
        )

    @property
    def grades(self) -> Grades:
        """The grades of companies, each with the lines that add up to its score. Made by the nights."""
        return Grades(
            self,
            "grades/",
            key="id",
            own=(
                "id", "enterprise", "county", "grade", "score", "is_vetoed", "from_on", "until_on", "run",
                "rulebook",
            ),
        )

    @property
    def quality_gaps(self) -> Resource:
        """What the data of estates lack, and until when it is to be put right. Found every morning."""
        return Resource(
            self,
            "quality-gaps/",
            key="id",
        )

    @property
    def runs(self) -> Runs:
        """The nightly runs that make the grades, what each did and whom it moved."""
        return Runs(
            self,
            "runs/",
            key="id",
            own=(
                "id", "on", "state", "stage", "kind", "by", "started_at", "resumed_at", "ended_at",
                "rulebook", "is_full", "record_count", "new_record_count", "enterprise_count",
                "touched_count", "judged_count", "carried_count", "up_count", "down_count", "moved_count",
                "first_count", "score_only_count", "same_count", "stage_seconds", "digest", "checked_at",
                "checked_same", "error",
            ),
        )

    @property
    def webhooks(self) -> Webhooks:
        """Addresses that the portal calls when something changes, and what became of each call."""
        return Webhooks(
            self,
            "webhooks/",
            key="id",
        )

    @property
    def imports(self) -> Imports:
        """Files that fill the registers: dry run, faults row by row, then the import itself."""
        return Imports(
            self,
            "imports/",
            key="id",
        )

    @property
    def tokens(self) -> Tokens:
        """Keys of programs: issued, rotated, revoked."""
        return Tokens(
            self,
            "tokens/",
            key="id",
        )

    def by_kind(self) -> dict[str, Resource]:
        """Each kind of thing that the change feed tells of, and its resource."""
        return {
            "region": self.regions,
            "estate": self.estates,
            "building": self.buildings,
            "enterprise": self.enterprises,
            "manager": self.managers,
            "contract": self.contracts,
            "home": self.homes,
            "owner": self.owners,
            "vote": self.votes,
            "committee": self.committees,
            "committee-member": self.committee_members,
            "formation": self.formations,
            "filing": self.filings,
            "equipment": self.equipment,
            "renovation": self.renovations,
            "hazard": self.hazards,
            "board-item": self.board_items,
            "board-entry": self.board_entries,
            "board-fault": self.board_faults,
            "board-objection": self.board_objections,
            "basic-service": self.basic_services,
            "home-delivery": self.deliveries,
            "takeover": self.takeovers,
            "complaint": self.complaints,
            "estate-level": self.estate_levels,
            "guide-price": self.guide_prices,
            "fee-filing": self.fee_filings,
            "fund-block": self.fund_blocks,
            "fund-period": self.fund_periods,
            "fund-call": self.fund_calls,
            "bank-statement": self.bank_statements,
            "evidence": self.evidence,
            "rulebook": self.rulebooks,
            "grade": self.grades,
            "run": self.runs,
        }
