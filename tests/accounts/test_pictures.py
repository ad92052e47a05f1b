"""What is refused at the door, and what the clean copies are."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from accounts.pictures import cleaning, judging
from tests.complaints.pictures import jpeg, png, png_that_says, scan_bomb, zipped

GPS, ORIENTATION, MAKER = 0x8825, 0x0112, 0x010F


def refusal(content: bytes, name: str = "IMG_2041.jpg") -> str:
    with pytest.raises(ValidationError) as caught:
        judging.judge(content, name)
    return caught.value.messages[0]


class TestJudge:
    @pytest.mark.parametrize(
        "content", [jpeg(), png(), png("RGBA"), png("P", colour=3), png("L", colour=9)], ids=range(5)
    )
    def test_takes_what_phones_send(self, content):
        judging.judge(content, "IMG_2041.jpg")

    def test_takes_a_webp(self):
        file = BytesIO()
        Image.new("RGB", (50, 40)).save(file, "WEBP")
        judging.judge(file.getvalue(), "mmexport.webp")

    def test_takes_a_photo_with_what_a_camera_adds_after_its_end(self):
        judging.judge(jpeg() + b"\0\0\0\x18ftypmp42" + bytes(5000) + b"SEFT", "IMG_2041.jpg")

    def test_takes_a_progressive_one(self):
        judging.judge(jpeg(progressive=True), "IMG_2041.jpg")

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "空"),
            (b"<html><script>alert(1)</script>", "JPEG"),
            (b"GIF89a" + bytes(100), "JPEG"),
            (b"\x00\x00\x00\x18ftypheic" + bytes(100), "HEIC"),
            (b"%PDF-1.7\n" + bytes(100), "JPEG"),
            (zipped(), "JPEG"),
            (b"\xff\xd8\xff", "JPEG"),
            (bytes(judging.MOST_BYTES + 1), "16"),
            (png_that_says(60_000, 60_000), "像素"),
            (png_that_says(8_000, 8_000), "像素"),
            (scan_bomb(), "截图"),
            (jpeg() + zipped(), "截图"),
            (jpeg(comment=b"<script>alert(1)</script>"), "截图"),
            (jpeg(comment=b"<?php system($_GET[0]);"), "截图"),
            (jpeg() + b"<!DOCTYPE html><p>", "截图"),
            (png() + b"%PDF-1.4", "截图"),
        ],
        ids=range(16),
    )
    def test_refuses_what_is_no_photo_or_more_than_one(self, content, told):
        sentence = refusal(content)
        assert "IMG_2041.jpg" in sentence
        assert told in sentence

    def test_tells_the_end_of_a_long_name_and_nothing_that_could_be_markup_or_a_folder(self):
        assert judging.short("../../etc/passwd") == "passwd"
        assert judging.short("C:\\photos\\a\x00\x1b[2Jb.jpg") == "a[2Jb.jpg"
        assert judging.short("x" * 300 + "41.jpg").endswith("41.jpg")
        assert len(judging.short("x" * 300)) <= 41
        assert judging.short("\n\n") == "未命名的文件"
        assert judging.short("𠮷.jpg") == "𠮷.jpg"

    def test_tells_a_name_with_a_percent_sign(self):
        assert "100%s.jpg" in refusal(b"", "100%s.jpg")


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


class TestCopies:
    def test_are_no_longer_than_1600_pixels(self):
        copies = cleaning.copies_of(jpeg(4032, 3024))
        assert opened(copies.full).size == (copies.width, copies.height) == (1600, 1200)
        assert max(opened(copies.thumb).size) == 360

    @pytest.mark.parametrize("size", [(8000, 60), (60, 8000), (5, 5), (1601, 1600), (3199, 1)])
    def test_come_of_every_shape(self, size):
        assert max(opened(cleaning.copies_of(jpeg(*size)).full).size) == min(1600, max(size))

    def test_leave_a_small_picture_its_size(self):
        assert opened(cleaning.copies_of(jpeg(200, 100)).full).size == (200, 100)

    def test_are_upright(self):
        exif = Image.Exif()
        exif[ORIENTATION] = 6  # the camera was turned by a quarter
        full = opened(cleaning.copies_of(jpeg(2000, 1000, exif=exif)).full)
        assert full.size == (800, 1600)
        top, bottom = full.getpixel((400, 50)), full.getpixel((400, 1550))
        assert top[0] > 150 > top[2]
        assert bottom[2] > 150 > bottom[0]

    def test_keep_nothing_but_the_picture(self):
        exif = Image.Exif()
        exif[MAKER] = "Leica"
        exif.get_ifd(GPS)[2] = (38.0, 2.0, 30.0)
        file = BytesIO()
        Image.new("RGB", (500, 500), (9, 90, 9)).save(
            file, "JPEG", exif=exif, comment=b"Wang lives here", icc_profile=b"profile" * 50, xmp=b"<x:xmpmeta/>"
        )
        came_in = file.getvalue() + zipped()
        assert b"Wang" in came_in
        copies = cleaning.copies_of(came_in)
        for copy in (copies.full, copies.thumb):
            image = opened(copy)
            assert not image.getexif()
            assert set(image.info) <= {
                "jfif",
                "jfif_version",
                "jfif_unit",
                "jfif_density",
                "progressive",
                "progression",
            }
            for hidden in (b"Wang", b"Exif", b"profile", b"xmpmeta", b"PK\x03\x04"):
                assert hidden not in copy

    def test_have_a_small_thumb_of_a_busy_picture(self):
        noise = Image.effect_noise((2000, 1500), 90).convert("RGB")
        file = BytesIO()
        noise.save(file, "JPEG", quality=95)
        copies = cleaning.copies_of(file.getvalue())
        assert len(copies.thumb) < 30_000

    def test_lay_transparency_on_white(self):
        assert opened(cleaning.copies_of(png("RGBA", colour=(0, 0, 0, 0))).full).getpixel((5, 5)) == (255, 255, 255)

    @pytest.mark.parametrize("mode", ["L", "P", "1", "I;16"])
    def test_come_of_every_kind_of_png(self, mode):
        file = BytesIO()
        Image.new(mode, (40, 40)).save(file, "PNG")
        assert opened(cleaning.copies_of(file.getvalue()).full).mode == "RGB"

    def test_come_of_a_picture_for_print(self):
        file = BytesIO()
        Image.new("CMYK", (40, 40), (0, 200, 200, 0)).save(file, "JPEG")
        assert opened(cleaning.copies_of(file.getvalue()).full).mode == "RGB"

    @pytest.mark.parametrize(
        "content",
        [jpeg()[:-400], png()[:-30], jpeg()[:300], png_that_says(60_000, 60_000), png_that_says(900, 900)],
        ids=range(5),
    )
    def test_are_not_made_of_half_a_picture(self, content):
        with pytest.raises(cleaning.Unreadable):
            cleaning.copies_of(content)
