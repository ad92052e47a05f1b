"""A resident reports a problem in four steps, without a script."""

import logging
import re

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import Level, Region, RuleValue
from complaints.models import Channel, Complaint, ConsentText, Draft, State, Topic
from tests.complaints.reporter import WORDS, only_complaint
from tests.factories.places import an_estate
from tests.pages.reading import Page


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


class TestFourSteps:
    def test_lead_from_the_estate_to_number_and_secret(self, reporter, estate):
        begun = reporter.browser.get("/report/", {"estate": estate.code, "via": "qr"})
        assert begun["Location"] == f"/report/what/?estate={estate.code}&via=qr"
        assert "公共设施设备运维" in reporter.get(begun["Location"]).text
        assert reporter.what(via="qr")["Location"] == "/report/contact/"
        assert reporter.contact(name="王秀兰", phone="138 0000 0021", agrees="1")["Location"] == "/report/check/"
        page = reporter.get("/report/check/")
        assert WORDS in page.text
        assert "13800000021" in page.text
        assert reporter.check()["Location"] == "/report/filed/"
        filed = only_complaint()
        assert (filed.estate, filed.topic.code, filed.words, filed.channel) == (estate, "0202", WORDS, Channel.QR)
        assert (filed.contact.name, filed.contact.phone) == ("王秀兰", "13800000021")
        assert filed.contact.consent_version == ConsentText.objects.get().version
        page = reporter.get("/report/filed/")
        assert filed.number in page.text
        assert f"{filed.secret[:5]} {filed.secret[5:]}" in page.text

    def test_need_neither_name_nor_phone(self, reporter):
        reporter.all_steps()
        contact = only_complaint().contact
        assert (contact.sealed_name, contact.sealed_phone, contact.consent_version) == ("", "", "")
        assert contact.address_digest
        assert contact.device_digest

    def test_open_the_case_on_the_phone_that_sent_it(self, reporter):
        reporter.all_steps()
        assert reporter.browser.get(f"/follow/{only_complaint().number}/").status_code == 200

    def test_cannot_be_passed_over(self, reporter):
        assert reporter.browser.get("/report/what/")["Location"] == "/report/"
        assert reporter.browser.get("/report/contact/")["Location"] == "/report/what/"
        assert reporter.browser.get("/report/check/")["Location"] == "/report/"
        assert reporter.browser.get("/report/filed/")["Location"] == "/report/"
        reporter.what()
        assert reporter.browser.get("/report/check/")["Location"] == "/report/contact/"
        assert not Complaint.objects.exists()

    def test_are_kept_from_strangers_and_search_engines(self, reporter):
        reporter.all_steps()
        for address in ("/report/", "/report/filed/"):
            response = reporter.browser.get(address)
            assert "no-store" in response["Cache-Control"]
            assert response["X-Robots-Tag"] == "noindex"
            assert "default-src 'none'" in response["Content-Security-Policy"]
        assert Client().get("/report/filed/").status_code == 302

    def test_are_forgotten_on_somebody_else_s_phone(self, reporter):
        reporter.all_steps()
        reporter.get("/report/filed/")
        reporter.browser.post("/report/discard/")
        assert reporter.browser.get("/report/filed/")["Location"] == "/report/"
        assert reporter.browser.get(f"/follow/{only_complaint().number}/").status_code == 302
        assert only_complaint().state == State.FILED

    def test_put_the_way_back_into_a_picture_behind_the_hash(self, reporter):
        reporter.all_steps()
        page = reporter.get("/report/filed/")
        pictures = [image["src"] for image in page.tags("img") if image["src"].startswith("data:image/png")]
        assert len(pictures) == 1
        assert only_complaint().secret not in " ".join([*page.links, *page.loads])

    def test_never_write_the_secret_into_a_log(self, reporter, caplog):
        caplog.set_level(logging.DEBUG)
        reporter.all_steps(words="我叫王秀兰，电话13800000021。")
        reporter.get("/report/filed/")
        written = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
        assert only_complaint().secret not in written
        assert "王秀兰" not in written


