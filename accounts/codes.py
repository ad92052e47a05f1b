"""Codes of the field, as pure functions. Sources: GB/T 2260 and the statistical division codes; GB 32100-2015."""

from functools import lru_cache

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

STEM_LENGTH = {"province": 2, "city": 4, "county": 6, "street": 9, "community": 12}
"""How many digits of the 12-digit code are a division's own, by level."""


def stem_of(code: str, level: str) -> str:
    """The significant part of a 12-digit division code: `130102000000`, county -> `130102`."""
    return code[: STEM_LENGTH[level]]


def county_code(code: str) -> str:
    """The county-level division (12 digits) in which a street or community lies."""
    return code[:6] + "000000"


@lru_cache(maxsize=50_000)
def credit_code_fault(code: str) -> str | None:
    """What is wrong with a unified social credit code (GB 32100): `length`, `letters`, `checksum`, or None.

    A wrong check digit is a warning only: codes in real use fail it.
    """
    code = code.strip().upper()
    if len(code) != 18:
        return "length"
    try:
        uscc.validate(code)
    except ValidationError as fault:
        return "checksum" if type(fault).__name__ == "InvalidChecksum" else "letters"
    return None
