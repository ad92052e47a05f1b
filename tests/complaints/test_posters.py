"""A code from its issue to its end, and what a scan of it opens."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from complaints.models import PhoneLine, PosterCode, Scan
from complaints.posters import actions
from complaints.posters.board import Boards
from complaints.posters.codes import LENGTH, code_of, grouped, serial_of
from complaints.posters.reading import LIVE, REVOKED, UNKNOWN, estate_of
from tests.conftest import NOW, TODAY
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.places import an_estate

pytestmark = pytest.mark.django_db


@pytest.fixture
def poster(people) -> PosterCode:
    estate = an_estate("130102001001", name="青禾苑")
    actions.issue_codes([estate], by=people["street"], at=NOW)
    return PosterCode.objects.get(estate=estate)


@pytest.fixture
def reader() -> Client:
    return Client()


class TestCodes:
    @pytest.mark.parametrize("serial", [1, 31, 32, 4711, 32**5 - 1])
    def test_are_read_back(self, serial):
        assert serial_of(code_of(serial)) == serial

    def test_are_read_however_they_were_typed(self):
        shown = grouped(code_of(4711))
        assert serial_of(f"  {shown.lower().replace('0', 'o').replace('1', 'l')} ") == 4711

    def test_with_one_letter_changed_are_not_ours(self):
        code = code_of(4711)
        for place in range(LENGTH):
            other = "0" if code[place] != "0" else "1"
            assert serial_of(code[:place] + other + code[place + 1 :]) is None

    @pytest.mark.parametrize(
        "text", ["", "0", "ＡＢＣ", "𠮷" * 12, "0" * 12, "0" * 4000, "../../etc", "00001\x000000000"]
    )
    def test_that_nobody_signed_are_nothing(self, text):
        assert serial_of(text) is None

    def test_signed_with_an_older_key_are_believed(self, settings):
        settings.POSTER_KEYS = ["old"]
        code = code_of(7)
        settings.POSTER_KEYS = ["new", "old"]
        assert code_of(7) != code
        assert serial_of(code) == 7
        settings.POSTER_KEYS = ["new"]
        assert serial_of(code) is None

    @pytest.mark.parametrize("serial", [0, -1, 32**5])
    def test_have_no_room_for_other_numbers(self, serial):
        with pytest.raises(ValueError, match="serial number"):
            code_of(serial)


class TestIssuing:
    def test_gives_each_estate_one_code(self, people, poster):
        other = an_estate("130102001001")
        assert actions.issue_codes([poster.estate, other], by=people["district"], at=NOW) == 1
        assert PosterCode.objects.count() == 2

    def test_is_for_ones_own_region(self, people):
        with pytest.raises(NotAllowed):
            actions.issue_codes([an_estate("130108001001")], by=people["district"], at=NOW)

    @pytest.mark.parametrize("who", ["company", "inspector", "auditor", "system"])
    def test_is_not_for_everybody(self, people, who):
        with pytest.raises(NotAllowed):
            actions.issue_codes([an_estate("130102001001")], by=people[who], at=NOW)

    def test_of_two_live_codes_the_database_refuses_one(self, poster):
        with pytest.raises(IntegrityError, match="one_live_poster_code_per_estate"), transaction.atomic():
            PosterCode.objects.create(estate=poster.estate, issued_at=NOW)


class TestRevoking:
    def test_makes_the_code_lead_nowhere(self, people, poster):
        assert estate_of(poster.code).state == LIVE
        actions.revoke_code(poster, why="贴错小区", by=people["street"], at=NOW)
        assert estate_of(poster.code) == estate_of(str(poster))
        assert estate_of(poster.code).state == REVOKED
        assert AuditEntry.objects.filter(verb="revoke_poster_code", why="贴错小区").exists()

    def test_needs_a_reason(self, people, poster):
        with pytest.raises(ValidationError) as refused:
            actions.revoke_code(poster, why=" ", by=people["street"], at=NOW)
        assert "why" in refused.value.message_dict

    def test_happens_once(self, people, poster):
        actions.revoke_code(poster, why="丢失", by=people["street"], at=NOW)
        with pytest.raises(NotNow):
            actions.revoke_code(PosterCode.objects.get(pk=poster.pk), why="再来", by=people["street"], at=NOW)

    def test_is_not_for_the_neighbours(self, people, poster):
        with pytest.raises(NotAllowed):
            actions.revoke_code(poster, why="越界", by=people["neighbour"], at=NOW)

    def test_may_give_the_estate_a_new_code(self, people, poster):
        fresh = actions.replace_code(poster, why="旧海报褪色", by=people["street"], at=NOW)
        assert fresh.code != poster.code
        assert estate_of(fresh.code).state == LIVE
        assert estate_of(poster.code).state == REVOKED


class TestScanning:
    def test_is_counted_and_leads_to_the_estate(self, reader, poster):
        for _again in range(3):
            answer = reader.get(reverse("complaints:poster", args=[poster.code]))
            assert answer.status_code == 302
            assert answer.url == f"/estates/{poster.estate.code}/?via=qr"
            assert "no-store" in answer["Cache-Control"]
        assert Scan.objects.values_list("estate", "on", "count").get() == (poster.estate_id, timezone.localdate(), 3)

    def test_leads_to_a_page_whose_button_reports_from_the_poster(self, reader, poster):
        for look in ("", "elder"):
            reader.cookies["look"] = look
            page = reader.get(reverse("complaints:poster", args=[poster.code]), follow=True).content.decode()
            assert f"/report/?estate={poster.estate.code}&amp;via=qr" in page
        asked = reader.get("/report/", {"estate": poster.estate.code, "via": "qr"}, follow=True)
        assert asked.status_code == 200
        assert poster.estate.name in asked.content.decode()

    def test_is_counted_by_day(self, poster):
        for on in (TODAY, TODAY, TODAY.replace(day=21)):
            actions.count_scan(poster.estate, on=on)
        assert list(Scan.objects.order_by("on").values_list("count", flat=True)) == [2, 1]
        assert PosterCode.objects.with_scans(on=TODAY).get().scans == 2

    def test_that_only_looks_ahead_is_not_counted(self, reader, poster):
        reader.head(reverse("complaints:poster", args=[poster.code]))
        reader.get(reverse("complaints:poster", args=[poster.code]), headers={"Sec-Purpose": "prefetch"})
        assert not Scan.objects.exists()

    def test_of_a_revoked_poster_says_so_and_offers_the_search(self, reader, people, poster):
        actions.revoke_code(poster, why="内部原因", by=people["street"], at=NOW)
        answer = reader.get(reverse("complaints:poster", args=[poster.code]))
        page = answer.content.decode()
        assert answer.status_code == 410
        assert reverse("oversight:estates") in page
        assert "青禾苑" in page
        assert "内部原因" not in page
        assert not Scan.objects.exists()

    @pytest.mark.parametrize("code", ["0000100000", "%3Cscript%3E", "𠮷", "A" * 300, "0" * 12, "a b", "%00"])
    def test_of_a_forged_code_offers_the_search(self, reader, poster, code):
        answer = reader.get(f"/q/{code}/")
        page = answer.content.decode()
        assert answer.status_code == 404
        assert reverse("oversight:estates") in page
        assert "<script>" not in page.replace('<script src="', "")
        assert estate_of(code).state == UNKNOWN

    def test_takes_no_post(self, reader, poster):
        assert reader.post(reverse("complaints:poster", args=[poster.code])).status_code == 405


class TestTyping:
    @pytest.mark.parametrize(
        "shape", ["{}", "{0[0]}{0[1]}{0[2]}{0[3]} {0[4]}{0[5]}{0[6]}{0[7]} {0[8]}{0[9]}{0[10]}{0[11]} {0[12]}"]
    )
    def test_the_code_of_the_estate_leads_there(self, reader, poster, shape):
        answer = reader.get("/q/", {"code": shape.format(poster.estate.code)})
        assert answer.url == f"/estates/{poster.estate.code}/"

    def test_the_code_of_the_poster_leads_there_too(self, reader, poster):
        answer = reader.get("/q/", {"code": f" {grouped(poster.code).lower()} "}, follow=True)
        assert answer.redirect_chain[-1][0] == f"/estates/{poster.estate.code}/?via=qr"

    def test_digits_in_full_width_are_read(self, reader, poster):
        wide = poster.estate.code.translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})
        assert reader.get("/q/", {"code": wide}).url == f"/estates/{poster.estate.code}/"

    @pytest.mark.parametrize("text", ["9999999999999", "<b>", "K7M2-Q9XW-4TAB"])
    def test_what_leads_nowhere_is_said_and_kept_in_the_field(self, reader, poster, text):
        answer = reader.get("/q/", {"code": text}, follow=True)
        assert answer.status_code == 404
        assert "<b>" not in answer.content.decode().partition("<input id=")[2].partition(">")[0]

    def test_a_name_is_looked_for(self, reader, poster):
        answer = reader.get("/q/", {"code": "青禾苑"}, follow=True)
        assert answer.status_code == 200
        assert f"/estates/{poster.estate.code}/" in answer.content.decode()

    def test_nothing_shows_the_empty_form(self, reader, city):
        assert reader.get("/q/").status_code == 200

    def test_the_search_box_knows_the_code_as_the_poster_shows_it(self, reader, poster):
        code = poster.estate.code
        an_estate("130102001001", address="1301 0200 1001 7")
        page = reader.get("/estates/", {"q": f"{code[:4]} {code[4:8]} {code[8:12]} {code[12]}"}).content.decode()
        assert page.count('class="row"') == 1


class TestBoard:
    def board(self, estate, city):
        return Boards([estate], hotline=city.hotline, on=TODAY).of(estate)

    def test_names_the_nearest_of_each_level(self, people, city, poster):
        estate = poster.estate
        for level, code in (("street", "130102001000"), ("street", "130102001001"), ("district", "130102000000")):
            line = PhoneLine(level=level, region_id=code, name=f"{level}{code}", phone="0311-0123 4502")
            actions.keep_line(line, by=people["bureau"], at=NOW)
        actions.keep_line(
            PhoneLine(level="property", estate=estate, name="服务中心", phone="0311-0123 4501"),
            by=people["street"],
            at=NOW,
        )
        names = [line.name for line in self.board(estate, city)]
        assert names == ["服务中心", "street130102001001", "district130102000000", ""]

    def test_names_the_hotline_where_nobody_has_a_number(self, city, poster):
        board = self.board(poster.estate, city)
        assert [line.phone for line in board] == ["12345"] * 4
        assert not any(line.is_own for line in board)

    def test_takes_the_companys_phone_where_the_estate_has_none(self, city, poster):
        a_contract(poster.estate, an_enterprise(contact_phone="0311-0123 4599"))
        assert self.board(poster.estate, city)[0].phone == "0311-0123 4599"

    def test_is_asked_for_in_the_same_number_of_queries(self, city, django_assert_num_queries):
        for count in (1, 20):
            estates = [an_estate("130102001001") for _each in range(count)]
            with django_assert_num_queries(3):
                boards = Boards(estates, hotline=city.hotline, on=TODAY)
                assert all(len(boards.of(estate)) == 4 for estate in estates)


class TestTelephones:
    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"level": "property", "region_id": "130102001000"}, "__all__"),
            ({"level": "street"}, "__all__"),
            ({"level": "street", "region_id": "130102001000", "phone": "打电话"}, "phone"),
            ({"level": "street", "region_id": "130108001000"}, "region"),
        ],
    )
    def test_are_refused_with_the_field(self, people, values, field):
        line = PhoneLine(**{"name": "街道", "phone": "0311-0123 4502", **values})
        with pytest.raises(ValidationError) as refused:
            actions.keep_line(line, by=people["district"], at=NOW)
        assert field in refused.value.message_dict

    def test_stand_once_at_each_place(self, people):
        for again in (False, True):
            line = PhoneLine(level="street", region_id="130102001000", name="街道", phone="12345")
            if again:
                with pytest.raises(ValidationError):
                    actions.keep_line(line, by=people["street"], at=NOW)
            else:
                actions.keep_line(line, by=people["street"], at=NOW)

    def test_are_removed_with_a_line_in_the_audit_log(self, people):
        line = PhoneLine(level="street", region_id="130102001000", name="街道", phone="12345")
        actions.keep_line(line, by=people["street"], at=NOW)
        actions.remove_line(line, by=people["street"], at=NOW)
        assert not PhoneLine.objects.exists()
        assert AuditEntry.objects.get(verb="remove_phone_line").before["phone"] == "12345"
