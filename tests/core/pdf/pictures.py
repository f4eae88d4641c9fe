"""Pictures of pages and the approved ones they are held against."""

import subprocess
from pathlib import Path

from PIL import Image, ImageChops, ImageStat

from portal.core.pdf import Edition, render
from tests.core.pdf import summaries

APPROVED = Path(__file__).parent / "data"
EDITIONS: tuple[Edition, ...] = ("zh", "mn", "both")
RESOLUTION = 60


def text(pdf: bytes) -> str:
    """Return the text in the order of the page's content."""
    answer = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return answer.stdout.decode()


def page(pdf: bytes, number: int = 1, resolution: int = RESOLUTION) -> Image.Image:
    """Return a page as a grey picture."""
    numbers = ["-f", str(number), "-l", str(number)]
    command = ["pdftoppm", "-gray", "-r", str(resolution), *numbers, "-"]
    answer = subprocess.run(command, input=pdf, capture_output=True, check=True)
    width, height = (int(part) for part in answer.stdout.split(b"\n", 2)[1].split())
    return Image.frombytes("L", (width, height), answer.stdout[-width * height :])


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the mean difference in grey levels of 255, or 255 if the sizes differ."""
    if one.size != other.size:
        return 255
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0]


def main() -> None:
    """Approve the pages as they are now."""
    for edition in EDITIONS:
        page(render(summaries.html(edition), edition=edition)).save(APPROVED / f"{edition}.png", optimize=True)


if __name__ == "__main__":
    main()
