"""Invented people's names, over many cultures, with the languages and faiths that go along with them.

A name and a language say nothing certain about a person; here they only keep an invented practice
from looking like one town. No name is of a real person that we know of; shares are our own guess.
"""

from dataclasses import dataclass
from functools import cache
from typing import Final


@dataclass(frozen=True, slots=True)
class Culture:
    """A pool of names: its share of people, given names by gender, family names, and what goes along.

    `languages` and `faiths` are pairs of code and chance (0–1) of having it beside English or none.
    """

    share: float
    woman: tuple[str, ...]
    man: tuple[str, ...]
    nonbinary: tuple[str, ...]
    family: tuple[str, ...]
    languages: tuple[tuple[str, float], ...]
    faiths: tuple[tuple[str, float], ...]
    of_colour: bool

    def given(self, gender: str) -> tuple[str, ...]:
        """Given names for `woman`, `man` or `nonbinary`."""
        return {"woman": self.woman, "man": self.man, "nonbinary": self.nonbinary}[gender]


# share | women | men | nonbinary | family | languages | faiths | of colour
_ROWS: Final = (
    "0.22|Claire Megan Hannah Laura Beth Allison Joan Kristin Emily Nora|Tom Greg Peter Alan Scott Evan "
    "Keith Daniel Paul Ryan|Rowan Quinn Casey Avery|Whitfield Carver Hale Merritt Lindgren Sutter Alcott "
    "Brandt Thorne Penrose||christian:.2|no",
    "0.13|Imani Keisha Danielle Monique Renee Simone Tanya Jasmine Ebony Yvonne|Marcus Andre Terrence "
    "Jamal Darius Malcolm Reggie Isaiah|Jordan Skye Amari|Freeman Gaines Broadnax Whitaker Tolliver Pruitt "
    "Mayfield Rollins Beckford||christian:.3|yes",
    "0.17|Ximena Lucía Marisol Gabriela Yolanda Rocío Paola Elena Carmen Beatriz|Mateo Javier Rafael "
    "Andrés Óscar Luis Emilio Héctor|Alex Cruz Ariel|Salcedo Villanueva Quiñones Arellano Montoya Zepeda "
    "Figueroa Carranza Olmedo Benavides|es:.75|christian:.25|yes",
    "0.05|Miriam Dalia Tamar Rachel Shira Leah|Ari Noah Eli Jonah Asher Saul|Noam Ziv|Rosenthal Adler "
    "Blumberg Feinman Kaplansky Mizrahi|he:.3|jewish:.6|no",
    "0.05|Siobhan Maeve Bridget Fiona Deirdre|Liam Cormac Declan Eamon Rory|Shea Riley|Gallagher Devlin "
    "Kinsella Rafferty Tierney||christian:.2|no",
    "0.04|Giulia Francesca Carla Rosa Elisa|Marco Dario Enzo Luca Vito|Andrea Nico|Bellini Caruso Moretti "
    "Santoro Venturi|it:.3|christian:.2|no",
    "0.05|Mei Lihua Xin Grace Yan Jie|Wei Jun Kevin Hao Ming Bo|An Lin|Zhao Huang Tang Shen Fong Liu|"
    "zh:.7|buddhist:.15|yes",
    "0.03|Jiwoo Minji Eunha Hana Soyeon|Joon Minho Daniel Seong Taeho|Jisoo Haneul|Kwon Bae Yoon Shim "
    "Hwang|ko:.65|christian:.3|yes",
    "0.03|Linh Thao Mai Ngoc Huong|Minh Duc Khoa Bao Tuan|An Vy|Nguyen Pham Truong Dinh Vo|vi:.65|"
    "buddhist:.3|yes",
    "0.05|Priya Anjali Meera Kavya Sunita Divya|Arjun Rohan Vikram Sanjay Anand Nikhil|Kiran Jyoti|"
    "Raghavan Banerjee Deshpande Chawla Menon Kulkarni|hi:.5 ta:.15|hindu:.4|yes",
    "0.03|Layla Noor Rania Yasmin Hala|Omar Karim Samir Tariq Nabil|Nour Amal|Haddad Mansour Khoury "
    "Nasser Saleh|ar:.7|muslim:.5|yes",
    "0.02|Shirin Parisa Nasrin Laleh|Kamran Bijan Reza Farhad|Sepehr Nima|Tehrani Farahani Moradi Rostami|"
    "fa:.7|muslim:.2|yes",
    "0.03|Maricel Analyn Jocelyn Luz|Rommel Benjie Carlo Jun|Angel Jessie|Dimaculangan Macaraeg "
    "Pangilinan Catacutan|tl:.65|christian:.4|yes",
    "0.03|Adaeze Ngozi Folake Chiamaka|Chidi Emeka Tunde Kelechi|Temi Ife|Okonkwo Adeyemi Eze Balogun|"
    "ig:.3 yo:.3|christian:.4|yes",
    "0.02|Hanna Selam Amira Hodan|Dawit Yonas Abdi Bereket|Eden Robel|Tesfaye Bekele Warsame Girma|"
    "am:.5 so:.2|christian:.2 muslim:.3|yes",
    "0.03|Olga Irina Katya Svetlana|Dmitri Pavel Anton Misha|Sasha Zhenya|Volkova Sokolov Petrenko "
    "Kuznetsov|ru:.7|jewish:.1 christian:.1|no",
    "0.02|Agnieszka Kasia Zofia Ewa|Piotr Marek Jakub Tomasz|Kaz Wiktor|Wojcik Nowicki Zielinska Kaminski|"
    "pl:.6|christian:.3|no",
    "0.02|Marie Nadège Roseline Fabiola|Jean Ricardo Wilner Stanley|Claude Danie|Desrosiers Baptiste "
    "Toussaint Laguerre|fr:.5 ht:.6|christian:.4|yes",
    "0.02|Luana Camila Thaís Renata|Thiago Caio Bruno Davi|Ariel Noa|Carvalho Teixeira Moura Barreto|"
    "pt:.75|christian:.2|yes",
    "0.02|Aiko Naomi Yuki Emi|Kenji Hiro Daichi Shun|Ren Sora|Takeda Morimoto Hayashi Okabe|ja:.5|"
    "buddhist:.25|yes",
    "0.02|Shania Dezba Winona Talia|Shilah Tate Ahiga Wade|Sky Dakota|Begaye Yellowhorse Tsosie Redcloud|"
    "nv:.2||yes",
)


def _pairs(text: str) -> tuple[tuple[str, float], ...]:
    return tuple((code, float(chance)) for code, _, chance in (part.partition(":") for part in text.split()))


@cache
def cultures() -> tuple[Culture, ...]:
    """All pools of names; their shares sum to about 1."""
    found = []
    for row in _ROWS:
        share, woman, man, nonbinary, family, languages, faiths, of_colour = row.split("|")
        given = (tuple(woman.split()), tuple(man.split()), tuple(nonbinary.split()))
        found.append(
            Culture(
                float(share),
                *given,
                tuple(family.split()),
                _pairs(languages),
                _pairs(faiths),
                of_colour == "yes",
            )
        )
    return tuple(found)
