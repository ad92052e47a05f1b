"""The catalogues: what is translated stays so until somebody means to change it; a word means one thing everywhere."""

from pathlib import Path

import pytest

from config import catalogue


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A project of two rooms that both close something."""
    monkeypatch.setattr(catalogue, "ROOT", tmp_path)
    monkeypatch.setattr(catalogue, "LOCALE", tmp_path / "locale")
    monkeypatch.setattr(catalogue, "SOURCES", ("complaints", "fees"))
    for room, text in (("complaints", '_("Closed")'), ("fees", '_("Price")')):
        (tmp_path / room).mkdir()
        (tmp_path / room / "words.py").write_text(text)
    assert catalogue.main(["update", part(tmp_path, Closed="已办结", Price="单价")]) == 0
    assert catalogue.main(["check"]) == 0
    return tmp_path


def part(folder: Path, **words: str) -> str:
    path = folder / "part.po"
    path.write_text("".join(f'msgid "{word}"\nmsgstr "{chinese}"\n\n' for word, chinese in words.items()))
    return str(path)


def chinese(word: str) -> str:
    return catalogue.load(catalogue.po_path("zh_Hans"), "zh_Hans").get(word).string


def test_an_update_changes_no_translation(folder, capsys):
    assert catalogue.main(["update", part(folder, Closed="已注销")]) == 1
    assert "已办结" in (said := capsys.readouterr().out)
    assert "已注销" in said
    assert chinese("Closed") == "已办结"
    assert catalogue.main(["correct", part(folder, Closed="已注销")]) == 0
    assert chinese("Closed") == "已注销"


def test_a_word_comes_into_another_room_only_when_somebody_agrees(folder, capsys):
    (folder / "fees" / "words.py").write_text('_("Price"), _("Closed")')
    assert catalogue.main(["check"]) == 1
    assert "used by complaints, fees: 'Closed'" in capsys.readouterr().out
    assert catalogue.main(["agree"]) == catalogue.main(["check"]) == 0
    catalogue.main(["correct", part(folder, Closed="已注销")])
    assert "was 已办结, is 已注销" in capsys.readouterr().out


def test_a_word_that_comes_back_into_a_room_is_looked_at_again(folder, capsys):
    words = folder / "fees" / "words.py"
    words.write_text('_("Price"), _("Closed")')
    assert catalogue.main(["agree"]) == catalogue.main(["check"]) == 0
    words.write_text('_("Price")')
    assert catalogue.main(["check"]) == 1
    assert "left complaints, fees: 'Closed'" in capsys.readouterr().out
    assert catalogue.main(["agree"]) == catalogue.main(["check"]) == 0
    words.write_text('_("Price"), _("Closed")')
    assert catalogue.main(["check"]) == 1
    assert "used by complaints, fees: 'Closed'" in capsys.readouterr().out


def test_a_word_with_a_context_is_another_word(folder):
    (folder / "fees" / "words.py").write_text('_("Price"), pgettext("an account", "Closed")')
    path = folder / "part.po"
    path.write_text('msgctxt "an account"\nmsgid "Closed"\nmsgstr "已销户"\n')
    assert catalogue.main(["update", str(path)]) == catalogue.main(["check"]) == 0
