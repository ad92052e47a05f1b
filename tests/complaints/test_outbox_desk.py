"""The desks of notices: the outbox and its alarm, words and addresses."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.lifecycle import NotNow
from complaints.actions import outbox
from complaints.models import Notice, NoticeAddress, NoticeState, NoticeTemplate, State
from complaints.notices import waking
from complaints.notices.admin import alarm

LIST = "admin:complaints_notice_changelist"


@pytest.fixture
def desk(people, rules, settings):
    def browser(name: str) -> Client:
        made = Client()
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        made.force_login(people[name])
        return made

    return browser


@pytest.fixture
def notice(complaint, road) -> Notice:
    road.to(complaint, State.REVIEWED)
    return Notice.objects.get(event="review", audience="resident")


class TestAlarm:
    def test_is_silent_while_all_goes_out(self, notice, people):
        assert alarm(people["street"], at=notice.made_at + timedelta(minutes=29)) == ""

    def test_tells_how_many_wait_and_for_how_long(self, notice, people):
        told = alarm(people["street"], at=notice.made_at + timedelta(hours=2))
        assert "1" in told
        assert "2" in told

    def test_is_not_raised_by_quiet_hours(self, notice, people):
        Notice.objects.update(next_try_at=notice.made_at + timedelta(hours=9))
        assert alarm(people["street"], at=notice.made_at + timedelta(hours=8)) == ""

    def test_stays_while_a_gateway_refuses_again_and_again(self, notice, people):
        now = notice.made_at + timedelta(hours=5)
        Notice.objects.update(try_count=4, next_try_at=now + timedelta(hours=1))
        assert alarm(people["street"], at=now)

    def test_is_of_ones_own_region(self, notice, people):
        assert alarm(people["neighbour"], at=notice.made_at + timedelta(hours=2)) == ""


class TestList:
    def test_shows_what_went_out_with_masked_addresses(self, desk, notice):
        page = desk("street").get(reverse(LIST)).content.decode()
        assert notice.complaint.number in page
        assert "138****0021" in page
        assert "13800000021" not in page

    @pytest.mark.parametrize(("name", "status"), [("company", 403), ("inspector", 403), ("bureau", 200)])
    def test_is_for_officers(self, desk, notice, name, status):
        assert desk(name).get(reverse(LIST)).status_code == status

    def test_hides_what_is_elsewhere(self, desk, notice):
        assert notice.complaint.number not in desk("neighbour").get(reverse(LIST)).content.decode()
        page = reverse("admin:complaints_notice_change", args=[notice.pk])
        assert desk("neighbour").get(page).status_code == 404

    def test_takes_as_many_queries_for_many_as_for_one(self, desk, notice, django_assert_max_num_queries):
        browser = desk("street")
        for number in range(20):
            notice.pk, notice.key = None, f"more-{number}"
            notice.save(force_insert=True)
        with django_assert_max_num_queries(14):
            browser.get(reverse(LIST))

    def test_page_shows_the_words(self, desk, notice):
        page = desk("street").get(reverse("admin:complaints_notice_change", args=[notice.pk])).content.decode()
        assert notice.words in page


class TestSendNow:
    def test_puts_off_no_longer(self, notice, people, monkeypatch, django_capture_on_commit_callbacks):
        woken = []
        monkeypatch.setattr(waking.current_app, "send_task", lambda name, **options: woken.append(name))
        waking.cache.delete(waking.WOKEN)
        later = timezone.now() + timedelta(hours=9)
        Notice.objects.update(next_try_at=later)
        with django_capture_on_commit_callbacks(execute=True):
            outbox.hurry(notice, by=people["street"], at=notice.made_at)
        assert Notice.objects.get(pk=notice.pk).next_try_at == notice.made_at
        assert woken == [waking.TASK]

    def test_is_refused_for_what_went_out(self, notice, people):
        Notice.objects.update(state=NoticeState.SENT, sent_at=notice.made_at)
        with pytest.raises(NotNow):
            outbox.hurry(notice, by=people["street"], at=notice.made_at)

    def test_is_not_for_strangers(self, notice, people):
        with pytest.raises(Notice.DoesNotExist):
            outbox.hurry(notice, by=people["neighbour"], at=notice.made_at)

    def test_by_a_button(self, desk, notice):
        url = reverse("admin:complaints_notice_send-now", args=[notice.pk])
        assert "is sent at once" in desk("street").get(url).content.decode()
        assert "goes out within seconds" in desk("street").post(url, follow=True).content.decode()


class TestWords:
    def test_are_amended_by_the_bureau(self, desk):
        template = NoticeTemplate.objects.get(event="review", audience="resident")
        url = reverse("admin:complaints_noticetemplate_change", args=[template.pk])
        form = {"subject": "已答复", "words": "编号{number}已答复", "is_active": "on"}
        desk("bureau").post(url, form)
        assert NoticeTemplate.objects.get(pk=template.pk).words == "编号{number}已答复"

    def test_with_an_unknown_name_come_back_with_a_sentence(self, desk):
        template = NoticeTemplate.objects.get(event="review", audience="resident")
        url = reverse("admin:complaints_noticetemplate_change", args=[template.pk])
        page = desk("bureau").post(url, {"subject": "已答复", "words": "{secret}", "is_active": "on"}).content.decode()
        assert "stands for nothing" in page
        assert "{secret}" in page


class TestAddresses:
    def add(self, browser: Client, **values) -> str:
        form = {"way": "email", "address": "duty@example.org", "is_active": "on", **values}
        return browser.post(reverse("admin:complaints_noticeaddress_add"), form, follow=True).content.decode()

    def test_are_kept_for_one_office(self, desk):
        self.add(desk("bureau"), region="130102001000")
        assert NoticeAddress.objects.get().region_id == "130102001000"

    def test_of_nobody_are_refused(self, desk):
        assert "Choose one" in self.add(desk("bureau"))
        assert not NoticeAddress.objects.exists()

    @pytest.mark.parametrize(
        ("way", "address", "sentence"),
        [("email", "duty", "no e-mail address"), ("sms", "0311-88880000", "needs a mobile phone")],
    )
    def test_that_lead_nowhere_are_refused(self, desk, way, address, sentence):
        assert sentence in self.add(desk("bureau"), region="130102001000", way=way, address=address)
        assert not NoticeAddress.objects.exists()

    def test_are_not_the_streets(self, desk):
        assert desk("street").get(reverse("admin:complaints_noticeaddress_changelist")).status_code == 403
