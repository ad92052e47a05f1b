"""What is kept of the papers and pictures that prove something."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.proofs import private_place, proof_of


def a_picture(kind: str = "JPEG", **said) -> bytes:
    file = BytesIO()
    Image.new("RGB", (64, 48), (200, 30, 30)).save(file, kind, **said)
    return file.getvalue()


class TestProof:
    def test_keeps_a_pdf_as_it_is(self):
        content = b"%PDF-1.7 voucher"
        kept = proof_of(SimpleUploadedFile("凭证.pdf", content))
        assert (kept.read(), kept.name) == (content, "凭证.pdf")

    def test_draws_a_picture_anew_without_what_the_camera_wrote(self):
        exif = Image.Exif()
        exif[0x010E] = "13 Oak Street"
        kept = proof_of(SimpleUploadedFile("board.png.jpeg", a_picture(exif=exif)))
        assert kept.name == "board.png.jpg"
        content = kept.read()
        assert b"Oak" not in content
        assert not Image.open(BytesIO(content)).getexif()

    @pytest.mark.parametrize(
        ("name", "content"),
        [("账.xlsx", b"PK\x03\x04"), ("账.docx", b"anything"), ("a.jpg", b"<html>"), ("a.pdf", b"")],
    )
    def test_refuses_the_rest_by_name_at_its_field(self, name, content):
        with pytest.raises(ValidationError) as refusal:
            proof_of(SimpleUploadedFile(name, content), "proof")
        assert name in refusal.value.message_dict["proof"][0]

    def test_lies_under_a_name_that_says_nothing(self):
        first, second = (private_place("revenue")(None, "和煦物业凭证.PDF") for _turn in range(2))
        assert first != second
        assert first.startswith("revenue/")
        assert first.endswith(".pdf")
        assert "和煦" not in first