class TestEstate:
    @pytest.mark.parametrize("typed", ["青禾", "qhy", "青禾苑"])
    def test_is_found_by_name_and_initials(self, reporter, estate, typed):
        estate.initials = "qhy"
        estate.save()
        page = reporter.get("/report/", q=typed)
        assert f"/report/what/?estate={estate.code}" in page.links

    def test_is_found_by_its_code(self, reporter, estate):
        assert estate.code in reporter.browser.get("/report/", {"estate": estate.code})["Location"]

    @pytest.mark.parametrize("code", ["1301029999999", "没有这个小区", "x\x00y"])
    def test_that_does_not_exist_is_said_kindly(self, reporter, code):
        assert "没有找到" in reporter.get("/report/", estate=code).text

    def test_is_found_by_county_and_street(self, reporter, estate):
        assert "?region=130102000000" in reporter.get("/report/").links
        assert "?region=130102001000" in reporter.get("/report/", region="130102000000").links
        assert f"/report/what/?estate={estate.code}" in reporter.get("/report/", region="130102001000").links

    def test_stays_marked_as_come_by_poster_through_a_search(self, reporter, estate):
        assert f"/report/what/?estate={estate.code}&via=qr" in reporter.get("/report/", q="青禾", via="qr").links


class TestClasses:
    def test_are_twelve_and_each_leads_to_its_leaves(self, reporter, estate):
        page = reporter.get("/report/what/", estate=estate.code)
        classes = [link for link in page.links if "class=" in link]
        assert len(classes) == Topic.objects.filter(parent__isnull=True).count() == 12
        for link in classes:
            page = reporter.get(link)
            assert [field for field in page.tags("input") if field.get("name") == "topic"], link

    def test_say_a_danger_before_the_questions(self, reporter, estate):
        page = reporter.get("/report/what/", **{"estate": estate.code, "class": "02"})
        leaf = Topic.objects.get(code="0201")
        assert page.text.index(leaf.danger) < page.text.index("电梯反复停运")
        assert f"tel:{leaf.danger_phone}" in page.links

    def test_name_the_body_to_which_a_matter_belongs(self, reporter, estate):
        leaf = Topic.objects.filter(handler="body", parent__isnull=False).select_related("body").first()
        page = reporter.get("/report/what/", **{"estate": estate.code, "class": leaf.code[:2]})
        assert leaf.body.name in page.text
        assert f"tel:{leaf.body.phone}" in page.links

    def test_taken_out_of_the_choice_cannot_be_sent(self, reporter):
        Topic.objects.filter(code="0202").update(is_active=False)
        assert reporter.what().status_code == 422
        assert not Complaint.objects.exists()


