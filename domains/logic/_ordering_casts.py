"""Ordering puzzles: what is put in order, and which of a cast's names a puzzle has.

Every cast has nouns of its own; people are not called birds. No name of a cast is part of another
of the same cast, and those in the example of the prompt template are in none.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from domains.streams import stream

from ._knights_text import NAMES


@dataclass(frozen=True, slots=True)
class Cast:
    """Things of one sort: `article` stands before a name in a sentence."""

    singular: str
    plural: str
    names: tuple[str, ...]
    article: str = "the "
    scenes: tuple[tuple[str, str], ...] = ()
    """(axis, what they do): the puzzle begins "<Five> <plural> <scene>: <names>."."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BIRDS = _words("""
albatross avocet bittern blackbird bullfinch bunting buzzard canary cassowary chickadee cockatoo
condor cormorant cuckoo curlew dipper dotterel dunlin eagle egret falcon fieldfare flamingo gannet
goldcrest goshawk grebe heron hoopoe hornbill ibis jackdaw kestrel kingfisher kittiwake lapwing
linnet magpie mallard nightjar nuthatch oriole osprey ostrich parrot partridge pelican penguin
pheasant pigeon plover puffin quail raven robin seagull shrike skylark sparrow starling stork
swallow toucan turkey vulture warbler woodpecker wren
""")
_ANIMALS = _words("""
alpaca antelope armadillo baboon badger beaver bison buffalo camel caribou cheetah chinchilla cougar
coyote dingo donkey elephant ferret gazelle gerbil gibbon giraffe gopher gorilla hamster hedgehog
hippo hyena ibex jackal jaguar kangaroo koala lemur leopard lion llama lynx marmot meerkat mongoose
moose ocelot okapi opossum otter panda panther platypus porcupine rabbit raccoon reindeer rhino
skunk sloth squirrel tapir tiger walrus weasel wombat yak zebra
""")
_FOODS = _words("""
apple apricot artichoke asparagus aubergine avocado banana beetroot broccoli cabbage carrot
cauliflower celery cherry clementine coconut cranberry cucumber date durian fennel fig garlic ginger
gooseberry grapefruit guava kale kiwi kumquat leek lemon lettuce lime lychee mandarin mango medlar
melon nectarine okra olive onion papaya parsnip peach pear persimmon pineapple plum pomegranate
potato pumpkin quince radish raspberry rhubarb shallot spinach strawberry tangerine tomato turnip
yam zucchini
""")
_INSTRUMENTS = _words("""
accordion bagpipe balalaika bandoneon banjo bassoon bugle castanet cello clarinet cornet cymbal
didgeridoo dulcimer fiddle flugelhorn flute glockenspiel gong guitar harmonica harp harpsichord
kazoo kettledrum lute lyre mandolin maraca marimba oboe ocarina organ piano piccolo recorder
saxophone sitar tambourine theremin triangle trombone trumpet tuba ukulele vibraphone viola violin
xylophone zither
""")
_GEMS = _words("""
agate alexandrite amazonite amber amethyst apatite aquamarine azurite beryl carnelian chalcedony
chrysoprase citrine coral diamond emerald fluorite garnet hematite iolite jade jasper kunzite
labradorite malachite moonstone morganite obsidian onyx opal pearl peridot pyrite quartz
rhodonite ruby sapphire sodalite spinel sunstone tanzanite topaz tourmaline turquoise zircon
""")
_VEHICLES = _words("""
ambulance bicycle bulldozer bus camper caravan coach convertible crane digger excavator forklift
hatchback hearse jeep limousine lorry minibus moped motorbike pickup rickshaw scooter sedan
snowplow sportscar steamroller tandem tanker taxi tractor tram tricycle trolley unicycle van
""")
_TREES = _words("""
acacia alder almond ash aspen baobab beech birch cedar chestnut cypress ebony elder elm eucalyptus
fir ginkgo hawthorn hazel hemlock hickory holly hornbeam juniper larch laurel linden magnolia
mahogany maple mulberry oak palm pine poplar redwood rowan sequoia spruce sycamore teak walnut
willow yew
""")
_COLORS = _words("""
amber beige black blue brown crimson golden gray green ivory lilac orange pink purple red scarlet
silver turquoise violet white yellow
""")
_STACKABLE = _words("box book crate tray tin brick cushion towel plate suitcase basket blanket")

CASTS = (
    Cast("person", "people", NAMES, "", (
        ("row", "stand in a row for a photograph, and you look at them"),
        ("queue", "wait in a queue"),
        ("time", "speak at a conference, one after another"),
        ("height", "are all of different heights"),
        ("race", "ran a race in which no two finished at the same time"),
    )),
    Cast("runner", "runners", NAMES, "", (
        ("race", "ran a marathon without a tie"),
        ("row", "line up side by side at the start, and you look at them"),
    )),
    Cast("bird", "birds", _BIRDS, "the ", (
        ("row", "sit on a wire that you look at"),
        ("queue", "walk in single file"),
    )),
    Cast("animal", "animals", _ANIMALS, "the ", (
        ("race", "ran a race in which no two finished at the same time"),
        ("queue", "walk in single file"),
        ("row", "stand side by side in a picture"),
    )),
    Cast("item", "items", _FOODS, "the ", (
        ("row", "lie in a row on a table in front of you"),
    )),
    Cast("instrument", "instruments", _INSTRUMENTS, "the ", (
        ("row", "hang in a row on a wall in front of you"),
        ("time", "are played one after another"),
    )),
    Cast("gemstone", "gemstones", _GEMS, "the ", (
        ("row", "lie in a row in a showcase in front of you"),
        ("time", "are sold one after another"),
    )),
    Cast("vehicle", "vehicles", _VEHICLES, "the ", (
        ("row", "are parked side by side, and you look at them"),
        ("queue", "wait in a line at a ferry"),
    )),
    Cast("tree", "trees", _TREES, "the ", (
        ("height", "are all of different heights"),
        ("row", "grow in a row in front of you"),
    )),
    Cast("thing", "things", tuple(f"{c} {s}" for s in _STACKABLE for c in _COLORS), "the ", (
        ("stack", "are in one stack"),
        ("row", "stand in a row on a shelf in front of you"),
    )),
)  # fmt: skip
# People have the most names, and with them the most puzzles of three.
_WEIGHTS = (4, 1, 1, 1, 1, 1, 1, 1, 1, 3)


def pick_cast(rng: random.Random) -> tuple[Cast, str, str]:
    """A cast, an axis and a scene on it."""
    (cast,) = rng.choices(CASTS, _WEIGHTS)
    axis, scene = rng.choice(cast.scenes)
    return cast, axis, scene


def pick_names(cast: Cast, family: str, seed: int, level: str, index: int, size: int) -> list[str]:
    """The names of one puzzle: no two indexes of a level, seed, cast and size have the same set.

    Names drawn at random would now and then repeat a small puzzle. The index is instead sent
    through a permutation of all subsets of this size; it starts again after all were used.
    """
    total = math.comb(len(cast.names), size)
    rng = stream(f"{family}/{cast.singular}", seed, size, level)
    start, stride = rng.randrange(total), rng.randrange(1, total)
    while math.gcd(stride, total) != 1:
        stride = rng.randrange(1, total)
    return _subset(cast.names, size, (start + index * stride) % total)


def _subset(names: Sequence[str], size: int, rank: int) -> list[str]:
    """The subset with this rank in the combinatorial number system."""
    chosen: list[str] = []
    position = len(names)
    for left in range(size, 0, -1):
        position -= 1
        while math.comb(position, left) > rank:
            position -= 1
        rank -= math.comb(position, left)
        chosen.append(names[position])
    return chosen
