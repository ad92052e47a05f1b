"""Money between people and tables: yuan to read and to type, whole fen to keep and to reckon with."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from intake.parsing import Parse, Wrong, as_decimal, shown, within

FEN = 100
MOST_YUAN = 9_999_999_999


def yuan(fen: int) -> str:
    """As people read it: 1,234,567 fen is “12,345.67”."""
    sign, fen = ("-" if fen < 0 else ""), abs(fen)
    return f"{sign}{fen // FEN:,}.{fen % FEN:02d}"


def as_yuan(name: str, heading):
    """A column of an export: yuan instead of the fen of a column."""

    def column(row) -> Decimal | None:
        fen = getattr(row, name)
        return None if fen is None else Decimal(fen) / FEN

    column.short_description = heading  # type: ignore[attr-defined]
    return column


class YuanField(forms.DecimalField):
    """Yuan to the fen, as typed; its value is whole fen."""

    def __init__(
        self, *, min_value: Decimal | int = Decimal("0.01"), max_value: Decimal | int = MOST_YUAN, **options: Any
    ) -> None:
        super().__init__(min_value=min_value, max_value=max_value, decimal_places=2, max_digits=14, **options)

    def clean(self, value) -> int | None:
        given = super().clean(value)
        return None if given is None else int(given * FEN)


def fen_cell(*, least: int | None = None) -> Parse:
    """A parser of yuan in a workbook's cell: whole fen. Parts of a fen are refused, not rounded."""

    def parse(raw) -> int:
        given = as_decimal(raw)
        within(given, least, MOST_YUAN)
        fen = given * FEN
        if fen != fen.to_integral_value():
            raise Wrong(_("“%(cell)s” has parts of a fen") % {"cell": shown(raw)}, _("Write two decimals at most."))
        return int(fen)

    return parse
