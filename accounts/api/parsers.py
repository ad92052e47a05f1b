"""What a request's body may be: sound JSON, not more of it than the portal takes; for imports a form with a file."""

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser, MultiPartParser


def refuse_longer(context, most: int) -> None:
    """Judge a body by its announced length, before a byte of it is read: servers hand on no more than was announced.

    Raises RequestDataTooBig.
    """
    if int(context["request"].META.get("CONTENT_LENGTH") or 0) > most:
        raise RequestDataTooBig


class BoundedJSON(BaseParser):
    """JSON in UTF-8 up to `DATA_UPLOAD_MAX_MEMORY_SIZE` bytes.

    What JSON leaves open, and where readers differ, is refused: a name twice, NaN, halves of characters, NUL. The
    standard library tells us of each; a faster reader keeps the last of two equal names and says nothing.
    """

    media_type = "application/json"

    def parse(self, stream, media_type=None, parser_context=None):
        refuse_longer(parser_context, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        try:
            text = stream.read().decode("utf-8-sig")
            found = json.loads(text, object_pairs_hook=once_each, parse_constant=no_number, parse_float=finite)
        except UnicodeDecodeError as fault:
            raise ParseError(_("The body is not UTF-8 text.")) from fault
        except json.JSONDecodeError as fault:
            place = {"line": fault.lineno, "column": fault.colno}
            raise ParseError(_("The body is not JSON: see line %(line)d, column %(column)d.") % place) from fault
        except RecursionError as fault:
            raise ParseError(_("The JSON is nested too deeply. Send plain fields and values.")) from fault
        except ValueError as fault:
            raise ParseError(_("The JSON has a number with far too many digits.")) from fault
        if "\\u" in text:
            refuse_odd_characters(found)
        return found


def once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        [(name, _times)] = Counter(name for name, _value in pairs).most_common(1)
        twice = name.encode(errors="replace").decode()
        raise ParseError(_("“%(name)s” stands twice in the same object. Send it once.") % {"name": twice[:60]})
    return found


def no_number(word: str) -> None:
    raise ParseError(_("%(word)s is not a number in JSON. Send null for what is not known.") % {"word": word})


def finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ParseError(
            _("%(word)s is not a number in JSON. Send null for what is not known.") % {"word": digits[:30]}
        )
    return number


def refuse_odd_characters(found: Any) -> None:
    """Raises ParseError for text that no database and no file can keep: NUL, and halves of characters."""
    for text in texts_in(found):
        if "\x00" in text or (not text.isascii() and any("\ud800" <= letter <= "\udfff" for letter in text)):
            raise ParseError(_("A text has a NUL or half a character (\\u0000, \\ud800 to \\udfff). Leave it out."))


def texts_in(found: Any) -> Iterator[str]:
    """Every text of a JSON value, names included."""
    waiting = [found]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict):
            yield from value
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


class Upload(MultiPartParser):
    """A form with a file up to `IMPORT_MAX_BYTES`; larger files go to the disk as they arrive, not into memory."""

    ROOM_FOR_FIELDS = 64 * 1024

    def parse(self, stream, media_type=None, parser_context=None):
        refuse_longer(parser_context, settings.IMPORT_MAX_BYTES + self.ROOM_FOR_FIELDS)
        return super().parse(stream, media_type, parser_context)
