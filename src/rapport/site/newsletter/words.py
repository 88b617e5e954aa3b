"""What stands around the guides in every edition, in the edition's language, not the installation's."""

from dataclasses import dataclass
from typing import Final

from rapport.site.newsletter.choices import Language


@dataclass(frozen=True)
class Frame:
    """The fixed words of an edition."""

    subject: str
    more: str
    why: str
    stop: str
    help: str


FRAMES: Final = {
    Language.ENGLISH: Frame(
        subject="Something to read",
        more="Who found this, and more like it:",
        why="You get this because this mailbox said yes to it. Nobody can see whether you open it.",
        stop="Get no more of these, and have the address erased:",
        help="If you are in danger or need to talk to someone now: in the United States call or text 988, "
        "day or night, or call 911.",
    ),
    Language.SPANISH: Frame(
        subject="Algo para leer",
        more="Quién lo descubrió, y más textos así:",
        why="Lo recibe porque este buzón dijo que sí. Nadie puede ver si lo abre.",
        stop="No recibir más y borrar la dirección:",
        help="Si está en peligro o necesita hablar con alguien ahora: en los Estados Unidos llame al 988 y "
        "pulse 2, de día o de noche, o llame al 911.",
    ),
}
