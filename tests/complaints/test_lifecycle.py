"""Every verb in every state by everybody, against a table that was written by hand."""

from dataclasses import dataclass

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from complaints.actions import answering, handling, joining, residents
from complaints.lifecycle import COMPLAINT
from complaints.models import Complaint, Handler, RefusalReason, State
from tests.factories.complaints import FILED, Road, a_complaint

OFFICERS = "street district bureau"
HANDLERS = "company"
NOBODY_ELSE = "auditor system inspector neighbour"
"""Who reads at most, and an officer of the next district."""

TABLE = f"""
accept           | filed supplement                                                         | {OFFICERS}
refuse           | filed supplement accepted                                                | {OFFICERS}
ask              | filed accepted                                                           | {OFFICERS}
dispatch         | accepted                                                                 | {OFFICERS}
redispatch       | dispatched contacted                                                     | {OFFICERS}
name_owner       | accepted dispatched contacted                                            | bureau
contact          | dispatched                                                               | {HANDLERS}
answer           | dispatched contacted                                                     | {HANDLERS}
ask_extension    | dispatched contacted                                                     | {HANDLERS}
hand_back        | dispatched                                                               | {HANDLERS}
grant_extension  | -                                                                        | {OFFICERS}
refuse_extension | -                                                                        | {OFFICERS}
review           | answered                                                                 | {OFFICERS}
return_answer    | answered                                                                 | {OFFICERS}
find_false       | denied                                                                   | {OFFICERS}
find_solved      | denied                                                                   | {OFFICERS}
find_unfounded   | answered denied                                                          | {OFFICERS}
join             | filed supplement accepted dispatched contacted                           | {OFFICERS}
part             | joined                                                                   | {OFFICERS}
escalate         | filed accepted dispatched contacted answered denied                      | {OFFICERS}
close            | -                                                                        | portal
supplement       | filed supplement accepted dispatched contacted answered reviewed denied joined | resident
confirm          | reviewed                                                                 | resident
deny             | reviewed                                                                 | resident
withdraw         | filed supplement accepted dispatched contacted answered reviewed denied joined | resident
reopen           | closed                                                                   | resident
rate             | closed                                                                   | resident
"""
"""verb | states in which it is open | who may. `-`: only after something else (an extension asked for, days gone)."""

CALLS = {
    "accept": lambda c, by, at, x: handling.accept(c, by=by, at=at),
    "refuse": lambda c, by, at, x: handling.refuse(c, reason=x.reason, by=by, at=at),
    "ask": lambda c, by, at, x: handling.ask(c, text="哪个单元?", by=by, at=at),
    "dispatch": lambda c, by, at, x: handling.dispatch(c, **x.company, by=by, at=at),
    "redispatch": lambda c, by, at, x: handling.redispatch(c, **x.company, note="派错了", by=by, at=at),
    "name_owner": lambda c, by, at, x: handling.name_owner(c, **x.company, note="由它办", by=by, at=at),
    "contact": lambda c, by, at, x: answering.contact(c, by=by, at=at),
    "answer": lambda c, by, at, x: answering.answer(c, text="约了师傅", solved=False, by=by, at=at),
    "ask_extension": lambda c, by, at, x: answering.ask_extension(c, workdays=2, reason="等配件", by=by, at=at),
    "hand_back": lambda c, by, at, x: answering.hand_back(c, reason="不归我们", by=by, at=at),
    "grant_extension": lambda c, by, at, x: handling.grant_extension(c, by=by, at=at),
    "refuse_extension": lambda c, by, at, x: handling.refuse_extension(c, note="不必", by=by, at=at),
    "review": lambda c, by, at, x: handling.review(c, by=by, at=at),
    "return_answer": lambda c, by, at, x: handling.return_answer(c, note="没说何时修", by=by, at=at),
    "find_false": lambda c, by, at, x: handling.find_false(c, text="仍然停运", by=by, at=at),
    "find_solved": lambda c, by, at, x: handling.find_solved(c, text="运行正常", by=by, at=at),
    "find_unfounded": lambda c, by, at, x: handling.find_unfounded(c, text="没有此事", by=by, at=at),
    "join": lambda c, by, at, x: joining.join(c, to=x.lead, by=by, at=at),
    "part": lambda c, by, at, x: joining.part(c, reason="不是一回事", by=by, at=at),
    "escalate": lambda c, by, at, x: handling.escalate(c, why="影响面大", by=by, at=at),
    "close": lambda c, by, at, x: handling.close(c, by=by, at=at),
    "supplement": lambda c, by, at, x: residents.supplement(c, text="是 2 单元", at=at),
    "confirm": lambda c, by, at, x: residents.confirm(c, at=at),
    "deny": lambda c, by, at, x: residents.deny(c, text="又停了", at=at),
    "withdraw": lambda c, by, at, x: residents.withdraw(c, at=at),
    "reopen": lambda c, by, at, x: residents.reopen(c, text="又停了", at=at),
    "rate": lambda c, by, at, x: residents.rate(c, service=4, result=5, at=at),
}
PEOPLE = [*OFFICERS.split(), *HANDLERS.split(), *NOBODY_ELSE.split()]
NOBODYS = {"close", "supplement", "confirm", "deny", "withdraw", "reopen", "rate"}
"""Verbs that no login has: the portal's own, and those of whoever holds number and secret."""


