"""Pictures are drawn anew: neither the place where one was taken nor anything hidden behind it is kept."""

import io
import warnings

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from work.vetting.errors import Unfit, broken

FORMATS = ("JPEG", "PNG", "WEBP")
MEDIA = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp"}
# A phone's picture has 12 to 50 million points, a page scanned with 400 points an inch 16 million; each takes
# four bytes while it is drawn, twice that while it is turned. Beyond the first figure a photograph is opened
# at half its width, beyond the second it is not opened at all.
MOST_POINTS, MOST_OF_A_PHOTOGRAPH = 24_000_000, 96_000_000
# As a picture may be drawn without losing what is seen in it: (by itself, with something to see through).
DRAWN = {"1": "L", "L": "L", "P": "RGB", "RGB": "RGB", "CMYK": "RGB", "YCbCr": "RGB",
         "LA": "RGBA", "PA": "RGBA", "RGBA": "RGBA"}  # fmt: skip
QUALITY = {"JPEG": {"quality": 90}, "PNG": {"compress_level": 4}, "WEBP": {"quality": 90, "method": 2}}


def picture(content):
    """`(media type, the picture drawn anew)`, upright, without a word of what came with it."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of large pictures before it refuses them; which are too large is said below.
            warnings.simplefilter("ignore")
            return _drawn_anew(content)
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise _too_large() from None
    except Exception:  # noqa: BLE001  whatever a file does to Pillow, it is no picture to look at
        raise broken() from None


def of_newer_phones(content):
    """Pictures as some telephones keep them, which cannot be drawn here."""
    raise Unfit(
        _(
            "This picture is in the format of newer phones (HEIC), which cannot be opened here. Send it to "
            "yourself as JPEG, or set the camera to “Most compatible”, and choose it again."
        ),
        "heic",
    )


def _drawn_anew(content):
    opened = Image.open(io.BytesIO(content), formats=FORMATS)
    media_type = MEDIA[opened.format]
    form = "JPEG" if opened.format == "MPO" else opened.format
    if form != "JPEG" and getattr(opened, "n_frames", 1) > 1:
        raise Unfit(_("A moving picture is not kept here. Save it as a still one."), "moving")
    _refuse_too_many_points(opened, form)
    if opened.mode not in DRAWN:
        raise Unfit(_("This picture cannot be kept as it is. Save it as JPEG and choose it again."), "mode")
    drawn = DRAWN[opened.mode]
    if opened.mode in ("P", "1", "L", "RGB") and "transparency" in opened.info:
        drawn = "RGBA"
    upright = opened if opened.mode == drawn else opened.convert(drawn)
    ImageOps.exif_transpose(upright, in_place=True)
    # Whatever stood beside the points would be written again by some formats.
    upright.info = {}
    kept = io.BytesIO()
    upright.save(kept, form, **QUALITY[form])
    return media_type, kept.getvalue()


def _refuse_too_many_points(opened, form):
    """Refuse what would fill the memory; a very large photograph is opened at half its width instead."""
    if _points(opened) <= MOST_POINTS:
        return
    if form == "JPEG" and _points(opened) <= MOST_OF_A_PHOTOGRAPH:
        width, height = opened.size
        opened.draft(opened.mode, (width // 2, height // 2))
    if _points(opened) > MOST_POINTS:
        raise _too_large()


def _too_large():
    return Unfit(_("The picture is too large. Save it smaller and choose it again."), "too_large")


def _points(opened):
    width, height = opened.size
    return width * height
