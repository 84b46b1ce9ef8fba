import numpy as np

from ingest.colour import text_channel

DPI = 72.0  # a dot is a point


def page() -> np.ndarray:
    return np.full((300, 300, 3), 250, np.uint8)


def test_a_stamp_turns_to_paper_and_the_print_under_it_stays() -> None:
    pixels = page()
    pixels[50:150, 50:150] = (215, 60, 70)  # red ink
    pixels[90:100, 20:200] = (30, 28, 33)  # print across it

    grey = text_channel(pixels, DPI)

    assert grey[60, 60] > 200
    assert (grey[90:100, 20:200] < 60).all()


def test_a_signature_in_blue_goes_and_a_line_of_coloured_text_stays() -> None:
    pixels = page()
    for at in range(40):
        pixels[50 + at : 53 + at, 60 + at : 64 + at] = (40, 60, 190)  # a slanting stroke
    pixels[200:212, 20:280] = (200, 20, 30)

    grey = text_channel(pixels, DPI)

    assert (grey[50:93, 60:104] > 180).all()
    assert (grey[200:212, 20:280] < 120).all()


def test_a_grey_picture_stays_as_it_is() -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    assert text_channel(grey, DPI) is grey
    assert np.array_equal(text_channel(np.dstack([grey] * 3), DPI), grey)