@dataclass
class Around:
    """What the calls need beside the complaint."""

    lead: Complaint
    reason: RefusalReason
    company: dict


def rows() -> dict[str, tuple[set[str], set[str]]]:
    """By verb: the states in which it is open, and who may."""
    found = {}
    for line in TABLE.strip().splitlines():
        verb, states, who = (part.strip() for part in line.split("|"))
        found[verb] = (set(states.split()) - {"-"}, set(who.split()))
    return found


def went_through(call) -> bool:
    """Whether a call did something; whatever it did is undone."""
    try:
        with transaction.atomic():
            call()
            raise Undone
    except Undone:
        return True
    except (NotNow, NotAllowed, Complaint.DoesNotExist):
        return False


class Undone(Exception):
    pass


def brought_to(state: State, road: Road, estate) -> Complaint:
    complaint = a_complaint(estate)
    if state == State.JOINED:
        lead = a_complaint(estate)
        return joining.join(complaint, to=road.to(lead, State.REVIEWED), by=road.officer, at=road.later())
    return road.to(complaint, state)


class TestTheTable:
    def test_names_every_verb(self):
        assert set(rows()) == set(COMPLAINT) == set(CALLS)

    @pytest.mark.parametrize("state", State.values)
    def test_is_what_everybody_finds_in_this_state(self, state, road, estate, enterprise, people):
        complaint = brought_to(State(state), road, estate)
        around = Around(
            a_complaint(estate), RefusalReason.objects.get(code="secret"),
            {"handler": Handler.COMPANY, "enterprise": enterprise},
        )  # fmt: skip
        asked = {name: people[name] for name in PEOPLE}
        asked["street"] = road.other if state == State.DENIED else people["street"]
        at = road.later()
        found, wanted = set(), set()
        for verb, (states, who) in rows().items():
            if verb in NOBODYS:
                fresh = Complaint.objects.get(pk=complaint.pk)
                if went_through(lambda verb=verb, fresh=fresh: CALLS[verb](fresh, None, at, around)):
                    found.add((verb, "resident"))
                if state in states:
                    wanted.add((verb, "resident"))
                continue
            for name, person in asked.items():
                fresh = Complaint.objects.get(pk=complaint.pk)
                call = CALLS[verb]
                if went_through(lambda call=call, fresh=fresh, person=person: call(fresh, person, at, around)):
                    found.add((verb, name))
                if state in states and name in who:
                    wanted.add((verb, name))
        if state == State.JOINED:
            wanted |= {("confirm", "resident"), ("deny", "resident")}
        assert found == wanted


class TestWhoIsTold:
    @pytest.mark.parametrize(
        ("call", "field"),
        [
            (lambda c, by: handling.ask(c, text=" ", by=by, at=FILED), "text"),
            (lambda c, by: handling.escalate(c, why="", by=by, at=FILED), "why"),
        ],
    )
    def test_what_is_missing(self, call, field, complaint, people):
        with pytest.raises(ValidationError) as fault:
            call(complaint, people["street"])
        assert list(fault.value.message_dict) == [field]