class TestFaults:
    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"topic": ""}, "请选一项"),
            ({"topic": "0101"}, "从列表里选"),
            ({"topic": "9999"}, "从列表里选"),
            ({"words": ""}, "一句话就行"),
            ({"words": " \u200b\n "}, "一句话就行"),
            ({"words": "电" * 1001}, "最多 1000 字，现在是 1001 字"),
            ({"spot": "楼" * 61}, "最多 60 字，现在是 61 字"),
        ],
    )
    def test_are_told_beside_the_field_and_the_rest_stays(self, reporter, told, said):
        response = reporter.what(**told)
        page = Page(response)
        assert response.status_code == 422
        assert said in page.text
        assert "其余填写的都还在" in page.text
        kept = reporter.get("/report/what/")
        assert told.get("words", WORDS).strip(" \u200b\n") in kept.text
        assert "青禾苑" in kept.text

    @pytest.mark.parametrize(
        ("phone", "said"),
        [
            ("1380000002", "手机号应是 11 位，现在是 10 位"),
            ("12345678901", "不是手机号"),
            ("0311", "区号"),
            ("王秀兰", "只写数字"),
        ],
    )
    def test_of_a_phone_say_what_should_be(self, reporter, phone, said):
        reporter.what()
        response = reporter.contact(phone=phone, agrees="1")
        assert response.status_code == 422
        assert said in Page(response).text
        assert reporter.browser.get("/report/check/")["Location"] == "/report/contact/"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("+86 138-0000-0021", "13800000021"),
            ("１３８００００００２１", "13800000021"),
            ("0311 8600 0000", "031186000000"),
        ],
    )
    def test_are_none_however_a_phone_is_typed(self, reporter, typed, kept):
        reporter.what()
        reporter.contact(phone=typed, agrees="1")
        reporter.check()
        assert only_complaint().contact.phone == kept

    def test_is_a_phone_without_having_read_the_notice(self, reporter):
        reporter.what()
        response = reporter.contact(phone="13800000021")
        assert response.status_code == 422
        assert "匿名反映" in Page(response).text

    def test_are_none_in_rare_signs_emoji_and_tags(self, reporter):
        words = "𠮷家楼道🛗坏了 <script>alert(1)</script> 㐂"
        assert reporter.what(words=words)["Location"] == "/report/contact/"
        reporter.contact()
        page = reporter.get("/report/check/")
        assert words in page.text
        assert "<script>alert" not in page.html
        reporter.check()
        assert only_complaint().words == words

    @pytest.mark.parametrize("spot", ["3号楼2单元501室", "3-2-501", "3号楼 2单元 501 室"])
    def test_of_a_home_are_mended_silently(self, reporter, spot):
        reporter.all_steps(spot=spot)
        filed = only_complaint()
        assert "501" not in filed.spot + filed.title
        assert filed.spot.startswith("3")


class TestEveryStep:
    @pytest.mark.parametrize("look", ["standard", "contrast", "elder", "elder-contrast"])
    @pytest.mark.parametrize("language", ["zh-hans", "en"])
    def test_opens_in_every_look_and_language(self, reporter, estate, look, language):
        reporter.browser.cookies["look"], reporter.browser.cookies["django_language"] = look, language
        reporter.get("/report/")
        reporter.get("/report/what/", estate=estate.code)
        assert reporter.what(words="").status_code == 422
        reporter.what()
        for address in ("/report/what/", "/report/contact/"):
            self.is_sound(reporter.get(address))
        reporter.contact()
        self.is_sound(reporter.get("/report/check/"))
        reporter.check()
        self.is_sound(reporter.get("/report/filed/"))

    def is_sound(self, page: Page) -> None:
        assert page.headings.count(1) == 1
        assert page.weight < 100_000
        assert " style=" not in page.html
        assert not [script for script in page.tags("script") if "src" not in script]
        labelled = {label["for"] for label in page.tags("label")}
        shown = [f for tag in ("input", "textarea") for f in page.tags(tag) if f.get("type") != "hidden"]
        assert {field["id"] for field in shown} == labelled
        assert all(re.match(r"(/(?!/)|#|data:)", load) for load in page.loads)

    def test_says_without_the_city_s_terms_that_it_is_not_open(self, reporter):
        reporter.what()
        reporter.contact()
        RuleValue.objects.filter(key="complaint_accept_workdays").delete()
        response = reporter.check()
        assert response.status_code == 503
        assert "12345" in Page(response).text
        assert Draft.objects.exists()

    def test_says_on_an_empty_portal_whom_to_ring(self, db):
        page = Page(Client().get("/report/"))
        assert "None" not in page.text
        home = an_estate_without_lists()
        assert "12345" in Page(Client().get("/report/what/", {"estate": home.code})).text


def an_estate_without_lists():
    Region.objects.create(code="130100000000", name="石家庄市", level=Level.CITY)
    Region.objects.create(code="130102000000", name="长安区", level=Level.COUNTY, parent_id="130100000000")
    return an_estate("130102000000")
