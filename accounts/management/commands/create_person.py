import getpass
import secrets
import sys

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import actions
from accounts.command import Door, sentences
from accounts.models import Region, Role, User


class Command(Door):
    help = gettext_lazy("Add a person who may log in. Asks for the password, or reads or makes one.")

    def add_arguments(self, parser):
        roles = ", ".join(f"{role.value} ({role.label})" for role in Role)
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values, metavar="ROLE", help=roles)
        parser.add_argument("--name", default="", help=_("full name"))
        parser.add_argument("--region", help=_("12-digit code; needed for officers of a district or street"))
        source = parser.add_mutually_exclusive_group()
        source.add_argument("--generate", action="store_true", help=_("make a password and show it once"))
        source.add_argument(
            "--stdin", action="store_true", help=_("read the password from the first line of the input")
        )

    def handle(self, *args, **options):
        person = User(
            username=options["username"],
            full_name=options["name"],
            role=options["role"],
            region=region_of(options["region"]),
        )
        password = password_for(person, options)
        try:
            actions.keep_person(person, by=None, at=timezone.now(), password=password)
        except ValidationError as fault:
            raise CommandError(sentences(fault, User)) from fault
        self.stdout.write(
            _("%(name)s may log in as %(role)s.") % {"name": person.username, "role": person.get_role_display()}
        )
        if options["generate"]:
            self.stdout.write(_("Password, shown only now: %(password)s") % {"password": password})
        if person.role == Role.COMPANY:
            self.stdout.write(_("Name their company in the web admin, under people."))
        if person.role == Role.COMMITTEE:
            self.stdout.write(_("Name their committee in the web admin, under people."))


def region_of(code: str | None) -> Region | None:
    if not code:
        return None
    try:
        return Region.objects.get(code=code)
    except Region.DoesNotExist as fault:
        raise CommandError(_("There is no division %(code)s.") % {"code": code}) from fault


def password_for(person: User, options: dict) -> str:
    """A password that the rules for passwords accept. Raises CommandError."""
    if options["generate"]:
        return secrets.token_urlsafe(12)
    if options["stdin"]:
        password = sys.stdin.readline().rstrip("\n")
    else:
        password = getpass.getpass(_("Password: "))
        if password != getpass.getpass(_("The same again: ")):
            raise CommandError(_("The two passwords differ."))
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise CommandError("\n".join(fault.messages)) from fault
    return password
