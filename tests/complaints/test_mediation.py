"""Mediation: three levels, parties, sittings, a month and thirty days, an agreement, the court."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from committees.models import MediationCommittee
from complaints.actions import handling
from complaints.mediation import actions
from complaints.mediation.actions import NewParty
from complaints.mediation.lifecycle import MEDIATION
from complaints.models import Complaint, Mediation, MediationState, Party, Sitting, State
from tests.factories.places import an_estate

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 17)
TEXT = "王秀兰与青禾物业约定：十二月一日前修好电梯，逾期每日减免物业费一百元。"
OPEN = {
    "applied": {"take_on", "refuse", "add_party", "end"},
    "running": {"add_party", "sit", "extend", "agree", "fail", "end"},
    "refused": {"go_on"},
    "agreed": {"confirm"},
    "failed": {"go_on"},
    "ended": set(),
}
"""Written by hand: what may be done in each state."""


def a_committee(level: str, region: str, **values) -> MediationCommittee:
    return MediationCommittee.objects.create(
        **{
            "name": f"{region} {level}", "level": level, "region_id": region, "member_count": 5,
            "chosen_on": date(2025, 1, 1), **values,
        }
    )  # fmt: skip


@pytest.fixture
def committees(rules) -> dict[str, MediationCommittee]:
    places = {"community": "130102001001", "street": "130102001000", "district": "130102000000"}
    return {level: a_committee(level, region) for level, region in places.items()}


@pytest.fixture
def parties(enterprise) -> list[NewParty]:
    return [NewParty("applicant", None, "王秀兰", "13800000021"), NewParty("opponent", enterprise)]


@pytest.fixture
def mediation(committees, parties, estate, complaint, people) -> Mediation:
    return actions.apply(
        estate=estate, committee=committees["community"], subject="电梯停运期间的物业费", parties=parties,
        complaint=complaint, by=people["street"], at=AT,
    )  # fmt: skip


@pytest.fixture
def running(mediation, people) -> Mediation:
    return actions.take_on(mediation, mediator="李主任", by=people["street"], at=AT)


@pytest.fixture
def agreed(running, people) -> Mediation:
    return actions.agree(running, text=TEXT, effective_on=TODAY, by=people["street"], at=AT)


@pytest.fixture
def desk(people, rules, settings):
    def browser(name: str) -> Client:
        made = Client()
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        made.force_login(people[name])
        return made

    return browser


def test_every_verb_is_open_where_the_table_says():
    assert {state: {verb for verb, move in MEDIATION.items() if state in move.open_in} for state in OPEN} == OPEN


class TestApplying:
    def test_keeps_names_and_phones_sealed(self, mediation):
        person = mediation.parties.get(side="applicant")
        assert "王秀兰" not in person.sealed_name
        assert (person.name, person.phone, person.masked_name) == ("王秀兰", "13800000021", "王**")

    def test_names_a_company_by_its_record(self, mediation, enterprise):
        assert mediation.parties.get(side="opponent").name == enterprise.name

    @pytest.mark.parametrize("missing", ["applicant", "opponent"])
    def test_needs_both_sides(self, committees, parties, estate, people, missing):
        with pytest.raises(ValidationError) as refusal:
            actions.apply(
                estate=estate, committee=committees["street"], subject="停车", by=people["street"], at=AT,
                parties=[party for party in parties if party.side != missing],
            )  # fmt: skip
        assert "parties" in refusal.value.message_dict

    def test_goes_to_a_committee_of_the_place(self, rules, parties, estate, people):
        elsewhere = a_committee("street", "130108001000")
        with pytest.raises(ValidationError) as refusal:
            actions.apply(
                estate=estate, committee=elsewhere, subject="停车", parties=parties, by=people["bureau"], at=AT
            )
        assert "committee" in refusal.value.message_dict

    def test_is_refused_for_an_estate_elsewhere(self, committees, parties, people):
        with pytest.raises(NotAllowed):
            actions.apply(
                estate=an_estate("130108001000"), committee=committees["street"], subject="停车", parties=parties,
                by=people["street"], at=AT,
            )  # fmt: skip

    def test_takes_one_open_mediation_for_a_complaint(self, mediation, committees, parties, estate, complaint, people):
        with pytest.raises(ValidationError) as refusal:
            actions.apply(
                estate=estate, committee=committees["street"], subject="再来一次", parties=parties,
                complaint=complaint, by=people["street"], at=AT,
            )  # fmt: skip
        assert "complaint" in refusal.value.message_dict


class TestTime:
    def test_is_a_month_from_the_day_it_is_taken_on(self, running):
        assert (running.state, running.taken_on, running.due_on) == ("running", TODAY, date(2026, 12, 17))

    def test_is_extended_once_by_thirty_days_at_most(self, running, people):
        with pytest.raises(ValidationError):
            actions.extend(running, days=31, consent=True, by=people["street"], at=AT)
        held = actions.extend(running, days=30, consent=True, by=people["street"], at=AT)
        assert held.due_on == date(2027, 1, 16)
        with pytest.raises(NotNow):
            actions.extend(running, days=1, consent=True, by=people["street"], at=AT)

    def test_is_extended_with_both_parties_consent_only(self, running, people):
        with pytest.raises(ValidationError) as refusal:
            actions.extend(running, days=10, consent=False, by=people["street"], at=AT)
        assert "consent" in refusal.value.message_dict

    def test_that_has_run_out_is_found(self, running):
        assert not Mediation.objects.overdue(on=date(2026, 12, 17)).exists()
        assert Mediation.objects.overdue(on=date(2026, 12, 18)).exists()


class TestSittings:
    def test_are_noted_after_they_were_held(self, running, people):
        with pytest.raises(ValidationError) as refusal:
            actions.sit(running, held_at=AT + timedelta(hours=1), place="居委会", record="", by=people["street"], at=AT)
        assert "held_at" in refusal.value.message_dict

    def test_keep_what_was_said_sealed(self, running, people):
        later = AT + timedelta(days=1)
        actions.sit(running, held_at=AT, place="居委会", record="王秀兰说……", by=people["street"], at=later)
        sitting = Sitting.objects.get()
        assert "王秀兰" not in sitting.sealed_record
        assert sitting.record == "王秀兰说……"


class TestAgreement:
    def test_is_sealed_and_opens_the_way_to_the_court(self, agreed):
        agreed.refresh_from_db()
        assert "王秀兰" not in agreed.sealed_agreement
        assert agreed.agreement == TEXT
        assert agreed.court_until_on == date(2026, 12, 17)

    def test_does_not_take_effect_in_the_future(self, running, people):
        with pytest.raises(ValidationError):
            actions.agree(running, text=TEXT, effective_on=TODAY + timedelta(days=1), by=people["street"], at=AT)

    def test_is_confirmed_by_the_court_once(self, agreed, people):
        later = AT + timedelta(days=20)
        with pytest.raises(ValidationError):
            actions.confirm(
                agreed, court="长安区人民法院", confirmed_on=date(2026, 11, 16), by=people["street"], at=later
            )
        held = actions.confirm(
            agreed, court="长安区人民法院", confirmed_on=date(2026, 12, 1), by=people["street"], at=later
        )
        assert held.confirmed_on == date(2026, 12, 1)
        with pytest.raises(NotNow):
            actions.confirm(
                agreed, court="长安区人民法院", confirmed_on=date(2026, 12, 2), by=people["street"], at=later
            )


class TestGoingOn:
    def test_takes_what_failed_one_level_higher_with_its_parties(self, running, committees, people):
        actions.fail(running, reason="意见相差太大", by=people["street"], at=AT)
        following = actions.go_on(running, committee=committees["street"], by=people["street"], at=AT)
        assert (following.state, following.came_from) == ("applied", running)
        assert sorted(party.name for party in following.parties.all()) == sorted(
            party.name for party in running.parties.all()
        )
        with pytest.raises(NotNow):
            actions.go_on(running, committee=committees["street"], by=people["street"], at=AT)

    @pytest.mark.parametrize("level", ["community", "district"])
    def test_goes_one_level_and_no_more(self, running, committees, people, level):
        actions.fail(running, reason="意见相差太大", by=people["street"], at=AT)
        with pytest.raises(ValidationError):
            actions.go_on(running, committee=committees[level], by=people["bureau"], at=AT)


class TestComplaint:
    def test_is_not_held_up(self, running, complaint, road):
        road.to(complaint, State.CLOSED)
        assert Mediation.objects.get(pk=running.pk).state == MediationState.RUNNING

    def test_may_be_answered_and_the_parties_may_sue_at_any_time(self, running, complaint, people):
        handling.accept(complaint, by=people["street"], at=AT)
        held = actions.end(running, reason="业主向法院起诉", by=people["street"], at=AT)
        assert held.state == MediationState.ENDED
        assert Complaint.objects.get(pk=complaint.pk).state == State.ACCEPTED


class TestWhoMay:
    @pytest.mark.parametrize("name", ["company", "auditor", "inspector", "system"])
    def test_others_may_not(self, mediation, people, name):
        with pytest.raises(NotAllowed):
            actions.take_on(mediation, mediator="李主任", by=people[name], at=AT)

    def test_nor_a_neighbour(self, mediation, people):
        with pytest.raises(Mediation.DoesNotExist):
            actions.take_on(mediation, mediator="李主任", by=people["neighbour"], at=AT)

    def test_two_at_once_take_on_once(self, mediation, people):
        actions.take_on(mediation, mediator="李主任", by=people["street"], at=AT)
        with pytest.raises(NotNow):
            actions.take_on(mediation, mediator="张主任", by=people["street"], at=AT)


class TestDatabase:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"state": "running"}, "running_mediation_has_its_term"),
            ({"state": "agreed"}, "agreed_mediation_has_its_agreement"),
        ],
    )
    def test_has_the_last_word(self, mediation, change, constraint):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Mediation.objects.filter(pk=mediation.pk).update(**change)

    def test_refuses_a_committee_of_two(self, rules):
        with pytest.raises(IntegrityError, match="three_to_nine"), transaction.atomic():
            a_committee("street", "130102001000", member_count=2)

    def test_refuses_a_party_without_a_name(self, mediation):
        with pytest.raises(IntegrityError, match="party_is_a_company_or_has_a_name"), transaction.atomic():
            Party.objects.create(mediation=mediation, side="applicant")


class TestDesk:
    def form(self, estate, committees, enterprise, **values) -> dict:
        return {
            "estate": estate.pk, "committee": committees["community"].pk, "subject": "停车费",
            "applicant_name": "王秀兰", "applicant_phone": "13800000021", "opponent_uscc": enterprise.uscc, **values,
        }  # fmt: skip

    def test_opens_a_mediation(self, desk, estate, committees, enterprise):
        url = reverse("admin:complaints_mediation_add")
        page = desk("street").post(url, self.form(estate, committees, enterprise), follow=True).content.decode()
        mediation = Mediation.objects.get()
        assert mediation.number in page
        assert mediation.parties.count() == 2

    @pytest.mark.parametrize(
        ("values", "sentence"),
        [
            ({"opponent_uscc": ""}, "Name who applied and the other side."),
            ({"opponent_uscc": "91130100MA0ABC01XX"}, "No company has this credit code."),
        ],
    )
    def test_says_what_is_wrong(self, desk, estate, committees, enterprise, values, sentence):
        url = reverse("admin:complaints_mediation_add")
        page = desk("street").post(url, self.form(estate, committees, enterprise, **values)).content.decode()
        assert sentence in page
        assert not Mediation.objects.exists()

    def test_page_shows_parties_masked(self, desk, running):
        page = desk("street").get(reverse("admin:complaints_mediation_change", args=[running.pk])).content.decode()
        assert "王**" in page
        assert "王秀兰" not in page

    def test_file_opens_with_a_line_in_the_audit_log(self, desk, agreed):
        url = reverse("admin:complaints_mediation_file", args=[agreed.pk])
        browser = desk("street")
        assert TEXT not in browser.get(url).content.decode()
        assert not AuditEntry.objects.filter(verb="look_at_mediation").exists()
        page = browser.post(url).content.decode()
        assert TEXT in page
        assert "13800000021" in page
        assert AuditEntry.objects.get(verb="look_at_mediation").who == "street"

    @pytest.mark.parametrize("name", ["file", "take-on", "sit", "agree"])
    def test_is_closed_to_strangers(self, desk, mediation, name):
        url = reverse(f"admin:complaints_mediation_{name}", args=[mediation.pk])
        assert desk("neighbour").post(url, {}).status_code == 404
        assert desk("company").post(url, {}).status_code == 403

    def test_leads_along_the_whole_road(self, desk, mediation):
        browser = desk("street")
        day = f"{mediation.applied_on:%Y-%m-%d}"

        def press(name: str, /, **form) -> str:
            url = reverse(f"admin:complaints_mediation_{name}", args=[mediation.pk])
            assert browser.get(url).status_code == 200
            return browser.post(url, form, follow=True).content.decode()

        press("take-on", mediator="李主任")
        mediation.refresh_from_db()
        press("sit", on=f"{mediation.taken_on:%Y-%m-%d}", clock="00:00", place="居委会", record="王秀兰说……")
        press("add-party", side="applicant", name="赵铁柱")
        press("extend", days="10", consent="on")
        press("agree", text=TEXT, effective_on=f"{mediation.taken_on:%Y-%m-%d}")
        page = press("confirm", court="长安区人民法院", confirmed_on=f"{mediation.taken_on:%Y-%m-%d}")
        assert "长安区人民法院" in page
        assert day in page
        mediation.refresh_from_db()
        assert (mediation.state, mediation.extended_days, mediation.parties.count()) == ("agreed", 10, 3)

    def test_list_hides_what_is_elsewhere(self, desk, mediation):
        url = reverse("admin:complaints_mediation_changelist")
        assert mediation.number in desk("street").get(url).content.decode()
        assert mediation.number not in desk("neighbour").get(url).content.decode()

    def test_keeps_a_committee(self, desk, rules):
        url = reverse("admin:committees_mediationcommittee_add")
        form = {
            "name": "建明社区人民调解委员会", "level": "community", "region": "130102001001", "phone": "0311-88880001",
            "member_count": "5", "chosen_on": "2026-01-01", "is_active": "on",
        }  # fmt: skip
        desk("street").post(url, form)
        assert MediationCommittee.objects.get().member_count == 5
        page = desk("street").post(url, {**form, "name": "二", "member_count": "2"}).content.decode()
        assert MediationCommittee.objects.count() == 1
        assert "3" in page


def test_audit_log_tells_nothing_about_persons(agreed):
    lines = " ".join(str((line.before, line.after, line.label, line.why)) for line in AuditEntry.objects.all())
    for hidden in ("王秀兰", "13800000021", TEXT):
        assert hidden not in lines


class TestApi:
    def test_tells_how_far_it_is_and_nothing_about_persons(self, agreed, client_of):
        answer = client_of("street").get(f"/api/v1/mediations/{agreed.number}/")
        told = answer.json()
        assert (told["state"], told["level"], told["complaint"]) == ("agreed", "community", agreed.complaint.number)
        assert told["court_until_on"] == "2026-12-17"
        for hidden in ("王秀兰", "13800000021", "李主任", TEXT, agreed.subject):
            assert hidden not in answer.content.decode()

    def test_finds_those_whose_time_has_run_out(self, running, client_of):
        Mediation.objects.update(taken_on=date(2026, 1, 1), due_on=date(2026, 1, 31))
        found = client_of("street").get("/api/v1/mediations/?overdue=true").json()
        assert [each["number"] for each in found["results"]] == [running.number]
        assert client_of("street").get("/api/v1/mediations/?overdue=false").json()["results"] == []

    def test_is_closed_to_companies(self, running, client_of):
        assert client_of("company").get("/api/v1/mediations/").status_code == 403
