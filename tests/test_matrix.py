"""The QR code as it is sent to the wall: the same modules as the terminal draws."""

import zxingcpp
from PIL import Image

from teachmeet.matrix import matrix, rows

URL = "HTTP://192.168.178.123:8080/J/W3NY"


def test_the_rows_are_the_code() -> None:
    sent = rows(URL)
    assert [[module == "1" for module in row] for row in sent] == [list(row) for row in matrix(URL)]
    side = len(sent) + 8
    image = Image.new("L", (side, side), 255)
    for y, row in enumerate(sent, 4):
        for x, module in enumerate(row, 4):
            image.putpixel((x, y), 0 if module == "1" else 255)
    (read,) = zxingcpp.read_barcodes(image.resize((side * 4, side * 4), Image.Resampling.NEAREST))
    assert read.text == URL


def test_no_url_has_no_code() -> None:
    assert rows("") == ()
