"""Who is told what, when, and what happens when it cannot be sent."""

import smtplib
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from accounts import ports
from accounts.models import AuditEntry
from complaints import notices
from complaints.actions import handling
from complaints.models import (
    Body,
    Channel,
    Complaint,
    Handler,
    Notice,
    NoticeAddress,
    NoticeState,
    NoticeTemplate,
    State,
)
from complaints.notices import sending, waking
from complaints.notices.quiet import goes_out_from
from complaints.terms import terms
from tests.complaints.gateways import Gateway
from tests.conftest import TODAY
from tests.factories.complaints import FILED, a_complaint

PHONE = "13800000021"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@pytest.fixture
def gateway(settings) -> Gateway:
    """Carries text messages in the suite, and notes them."""
    ports._adapter.cache_clear()
    settings.NOTICE_WAYS = {**settings.NOTICE_WAYS, "sms": "tests.complaints.gateways.Gateway"}
    made = ports.adapter("sms")
    assert isinstance(made, Gateway)
    yield made
    ports._adapter.cache_clear()


@pytest.fixture
def reviewed(complaint, road) -> Complaint:
    return road.to(complaint, State.REVIEWED)


def told(audience: str) -> list[str]:
    return list(Notice.objects.filter(audience=audience).order_by("id").values_list("event", flat=True))


def send(at: datetime) -> int:
    return sending.send_due(lambda: at)


class TestWhoIsTold:
    def test_resident_hears_what_matters_and_no_more(self, reviewed):
        """Filing was shown on the page, and who was dispatched to them speaks for itself."""
        assert told("resident") == ["dispatch", "review"]

    def test_caller_hears_the_number(self, estate):
        complaint = a_complaint(estate)
        Complaint.objects.filter(pk=complaint.pk).update(channel=Channel.CLERK)
        notices.tell(Complaint.objects.get(pk=complaint.pk), "file", at=FILED)
        assert complaint.number in Notice.objects.get().words

    def test_nobody_is_told_who_left_no_phone(self, estate, road):
        road.to(a_complaint(estate, phone=""), State.REVIEWED)
        assert told("resident") == []

    def test_company_is_told_on_its_mobile_phone(self, complaint, road, enterprise):
        enterprise.contact_phone = "138 0000 0099"
        enterprise.save()
        road.to(complaint, State.DISPATCHED)
        notice = Notice.objects.get(audience="handler")
        assert (notice.way, notice.address, notice.masked_address) == ("sms", "13800000099", "138****0099")

    def test_company_with_a_landline_is_told_where_it_named(self, complaint, road, enterprise):
        enterprise.contact_phone = "0311-88880000"
        enterprise.save()
        road.accept(complaint)
        NoticeAddress.objects.create(enterprise=enterprise, way="email", address="duty@example.org")
        road.dispatch(complaint)
        assert Notice.objects.get(audience="handler").address == "duty@example.org"

    def test_another_body_is_told_at_its_address(self, complaint, road):
        body = Body.objects.first()
        NoticeAddress.objects.create(body=body, way="email", address="body@example.org")
        road.accept(complaint)
        handling.dispatch(complaint, handler=Handler.BODY, body=body, by=road.officer, at=road.later())
        assert Notice.objects.get(audience="handler").address == "body@example.org"

    @pytest.mark.parametrize(
        ("level", "office"), [("district", "130102000000"), ("city", "130100000000"), ("street", "130102001000")]
    )
    def test_office_of_the_stage_is_told(self, complaint, level, office):
        for code in ("130100000000", "130102000000", "130102001000", "130108000000"):
            NoticeAddress.objects.create(region_id=code, way="email", address=f"{code}@example.org")
        complaint.level = level
        notices.tell(complaint, "escalate", at=FILED)
        stage = Notice.objects.get(audience="stage")
        assert stage.address == f"{office}@example.org"

    def test_those_who_follow_a_case_hear_under_their_own_number(self, complaint, road, estate):
        follower = a_complaint(estate, join_to=complaint, phone="13800000022")
        complaint.refresh_from_db()
        road.to(complaint, State.REVIEWED)
        words = Notice.objects.get(complaint=follower, event="review").words
        assert follower.number in words
        assert complaint.number not in words

    def test_way_without_an_adapter_is_not_used(self, settings, complaint, road):
        settings.NOTICE_WAYS = {"sms": "", "email": "", "wechat": ""}
        road.to(complaint, State.REVIEWED)
        assert not Notice.objects.exists()

    def test_template_that_is_switched_off_tells_nobody(self, complaint, road):
        NoticeTemplate.objects.filter(event="dispatch").update(is_active=False)
        road.to(complaint, State.REVIEWED)
        assert told("resident") == ["review"]


