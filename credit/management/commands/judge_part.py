"""One of the processes that share a big night. Started by the night itself, not by people."""

import gc

from django.core.management.base import BaseCommand

from credit import law
from credit.models import Night
from credit.night import judge


class Command(BaseCommand):
    help = "Judges every n-th range of companies of a running night (started by the night itself)."

    def add_arguments(self, parser):
        parser.add_argument("night", type=int)
        parser.add_argument("--part", type=int, required=True)
        parser.add_argument("--of", type=int, required=True)
        parser.add_argument("--attempt", type=int, required=True)
        parser.add_argument("--touched-only", action="store_true")

    def handle(self, *, night, part, of, attempt, touched_only, **options):
        gc.freeze()
        running = Night.objects.select_related("rulebook").get(pk=night, attempt=attempt)
        rules = law.rules_of(running.rulebook)
        judge.judge_part(running, rules, touched_only=touched_only, part=part, of=of)
