"""Verbs of rulebooks and their items: states x roles against sets written by hand."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from credit import rulebook_file
from credit.models import Item, Night, Rulebook
from credit.night import run
from tests.api.test_verbs import API, DECIDE, EDIT, OPEN_ON_RULEBOOKS, ROLES, STEP, refused, told, world  # noqa: F401
from tests.credit.builders import RULEBOOKS
from tests.factories import a_rulebook, an_enterprise


class TestRulebook:
    @pytest.fixture
    def books(self, people):
        return {"draft": a_rulebook(published=False), "published": a_rulebook()}

    @pytest.mark.parametrize("who", ROLES)
    @pytest.mark.parametrize("state", OPEN_ON_RULEBOOKS)
    def test_tells_exactly_what_is_open(self, books, client_of, who, state):
        address = f"{API}/rulebooks/{books[state].pk}/"
        if state == "draft" and who not in ("bureau", "system", "auditor"):
            refused(client_of(who).get(address), 404)
        else:
            assert set(told(client_of(who), address)) == (OPEN_ON_RULEBOOKS[state] if who == "bureau" else set())

    @pytest.mark.parametrize("who", [who for who in ROLES if who != "bureau"])
    @pytest.mark.parametrize("verb", ["copy", "publish", "try"])
    def test_is_the_bureaus_alone(self, books, client_of, who, verb):
        body = {"version": "2027-9", "why": "x", "effective_from": "2027-01-01"}
        refused(client_of(who).post(f"{API}/rulebooks/{books['published'].pk}/{verb}/", body), 403)
        assert Rulebook.objects.count() == 2

    def test_is_copied_to_a_draft_that_has_an_address(self, books, client_of):
        client = client_of("bureau")
        answer = client.post(f"{API}/rulebooks/{books['published'].pk}/copy/", {"version": "2027-9", "why": "新一版"})
        assert answer.status_code == 201, answer.content
        assert client.get(answer["Location"]).json()["version"] == "2027-9"
        assert (answer.json()["state"], answer.json()["item_count"]) == ("draft", 2)
        again = client.post(f"{API}/rulebooks/{books['published'].pk}/copy/", {"version": "2027-9", "why": "新一版"})
        refused(again, 409)

    def test_is_published_once_and_on_a_later_day(self, books, client_of):
        client, address = client_of("bureau"), f"{API}/rulebooks/{books['draft'].pk}/publish/"
        refused(client.post(address, {"effective_from": "2020-01-01"}), 409)
        refused(client.post(address, {"effective_from": "9999-12-31"}), 409)
        answer = client.post(address, {"effective_from": "2027-01-01"})
        assert (answer.status_code, answer.json()["state"]) == (200, "published")
        refused(client.post(address, {"effective_from": "2027-02-01"}), 409)

    def test_is_not_published_while_an_example_fails(self, books, client_of):
        example = {"title": "两次", "records": 2, "expect": 7}
        books["draft"].items.filter(code="B1").update(examples=[example])
        address = f"{API}/rulebooks/{books['draft'].pk}/publish/"
        answer = client_of("bureau").post(address, {"effective_from": "2027-01-01"})
        refused(answer, 409)
        assert "两次" in answer.json()["detail"]
        assert Rulebook.objects.get(pk=books["draft"].pk).is_draft

    def test_is_tried_on_the_last_night_and_keeps_nothing(self, people, client_of):
        company = an_enterprise()
        a_rulebook()
        run(date(2026, 11, 20), kind="command")
        draft = a_rulebook(published=False, base_centipoints=7000)
        client, address = client_of("bureau"), f"{API}/rulebooks/{draft.pk}/try/"
        trial = client.post(address).json()
        assert (trial["on"], trial["moved_count"]) == ("2026-11-20", 1)
        (move,) = trial["moved"]
        assert (move["enterprise"], move["old_grade"], move["new_grade"]) == (company.uscc, "B", "C")
        assert (move["old_score"], move["new_score"], move["direction"]) == (100, 70, "down")
        assert client.get(f"{API}/grades/").json()["results"][0]["grade"] == "B"
        refused(client.post(f"{API}/rulebooks/{Night.objects.last().rulebook_id}/try/"), 409)

    def test_is_tried_before_the_first_night(self, books, client_of):
        trial = client_of("bureau").post(f"{API}/rulebooks/{books['draft'].pk}/try/").json()
        assert trial == {"on": None, "changed_count": 0, "moved_count": 0, "mean_change": 0, "moved": []}


class TestDocument:
    """A rulebook as one document, out and in."""

    @pytest.mark.parametrize("name", ["reference", "zhongshan", "shandong", "putuo", "shanghai2012"])
    def test_goes_in_as_yaml_and_comes_out_the_same(self, people, client_of, name):
        client = client_of("bureau")
        text = (RULEBOOKS / f"{name}.yaml").read_text(encoding="utf-8")
        answer = client.post(f"{API}/rulebooks/", text, content_type="application/yaml")
        assert answer.status_code == 201, answer.content
        out = client.get(f"{API}/rulebooks/{answer.json()['id']}/document/?as=yaml")
        assert out["Content-Type"].startswith("application/yaml")
        assert rulebook_file.read(out.content.decode()) == rulebook_file.read(text)

    def test_goes_in_as_json_under_another_version(self, people, client_of):
        client, book = client_of("bureau"), a_rulebook()
        document = client.get(f"{API}/rulebooks/{book.pk}/document/").json()
        answer = client.post(f"{API}/rulebooks/", {**document, "version": "2027-9"})
        assert answer.status_code == 201, answer.content
        again = client.get(f"{API}/rulebooks/{answer.json()['id']}/document/").json()
        assert again == {**document, "version": "2027-9"}
        refused(client.post(f"{API}/rulebooks/", {**document, "version": "2027-9"}), 409)

    def test_of_a_draft_is_not_for_everybody(self, people, client_of):
        draft = a_rulebook(published=False)
        refused(client_of("district").get(f"{API}/rulebooks/{draft.pk}/document/"), 404)
        refused(client_of("bureau").get(f"{API}/rulebooks/{draft.pk}/document/?as=pdf"), 400)

    @pytest.mark.parametrize("who", [who for who in ROLES if who != "bureau"])
    def test_is_drafted_by_the_bureau_alone(self, people, client_of, who):
        refused(client_of(who).post(f"{API}/rulebooks/", {}), 403)

    @pytest.mark.parametrize(
        "change",
        [
            {"code": "no slug!"}, {"code": None}, {"code": ["x"]}, {"code": "x" * 41}, {"version": {"a": 1}},
            {"title": "x" * 101}, {"base": "many"}, {"base": 10**300}, {"base": True}, {"floor": [1]},
            {"new_months": "six"}, {"new_months": -1}, {"new_months": 10**9}, {"combine": ["sum"]}, {"combine": 1},
            {"roll_up": None, "colour": 1}, {"categories": "x"}, {"categories": [1]}, {"categories": []},
            {"categories": [{"name": "良好信息", "direction": "good"}] * 2}, {"bands": {}}, {"bands": [[]]},
            {"bands": [{"grade": "A", "word": "优", "score": "[1, 2]", "shape": "Z"}]},
            {"items": [{"code": "A"}]}, {"items": [None]}, {"items": "B1"},
        ],
    )  # fmt: skip
    def test_that_is_not_sound_says_so_and_keeps_nothing(self, people, client_of, change):
        client, book = client_of("bureau"), a_rulebook()
        document = client.get(f"{API}/rulebooks/{book.pk}/document/").json()
        refused(client.post(f"{API}/rulebooks/", {**document, "version": "2027-9", **change}), 400)
        assert Rulebook.objects.count() == 1

    @pytest.mark.parametrize(
        "change",
        [
            {"also": {"nobody": 1}}, {"also": [1]}, {"points": {}}, {"points": {"a": "x"}}, {"points": None},
            {"exclusions": "x"}, {"exclusions": ["x" * 31]}, {"examples": 5}, {"examples": [5]}, {"valid": "0 months"},
            {"valid": "99999 months"}, {"valid": ["open"]}, {"category": "无"}, {"note": "x" * 301}, {"title": [1]},
            {"repeat": {}}, {"cap": -1}, {"article": ""}, {"code": "B2", "points": 1e300},
        ],
    )  # fmt: skip
    def test_with_an_item_that_is_not_sound_is_refused(self, people, client_of, change):
        client, book = client_of("bureau"), a_rulebook()
        document = client.get(f"{API}/rulebooks/{book.pk}/document/").json()
        items = [document["items"][0], {**document["items"][1], **change}]
        refused(client.post(f"{API}/rulebooks/", {**document, "version": "2027-9", "items": items}), 400)
        assert Rulebook.objects.count() == 1

    @pytest.mark.parametrize(
        "text",
        [
            b"code: [",
            b"\xff\xfe",
            b'code: "a\\0b"',
            b'code: "\\uD800"',
            b"[" * 5000,
            b"a: &a [x,x,x,x,x,x,x,x,x,x]\n"
            + b"".join(
                b"%c: &%c [%s]\n" % (place, place, b",".join([b"*%c" % (place - 1)] * 10)) for place in range(98, 110)
            ),
            b"a: &a [*a]",
            b"items: 2026-99-99",
            b"",
        ],
        ids=["open", "encoding", "nul", "half", "deep", "endless", "itself", "day", "empty"],
    )
    def test_that_cannot_be_read_says_so(self, people, client_of, text):
        refused(client_of("bureau").post(f"{API}/rulebooks/", text, content_type="application/yaml"), 400)


class TestItem:
    @pytest.fixture
    def draft(self, people) -> Rulebook:
        return a_rulebook(published=False)

    def new(self, draft: Rulebook, **values) -> dict:
        return {
            "rulebook": draft.pk, "code": "B2", "title": "占用消防通道", "wording": "占用消防通道",
            "article": "第9条",
            "category": "不良信息", "subject": "project", "points_mode": "by_level", "validity_months": 12,
            "level_points": {"市": -4, "区": -2.5}, "also": {"manager": None, "enterprise": -1},
            "examples": [{"title": "一次", "records": [{"level": "市"}], "expect": -4}], **values,
        }  # fmt: skip

    def test_is_added_amended_and_removed_in_a_draft(self, draft, client_of):
        client = client_of("bureau")
        answer = client.post(f"{API}/rulebook-items/", self.new(draft))
        assert answer.status_code == 201, answer.content
        row, address = answer.json(), answer["Location"]
        assert row["level_points"] == {"市": -4, "区": -2.5}
        assert row["also"] == {"manager": None, "enterprise": -1}
        assert Item.objects.get(pk=row["id"]).also == {"manager": "same", "enterprise": -100}
        amended = client.patch(address, {"cap_points": 12.5, "exclusions": ["不可抗力"]})
        assert (amended.status_code, amended.json()["cap_points"]) == (200, 12.5)
        assert client.get(f"{API}/rulebooks/{draft.pk}/").json()["item_count"] == 3
        assert client.delete(address).status_code == 204
        verbs = AuditEntry.objects.filter(thing="credit.item").order_by("pk").values_list("verb", flat=True)
        assert list(verbs) == ["amend_item", "amend_item", "remove_item"]

    def test_is_read_by_everybody_once_published(self, people, client_of):
        book = a_rulebook()
        rows = client_of("street").get(f"{API}/rulebook-items/?rulebook={book.pk}&direction=bad").json()["results"]
        assert [(row["code"], row["category"], row["fixed_points"]) for row in rows] == [("B1", "不良信息", -5)]

    def test_of_a_draft_is_hidden_from_others(self, draft, client_of):
        assert client_of("district").get(f"{API}/rulebook-items/").json()["count"] == 0

    @pytest.mark.parametrize("who", ROLES)
    @pytest.mark.parametrize("published", [True, False])
    def test_tells_what_is_open(self, people, client_of, who, published):
        item = a_rulebook(published=published).items.first()
        answer = client_of(who).get(f"{API}/rulebook-items/{item.pk}/")
        if published or who in ("bureau", "system", "auditor"):
            expected = {"amend", "remove"} if who == "bureau" and not published else set()
            assert {move["verb"] for move in answer.json()["moves"]} == expected
        else:
            refused(answer, 404)

    def test_of_a_published_rulebook_stays_as_it_is(self, people, client_of):
        client, book = client_of("bureau"), a_rulebook()
        address = f"{API}/rulebook-items/{book.items.first().pk}/"
        refused(client.patch(address, {"title": "改"}), 409)
        refused(client.delete(address), 409)
        refused(client.post(f"{API}/rulebook-items/", self.new(book)), 409)

    @pytest.mark.parametrize(
        ("change", "pointers"),
        [
            ({"category": "无"}, {"#/category"}),
            ({"rulebook": 10**30}, {"#/rulebook"}),
            ({"code": "B1"}, None),
            ({"also": {"nobody": 1}}, {"#/also"}),
            ({"also": 5}, {"#/also"}),
            ({"level_points": {"市": 1.234}}, {"#/level_points"}),
            ({"level_points": {"市": "x" * 10_000}}, {"#/level_points"}),
            ({"examples": [{"title": "x"}]}, {"#/examples"}),
            ({"examples": [{"title": "一次", "records": 1, "expect": 99}]}, None),
            ({"examples": [{"title": "一次", "records": {"a": 1}, "expect": 99}]}, None),
            ({"points_mode": "fixed"}, None),
            ({"nonsense": 1}, {"#/nonsense"}),
        ],
    )
    def test_that_is_not_sound_says_where(self, draft, client_of, change, pointers):
        answer = client_of("bureau").post(f"{API}/rulebook-items/", self.new(draft, **change))
        refused(answer, 400)
        if pointers:
            found = {"#/" + error["pointer"].split("/")[1] for error in answer.json()["errors"]}
            assert found == pointers
        assert draft.items.count() == 2

    def test_stays_in_its_rulebook(self, draft, client_of):
        other = a_rulebook(published=False)
        answer = client_of("bureau").patch(f"{API}/rulebook-items/{draft.items.first().pk}/", {"rulebook": other.pk})
        assert [error["pointer"] for error in answer.json()["errors"]] == ["#/rulebook"]
