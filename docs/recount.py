"""Add up the posted list of a vote with nothing but Python, and find the own lines in it.

    python recount.py list.csv
    python recount.py list.csv --vote BJ-20260901-000001 --receipt 7Q2M-…

Every line is a slip: `heads` 1 for a head, or `area_m2` for a piece of area, under one option of one matter. Matter 0
is taking part. Pieces are random; whole ten millions left out, they add up to the areas of the result. The digest
stands with the result: a list with one changed character has another. The tokens of a ballot follow from its receipt.
"""

import argparse
import csv
from decimal import Decimal
from hashlib import sha256, shake_256
from pathlib import Path

WIDTH = 16
MODULUS = 10_000_000


def add_up(slips):
    """Heads and area by matter and option."""
    sums = {}
    for slip in slips:
        key = (int(slip["matter"]), int(slip["option"]))
        heads, area = sums.get(key, (0, Decimal(0)))
        sums[key] = (heads + int(slip["heads"]), (area + Decimal(slip["area_m2"])) % MODULUS)
    return sums


def own(slips, vote, receipt):
    """The slips of the ballot that has this receipt."""
    found = []
    for matter, option in add_up(slips):
        here = {slip["token"]: slip for slip in slips if (int(slip["matter"]), int(slip["option"])) == (matter, option)}
        made = shake_256(f"{receipt}/{vote}/{matter}/{option}".encode()).hexdigest(WIDTH // 2 * len(here))
        tokens = {made[start : start + WIDTH] for start in range(0, len(made), WIDTH)}
        found += [slip for token, slip in here.items() if token in tokens]
    return found


def show(slips):
    for (matter, option), (heads, area) in sorted(add_up(slips).items()):
        print(f"matter {matter}  option {option}  heads {heads:>6}  area {area:>12} m2")


if __name__ == "__main__":
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("list", type=Path)
    ask.add_argument("--vote", help="number of the vote")
    ask.add_argument("--receipt", help="receipt of a ballot, to find its lines")
    given = ask.parse_args()
    content = given.list.read_bytes()
    print("digest", sha256(content.partition(b"\n")[2]).hexdigest())
    slips = list(csv.DictReader(content.decode().splitlines()))
    mine = given.receipt and own(slips, given.vote, given.receipt.upper().replace("-", "").replace(" ", ""))
    show(slips if mine is None else mine)
