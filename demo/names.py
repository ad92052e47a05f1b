"""Invented names, each used once: estates, companies, roads, people; codes and telephones that nobody can have."""

import random

from demo.cities import City, words

CODE_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
BODY_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BODY_SERIES = "MAY"
"""Registrars number organisations MA0, MA1 ... MAF; MAY is years away, so no real company has such a code."""


class Names:
    """Gives out names that it has not given out before."""

    def __init__(self, city: City, draw: random.Random):
        self.city = city
        self.draw = draw
        self.given: set[str] = set()
        self.brands = self._brands()

    def _brands(self) -> list[str]:
        """Two-character company names, none twice, in no order."""
        pairs = [a + b for a in words()["company_first"] for b in words()["company_second"] if a != b]
        self.draw.shuffle(pairs)
        return pairs

    def estate(self, kind: str, built_year: int, road: str) -> str:
        for _ in range(50):
            name = self._estate(kind, built_year, road)
            if name not in self.given:
                self.given.add(name)
                return name
        raise RuntimeError(f"the words for estates of kind {kind} are used up")

    def _estate(self, kind: str, built_year: int, road: str) -> str:
        choose, said = self.draw.choice, words()
        pair = choose(said["estate_first"]) + choose(said["estate_second"])
        if kind == "former_employer":
            parts = ("works_first", "works", "works_suffix", "works_part")
            return "".join(choose(said[part]) for part in parts)
        if kind == "micro":
            return f"{road}{self.draw.randint(1, 299)}号楼"
        if kind == "old" and self.draw.random() < 0.45:
            return f"{road}{self.draw.randint(1, 399)}号院"
        if kind == "commodity":
            part = choose(["一期", "二期", "A区", "B区"]) if self.draw.random() < 0.08 else ""
            return pair + choose(said["estate_suffix"]) + part
        return pair + choose(said[f"{kind}_suffix"])

    def company(self, county_prefix: str) -> str:
        prefix = self.draw.choice([*self.city.company_prefixes, county_prefix, self.city.company_prefixes[0]])
        return prefix + self.brands.pop() + self.draw.choice(words()["company_suffix"])

    def road(self) -> str:
        said = words()
        return "".join(self.draw.choice(said[part]) for part in ("road_first", "road_second", "road_kind"))

    def person(self) -> str:
        said = words()
        given = self.draw.choice(said["given_second"])
        if self.draw.random() < 0.8:
            given = self.draw.choice(said["given_first"]) + given
        return self.draw.choice(said["surnames"]) + given

    def telephone(self) -> str:
        """A number that no exchange can ever give out: it begins with 0 after the area code."""
        digits = "".join(self.draw.choice("0123456789") for _ in range(self.city.phone_digits - 1))
        return f"{self.city.area_code}-0{digits}"


def credit_code(county_code: str, serial: int, *, wrong: bool = False) -> str:
    """A unified social credit code (GB 32100-2015) for company number `serial`; `wrong` spoils its check digit."""
    start = f"91{county_code[:6]}{organisation_code(serial)}"
    weighed = sum(CODE_LETTERS.index(letter) * pow(3, place, 31) for place, letter in enumerate(start))
    check = (31 - weighed % 31) % 31
    return start + CODE_LETTERS[(check + 1) % 31 if wrong else check]


def organisation_code(serial: int) -> str:
    """Nine characters of an organisation code (GB 11714) with its own check character."""
    letters = ""
    scattered = serial * 7_654_321 % 31**5
    for _ in range(5):
        scattered, place = divmod(scattered, 31)
        letters = CODE_LETTERS[place] + letters
    body = BODY_SERIES + letters
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    weighed = sum(BODY_LETTERS.index(letter) * weight for letter, weight in zip(body, weights, strict=True))
    check = 11 - weighed % 11
    return body + ("X" if check == 10 else "0" if check == 11 else str(check))
