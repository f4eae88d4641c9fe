"""Ways of saying that a document cannot be printed."""


class PdfError(Exception):
    """Tell that a document asks for something it may not have, or cannot be read."""


class UncoveredCharacters(PdfError):
    """Tell which characters of a document no font can print."""

    def __init__(self, characters: list[str]) -> None:
        super().__init__(" ".join(f"U+{ord(character):04X}" for character in characters))
        self.characters = characters
