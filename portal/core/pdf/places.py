"""Where documents take their parts from, for those who need not load WeasyPrint to know it."""

from pathlib import Path

STATIC = Path(__file__).parents[3] / "static"
PICTURE = "data:image/png;base64,"