class TestWords:
    def test_name_estate_number_and_term_in_chinese(self, complaint, road):
        road.to(complaint, State.DISPATCHED)
        words = Notice.objects.get(audience="resident").words
        for part in (complaint.number, "青禾苑", road.enterprise.name, "11月18日10:42前"):
            assert part in words

    def test_hold_neither_the_secret_nor_the_persons_own(self, reviewed):
        for notice in Notice.objects.all():
            text = f"{notice.subject}{notice.words}{notice.masked_address}{notice.sealed_address}"
            for hidden in (reviewed.secret, "王秀兰", PHONE, reviewed.words):
                assert hidden not in text

    def test_every_shipped_template_can_be_filled(self, complaint, road):
        road.to(complaint, State.DISPATCHED)
        values = notices.writing.words_for(complaint)
        for template in NoticeTemplate.objects.all():
            template.full_clean()
            assert "{" not in notices.writing.fill(template.words, values)

    def test_template_with_an_unknown_word_is_refused(self, rules):
        template = NoticeTemplate(event="accept", audience="resident", subject="受理", words="{phone}：已受理")
        with pytest.raises(ValidationError, match="phone") as refusal:
            template.full_clean()
        assert "words" in refusal.value.message_dict

    def test_words_of_a_template_are_not_run(self, complaint):
        assert notices.writing.fill("{number.__class__} {0}", {"number": "1"}) == "{number.__class__} {0}"


class TestQuietHours:
    @pytest.mark.parametrize(
        ("at", "goes_out"),
        [
            ("2026-11-17T20:59", "2026-11-17T20:59"),
            ("2026-11-17T21:00", "2026-11-18T08:00"),
            ("2026-11-18T03:00", "2026-11-18T08:00"),
            ("2026-11-18T08:00", "2026-11-18T08:00"),
        ],
    )
    def test_reach_over_midnight(self, rules, at, goes_out):
        assert goes_out_from(local(at), terms(TODAY)) == local(goes_out)

    def test_may_lie_in_one_day_or_not_be_at_all(self, rules):
        from dataclasses import replace
        from datetime import time

        noon = replace(terms(TODAY), quiet_from=time(12), quiet_until=time(14))
        assert goes_out_from(local("2026-11-17T13:00"), noon) == local("2026-11-17T14:00")
        assert goes_out_from(local("2026-11-17T22:00"), noon) == local("2026-11-17T22:00")
        never = replace(noon, quiet_until=time(12))
        assert goes_out_from(local("2026-11-17T12:00"), never) == local("2026-11-17T12:00")

    def test_hold_back_what_would_ring(self, complaint, road, gateway):
        road.at = local("2026-11-17T20:30")
        road.to(complaint, State.DISPATCHED)  # at half past ten in the evening
        assert send(local("2026-11-17T22:31")) == 0
        assert send(local("2026-11-18T08:00")) == 1

    def test_tell_of_a_night_only_the_last_news(self, complaint, road, gateway):
        road.at = local("2026-11-17T20:30")
        road.to(complaint, State.REVIEWED)
        send(local("2026-11-18T08:00"))
        assert [message.subject for message in gateway.carried] == ["诉求已答复，请您确认"]
        assert Notice.objects.get(event="dispatch", audience="resident").state == NoticeState.REPLACED

    def test_do_not_hold_up_a_danger(self, estate, road, gateway):
        complaint = a_complaint(estate, topic="0201", at=local("2026-11-17T22:00"))
        assert complaint.is_urgent
        road.at = local("2026-11-17T22:00")
        road.to(complaint, State.DISPATCHED)
        assert send(road.at) >= 1

    def test_hold_when_the_worker_comes_late(self, reviewed, gateway):
        """Written by day; the worker was away until the night."""
        assert send(local("2026-11-17T23:00")) == 0
        assert send(local("2026-11-18T08:00")) == 1

    def test_do_not_hold_up_mail(self, complaint, road, settings, enterprise):
        settings.NOTICE_WAYS = {**settings.NOTICE_WAYS, "email": "accounts.ports.Email"}
        NoticeAddress.objects.create(enterprise=enterprise, way="email", address="duty@example.org")
        road.at = local("2026-11-17T21:30")
        road.to(complaint, State.DISPATCHED)
        send(road.at)
        assert [message.to for message in mail.outbox] == [["duty@example.org"]]
        assert complaint.number in mail.outbox[0].body


