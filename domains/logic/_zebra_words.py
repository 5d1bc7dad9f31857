"""Zebra puzzles: what the places of each theme are, and what can be true of them.

Within a theme no value is part of another one or of a phrase, and no phrase has a word of a clue's
own frame ("is", "and", "between"), so that each clue can be meant in one way only. No theme shares
a value with another one.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from domains.streams import stream


class Attribute(NamedTuple):
    """A column: its name, phrases that name a place by a value, and the values."""

    name: str
    phrases: tuple[str, ...]
    values: tuple[str, ...]


class Theme(NamedTuple):
    """What stands in a row, how a puzzle begins, and the columns."""

    place: str
    scenes: tuple[str, ...]
    attributes: tuple[Attribute, ...]


def _of(name: str, phrases: tuple[str, ...], values: str) -> Attribute:
    return Attribute(name, phrases, tuple(values.split()))


_HOUSES = Theme(
    "house",
    (
        "{count} houses stand side by side on Elm Street.",
        "There are {count} houses in a row along a road.",
    ),
    (
        _of("Color", ("the {} house", "the house painted {}"),
            "red blue green yellow white black orange purple pink brown gray turquoise beige "
            "crimson ivory magenta"),
        _of("Owner", ("{}'s house", "the house of {}"),
            "Alice Boris Chloe Derek Elena Felix Gwen Hugo Irina Jonas Karen Liam Mabel Noah Olga "
            "Peter"),
        _of("Pet", ("the house with the {}", "the house where the {} lives"),
            "cat dog rabbit hamster parrot turtle goldfish canary ferret lizard mouse pony snake "
            "gecko hen donkey"),
        _of("Drink", ("the house that serves {}", "the house where they drink {}"),
            "tea coffee milk water juice cocoa lemonade cider cola soda wine beer sherry kefir "
            "espresso punch"),
        _of("Instrument", ("the house with the {}", "the house of the {} player"),
            "piano violin flute cello drum harp trumpet guitar clarinet banjo oboe accordion tuba "
            "mandolin saxophone xylophone"),
        _of("Flower", ("the house where {} grow", "the house with {} in the garden"),
            "tulips roses lilies daisies violets irises poppies asters dahlias orchids lupins "
            "pansies peonies crocuses daffodils begonias"),
    ),
)  # fmt: skip
_TRAIN = Theme(
    "car",
    (
        "A train with {count} cars waits at a platform.",
        "A freight train is made up of {count} cars.",
    ),
    (
        _of("Cargo", ("the car loaded with {}", "the car that carries {}"),
            "coal grain timber steel cement sand gravel sugar cotton paper salt copper wool rubber "
            "flour marble"),
        _of("Destination", ("the car bound for {}", "the car that goes to {}"),
            "Paris Oslo Rome Madrid Vienna Prague Dublin Lisbon Athens Warsaw Berlin Zurich Turin "
            "Geneva Milan Sofia"),
        _of("Guard", ("{}'s car", "the car guarded by {}"),
            "Abbott Barnes Carter Dawson Ellis Foster Graham Hayes Irving Jenkins Kelley Lambert "
            "Morris Norton Osborne Porter"),
        _of("Emblem", ("the car with the {} emblem", "the car that shows the {} as its emblem"),
            "eagle lion bear wolf stag falcon bull dragon owl fox swan tiger horse beaver raven "
            "griffin"),
        _of("Year", ("the car built in {}", "the car from {}"),
            "1951 1953 1954 1956 1958 1961 1962 1964 1967 1969 1972 1975 1978 1980 1983 1986"),
        _of("Roof", ("the car with the {} roof", "the car under the {} roof"),
            "scarlet navy silver golden maroon olive bronze cyan indigo ocher khaki lavender cream "
            "pewter teal mauve"),
    ),
)  # fmt: skip
_MARKET = Theme(
    "stall",
    (
        "{count} stalls stand in a line at the market.",
        "At the village fair there is a row of {count} stalls.",
    ),
    (
        _of("Vendor", ("{}'s stall", "the stall run by {}"),
            "Amira Bruno Carla Dmitri Esther Fabio Greta Hassan Ingrid Jamal Keiko Lorenzo Marta "
            "Nikhil Oscar Paloma"),
        _of("Fruit", ("the stall with the {}", "the stall that sells {}"),
            "apples pears plums cherries lemons bananas mangoes figs melons peaches kiwis "
            "apricots grapes papayas quinces dates"),
        _of("Spice", ("the stall that smells of {}", "the stall that offers {}"),
            "cinnamon pepper ginger saffron cumin paprika nutmeg vanilla cloves turmeric cardamom "
            "anise thyme oregano sumac fennel"),
        _of("Awning", ("the stall with the {} awning", "the stall under the {} awning"),
            "striped dotted checkered plain floral zigzag quilted woven patched embroidered "
            "painted wavy glittering netted faded marbled"),
        _of("Sign", ("the stall with the {} on its sign", "the stall whose sign shows the {}"),
            "star moon anchor crown heart sun bell key feather wheel lantern compass ladder arrow "
            "spiral comet"),
        _of("Homeland", ("the stall with goods from {}", "the stall whose goods come from {}"),
            "Peru Kenya India Chile Nepal Egypt Greece Norway Canada Japan Mexico Spain Ghana "
            "Vietnam Brazil Iceland"),
    ),
)  # fmt: skip
_BOATS = Theme(
    "boat",
    (
        "{count} boats are moored side by side at a pier.",
        "In the harbor lies a row of {count} boats.",
    ),
    (
        _of("Name", ("the {}", "the boat called the {}"),
            "Aurora Tempest Mermaid Pelican Odyssey Horizon Dolphin Sirocco Albatross Nautilus "
            "Endeavor Corsair Halcyon Breeze Pioneer Wanderer"),
        _of("Captain", ("the boat of Captain {}", "Captain {}'s boat"),
            "Ahern Bligh Cortez Drake Eriksen Flint Gallo Hudson Ivanov Jansen Kidd Lund Moreau "
            "Nakamura Olsen Pike"),
        _of("Catch", ("the boat that fishes for {}", "the boat with the {} on board"),
            "cod tuna salmon herring mackerel trout crab squid lobster shrimp haddock eel sardine "
            "halibut oyster perch"),
        _of("Port", ("the boat from {}", "the boat registered in {}"),
            "Bergen Genoa Boston Havana Dakar Odessa Sydney Lima Naples Bristol Cadiz Hamburg "
            "Marseille Halifax Manila Riga"),
        _of("Material", ("the boat made of {}", "the boat with a hull of {}"),
            "oak teak cedar aluminum plywood fiberglass iron mahogany larch pine carbon plastic "
            "concrete bamboo elm ash"),
        _of("Length", ("the boat of {} feet", "the boat measuring {} feet"),
            "21 24 26 28 31 33 35 37 39 42 44 46 48 51 53 55"),
    ),
)  # fmt: skip
_CAMP = Theme(
    "tent",
    (
        "{count} tents stand in a row at the edge of a lake.",
        "A camp consists of {count} tents in a line.",
    ),
    (
        _of("Camper", ("{}'s tent", "the tent where {} sleeps"),
            "Adele Basil Cindy Dwight Edith Floyd Gilda Homer Imani Joyce Kofi Laila Megan Nigel "
            "Opal Percy"),
        _of("Hobby", ("the tent of the camper who likes {}",
                      "the tent of the camper fond of {}"),
            "chess hiking archery fishing knitting juggling climbing sketching yoga kayaking "
            "whittling birdwatching origami photography surfing swimming"),
        _of("Snack", ("the tent with the {}", "the tent that holds the {}"),
            "nuts raisins crackers cookies muffins pretzels olives carrots waffles dumplings "
            "pancakes bagels pickles brownies chips noodles"),
        _of("Fabric", ("the tent made of {}", "the tent sewn from {}"),
            "canvas nylon silk linen hemp felt denim polyester leather jute velvet satin corduroy "
            "tweed flannel muslin"),
        _of("Tool", ("the tent with the {}", "the tent where the {} lies"),
            "ax shovel hammer rope saw torch mallet bucket whistle kettle hatchet telescope "
            "pocketknife mirror radio map"),
        _of("Book", ("the tent with the book about {}", "the tent that holds the book about {}"),
            "pirates robots volcanoes castles dinosaurs planets spies ghosts knights deserts "
            "glaciers emperors wizards jungles bridges detectives"),
    ),
)  # fmt: skip
THEMES = (_HOUSES, _TRAIN, _MARKET, _BOATS, _CAMP)
MAX_HOUSES = 8
MAX_ATTRIBUTES = 6


class Setting(NamedTuple):
    """The words of one puzzle: its theme, its columns, and the values of each column."""

    theme: Theme
    attributes: tuple[Attribute, ...]
    values: tuple[tuple[str, ...], ...]


def pick_setting(family: str, seed: int, level: str, index: int, shape: tuple[int, int]) -> Setting:
    """The words of one puzzle of (houses, attributes): no two indexes of a level have the same.

    Small puzzles have few clues, so that words drawn at random would repeat whole puzzles. The
    index is instead sent through a permutation of all choices of words; for the smallest shape it
    starts again after a million rows.
    """
    houses, columns = shape
    choices = [(theme, chosen) for theme in THEMES
               for chosen in combinations(theme.attributes, columns)]  # fmt: skip
    sizes = math.comb(len(THEMES[0].attributes[0].values), houses)
    total = len(choices) * sizes**columns
    rng = stream(f"{family}/words", seed, houses * 10 + columns, level)
    start, stride = rng.randrange(total), rng.randrange(1, total)
    while math.gcd(stride, total) != 1:
        stride = rng.randrange(1, total)
    rank, which = divmod((start + index * stride) % total, len(choices))
    theme, attributes = choices[which]
    values = []
    for attribute in attributes:
        rank, own = divmod(rank, sizes)
        values.append(_subset(attribute.values, houses, own))
    return Setting(theme, attributes, tuple(values))


def _subset(words: Sequence[str], size: int, rank: int) -> tuple[str, ...]:
    """The subset of that rank in the combinatorial number system."""
    chosen: list[str] = []
    position = len(words)
    for left in range(size, 0, -1):
        position -= 1
        while math.comb(position, left) > rank:
            position -= 1
        rank -= math.comb(position, left)
        chosen.append(words[position])
    return tuple(chosen)
