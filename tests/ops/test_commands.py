"""The commands that start a city, as one types them."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.models import ApiToken, AuditEntry, CityProfile, Region, RuleValue, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english_terminal(monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


def typed(*words: str) -> str:
    """What a command prints."""
    output = StringIO()
    call_command(*words, stdout=output)
    return output.getvalue()


def a_list(folder, *lines: str, encoding: str = "utf-8"):
    path = folder / "divisions.csv"
    path.write_bytes("\n".join(["code,parent_code,name,level", *lines]).encode(encoding))
    return str(path)


class TestLoadRegions:
    def test_takes_a_shipped_list(self):
        typed("load_regions", "yangquan")
        assert Region.objects.get(code="140300000000").name == "阳泉市"

    @pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
    def test_takes_a_file(self, tmp_path, encoding):
        path = a_list(
            tmp_path, "370100000000,,济南市,city", "370102000000,370100000000,历下区,county", encoding=encoding
        )
        assert "2 divisions" in typed("load_regions", path)
        assert Region.objects.get(code="370102000000").name == "历下区"

    def test_renames_when_it_is_run_again(self, tmp_path):
        typed("load_regions", a_list(tmp_path, "370100000000,,济南,city"))
        typed("load_regions", a_list(tmp_path, "370100000000,,济南市,city"))
        assert Region.objects.get().name == "济南市"

    def test_names_every_fault_with_its_line_and_loads_nothing(self, tmp_path):
        path = a_list(
            tmp_path,
            "370100000000,,济南市,city",
            "3701020,370100000000,历下区,county",
            "370103000000,999999999999,市中区,county",
            "370104000000,370100000000,槐荫区,district",
            "370105000000,370100000000,,county",
            "370112000000,,历城区,county",
        )
        with pytest.raises(CommandError) as refusal:
            typed("load_regions", path)
        lines = str(refusal.value).splitlines()
        assert [line.split(":")[0] for line in lines[:-1]] == ["line 3", "line 4", "line 5", "line 6", "line 7"]
        assert lines[-1] == "Nothing was loaded."
        assert not Region.objects.exists()

    def test_says_when_there_is_no_such_list(self):
        with pytest.raises(CommandError, match="atlantis"):
            typed("load_regions", "atlantis")

    def test_says_which_columns_it_needs(self, tmp_path):
        path = tmp_path / "other.csv"
        path.write_text("a,b\n1,2\n")
        with pytest.raises(CommandError, match="code,parent_code,name,level"):
            typed("load_regions", str(path))


class TestStartCity:
    words = ("start_city", "140300000000", "--bureau", "阳泉市住房和城乡建设局", "--emblem", "阳泉市物业服务监管")

    def test_makes_the_portal_a_citys(self):
        typed("load_regions", "yangquan")
        typed(*self.words, "--rules-from", "2026-01-01")
        assert CityProfile.objects.get().name == "阳泉市"
        assert not CityProfile.objects.get().is_demo
        assert RuleValue.objects.get(key="open_day_of_month").from_on == date(2026, 1, 1)
        assert RuleValue.objects.get(key="quorum_special_ratio", value="3/4").from_on == date(2021, 1, 1)
        assert AuditEntry.objects.get(verb="start_city").origin == "manage.py start_city"

    def test_is_refused_twice(self, city):
        with pytest.raises(CommandError, match="石家庄市"):
            typed("start_city", city.region_id, "--bureau", "x", "--emblem", "x", "--rules-from", "2026-01-01")
        assert CityProfile.objects.count() == 1

    def test_says_to_load_the_divisions_first(self):
        with pytest.raises(CommandError, match="load_regions"):
            typed(*self.words, "--rules-from", "2026-01-01")

    def test_says_how_to_write_a_day(self, regions):
        with pytest.raises(CommandError, match="2026-03-31"):
            typed("start_city", "130100000000", "--bureau", "x", "--emblem", "x", "--rules-from", "1.1.2026")


class TestCreatePerson:
    def test_makes_a_password_and_shows_it(self, regions):
        said = typed("create_person", "wang", "--role", "bureau", "--generate")
        password = said.strip().rpartition(" ")[2]
        assert User.objects.get(username="wang").check_password(password)

    def test_reads_a_password(self, regions, monkeypatch):
        monkeypatch.setattr("sys.stdin", StringIO("correct horse battery\n"))
        typed("create_person", "wang", "--role", "bureau", "--stdin")
        assert User.objects.get(username="wang").check_password("correct horse battery")

    def test_refuses_a_weak_password(self, regions, monkeypatch):
        monkeypatch.setattr("sys.stdin", StringIO("12345\n"))
        with pytest.raises(CommandError, match="too short"):
            typed("create_person", "wang", "--role", "bureau", "--stdin")
        assert not User.objects.exists()

    def test_refuses_a_name_that_is_taken(self, people):
        with pytest.raises(CommandError, match="already exists"):
            typed("create_person", "bureau", "--role", "bureau", "--generate")

    def test_refuses_a_district_officer_without_a_district(self, regions):
        with pytest.raises(CommandError, match="region"):
            typed("create_person", "wang", "--role", "district", "--generate")

    def test_says_when_there_is_no_such_division(self, regions):
        with pytest.raises(CommandError, match="999999999999"):
            typed("create_person", "wang", "--role", "district", "--region", "999999999999", "--generate")


class TestIssueToken:
    def test_shows_a_key_that_opens_the_api(self, people, client):
        key = typed("issue_token", "bureau", "--name", "长安区平台", "--read-only").splitlines()[-1]
        assert client.get("/api/v1/regions/", headers={"Authorization": f"Token {key}"}).status_code == 200
        assert ApiToken.objects.get().read_only

    def test_says_when_nobody_has_that_name(self, people):
        with pytest.raises(CommandError, match="nobody"):
            typed("issue_token", "nobody", "--name", "x")

    @pytest.mark.parametrize(("days", "said"), [("0", "one day"), ("99999999999", "3650 days")])
    def test_refuses_a_token_that_is_good_for_no_time_or_for_ever(self, people, days, said):
        with pytest.raises(CommandError, match=said):
            typed("issue_token", "bureau", "--name", "x", "--days", days)

    def test_sets_networks_and_a_limit(self, people):
        networks = ("--network", "10.20.0.0/16", "--network", "203.0.113.7")
        typed("issue_token", "bureau", "--name", "x", *networks, "--calls-per-minute", "60")
        token = ApiToken.objects.get()
        assert (token.networks, token.calls_per_minute) == (["10.20.0.0/16", "203.0.113.7/32"], 60)

    @pytest.mark.parametrize("terms", [("--network", "10.20.3.4/16"), ("--calls-per-minute", "0")])
    def test_refuses_terms_that_make_no_sense(self, people, terms):
        with pytest.raises(CommandError):
            typed("issue_token", "bureau", "--name", "x", *terms)
        assert not ApiToken.objects.exists()


class TestRotateToken:
    def test_shows_the_key_that_takes_over(self, people, client):
        old = typed("issue_token", "bureau", "--name", "长安区平台").splitlines()[-1]
        new = typed("rotate_token", "bureau", old[:6], "--overlap-days", "3").splitlines()[-1]
        for key in (old, new):
            assert client.get("/api/v1/regions/", headers={"Authorization": f"Token {key}"}).status_code == 200

    def test_says_when_there_is_no_such_token_or_it_was_rotated(self, people):
        with pytest.raises(CommandError, match="abcdef"):
            typed("rotate_token", "bureau", "abcdef")
        key = typed("issue_token", "bureau", "--name", "x").splitlines()[-1]
        typed("rotate_token", "bureau", key[:6])
        with pytest.raises(CommandError, match="rotated already"):
            typed("rotate_token", "bureau", key[:6])

    @pytest.mark.parametrize("days", ["-1", "91", "99999999999"])
    def test_refuses_a_strange_overlap(self, people, days):
        with pytest.raises(CommandError, match="90 days"):
            typed("rotate_token", "bureau", "abcdef", "--overlap-days", days)