class TestOutbox:
    def test_is_written_with_the_act_or_not_at_all(self, complaint, road):
        road.accept(complaint)
        with transaction.atomic():
            road.dispatch(complaint)
            assert Notice.objects.filter(event="dispatch").exists()
            transaction.set_rollback(True)
        assert not Notice.objects.exists()
        complaint.refresh_from_db()
        assert complaint.state == State.ACCEPTED

    def test_same_event_is_told_once(self, complaint, road):
        road.to(complaint, State.DISPATCHED)
        complaint.refresh_from_db()
        notices.tell(complaint, "dispatch", at=road.at)
        assert told("resident") == ["dispatch"]
        assert Notice.objects.get(audience="resident").state == NoticeState.WAITING

    def test_sent_once_and_then_its_address_is_gone(self, reviewed, road, gateway):
        assert send(road.at) == 1
        assert send(road.at + timedelta(days=2)) == 0
        notice = Notice.objects.get(event="review")
        assert (notice.state, notice.sent_at, notice.sealed_address) == (NoticeState.SENT, road.at, "")
        assert gateway.carried[0].address == PHONE
        assert gateway.carried[0].key == notice.key

    def test_worker_is_woken_on_commit(self, complaint, road, monkeypatch, django_capture_on_commit_callbacks):
        asked = []
        monkeypatch.setattr(waking.current_app, "send_task", lambda name, **options: asked.append(name))
        waking.cache.delete(waking.WOKEN)
        road.accept(complaint)
        with django_capture_on_commit_callbacks(execute=True):
            road.dispatch(complaint)
        assert waking.TASK in asked

    def test_task_that_is_woken_is_there(self):
        from config.celery import app

        app.loader.import_default_modules()
        assert waking.TASK in app.tasks

    def test_nothing_is_lost_while_the_broker_is_away(
        self, complaint, road, monkeypatch, gateway, django_capture_on_commit_callbacks
    ):
        def away(*_args, **_options):
            raise BrokerAway

        monkeypatch.setattr(waking.current_app, "send_task", away)
        waking.cache.delete(waking.WOKEN)
        road.accept(complaint)
        with django_capture_on_commit_callbacks(execute=True):
            road.dispatch(complaint)
        assert Complaint.objects.get(pk=complaint.pk).state == State.DISPATCHED
        assert send(road.at) == 1, "the clock comes by"


class TestWhatCannotBeSent:
    def test_is_tried_again_later(self, reviewed, road, gateway):
        gateway.fault = ConnectionError("the gateway hung up")
        assert send(road.at) == 0
        notice = Notice.objects.get(event="review")
        assert (notice.state, notice.try_count) == (NoticeState.WAITING, 1)
        assert "the gateway hung up" in notice.fault
        gateway.fault = None
        assert send(road.at) == 0, "not at once"
        assert send(road.at + timedelta(minutes=1)) == 1

    def test_says_what_is_wrong_without_the_address(self, reviewed, road, gateway):
        gateway.fault = ConnectionError(f"no route to {PHONE}")
        send(road.at)
        assert Notice.objects.get(event="review").fault == "ConnectionError: no route to 138****0021"

    def test_is_given_up_after_three_days(self, reviewed, road, gateway):
        gateway.fault = ConnectionError()
        for hours in range(0, 24 * 4, 3):
            send(road.at + timedelta(hours=hours))
        notice = Notice.objects.get(event="review")
        assert (notice.state, notice.sealed_address) == (NoticeState.FAILED, "")

    def test_is_given_up_at_once_when_it_never_will_be(self, reviewed, road, gateway):
        gateway.fault = ports.Undeliverable()
        send(road.at)
        assert Notice.objects.get(event="review").state == NoticeState.FAILED

    def test_holds_up_none_of_the_others(self, estate, road, gateway):
        first = road.to(a_complaint(estate, phone="13800000001"), State.DISPATCHED)
        road.to(a_complaint(estate, phone="13800000002"), State.DISPATCHED)
        gateway.refused = {"13800000001"}
        assert send(road.at) == 1
        assert Notice.objects.get(complaint=first, audience="resident").state == NoticeState.WAITING

    def test_mail_to_no_address_is_given_up(self, settings, reviewed, road):
        settings.NOTICE_WAYS = {**settings.NOTICE_WAYS, "sms": "accounts.ports.Email"}
        send(road.at)
        assert Notice.objects.get(event="review").state == NoticeState.FAILED

    def test_mail_server_that_is_away_is_asked_again(self, settings, reviewed, road, monkeypatch):
        def away(_self, _messages):
            raise smtplib.SMTPServerDisconnected("gone")

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", away)
        Notice.objects.filter(event="review").update(way="email", sealed_address=notices.writing.seal("a@example.org"))
        settings.NOTICE_WAYS = {**settings.NOTICE_WAYS, "email": "accounts.ports.Email"}
        send(road.at)
        assert Notice.objects.get(event="review").state == NoticeState.WAITING


class TestConsole:
    def test_shows_the_words_and_a_masked_address(self, reviewed, road, capsys, settings):
        settings.NOTICE_WAYS = {**settings.NOTICE_WAYS, "sms": "accounts.ports.Console"}
        ports._adapter.cache_clear()
        assert send(road.at) == 1
        shown = capsys.readouterr().err
        assert reviewed.number in shown
        assert "138****0021" in shown
        assert PHONE not in shown


class TestMasks:
    @pytest.mark.parametrize(
        ("address", "shown"),
        [(PHONE, "138****0021"), ("duty@example.org", "d***@example.org"), ("110", "****")],
    )
    def test_tell_two_apart_and_no_more(self, address, shown):
        assert notices.writing.masked(address) == shown


def test_audit_log_holds_no_phone(reviewed):
    lines = " ".join(str((line.before, line.after, line.label)) for line in AuditEntry.objects.all())
    assert PHONE not in lines
