"""What generated tables are about: things with an owner, a region and measured columns."""

from __future__ import annotations

from typing import NamedTuple

_ADDED = frozenset(
    ("", "MW", "million €", "hours", "m³/h", "t", "thousand €", "m²", "ha", "kt", "GWh", "t/day")
)


class Column(NamedTuple):
    """A measured column; values are drawn between two bounds, with so many decimal places."""

    name: str
    unit: str
    low: float
    high: float
    places: int = 0

    @property
    def adds(self) -> bool:
        """Whether a total over things says something: of prices, shares and depths it does not."""
        return self.unit in _ADDED

    @property
    def header(self) -> str:
        """Such as `Output (MW)`."""
        return f"{self.name} ({self.unit})" if self.unit else self.name


class Theme(NamedTuple):
    """Singular, plural, what its owners are called, and its columns."""

    one: str
    many: str
    owner: str
    columns: tuple[Column, ...]


THEMES = (
    Theme("Plant", "power plants", "Operator", (
        Column("Output", "MW", 12, 980, 1), Column("Staff size", "", 14, 640),
        Column("Building cost", "million €", 8, 2400, 1), Column("Outage time", "hours", 3, 900),
        Column("Site area", "ha", 2, 140, 1), Column("Cooling water", "m³/h", 120, 9800),
    )),
    Theme("Hotel", "hotels", "Chain", (
        Column("Bed count", "", 18, 920), Column("Occupancy", "%", 31, 97, 1),
        Column("Room price", "€", 48, 410, 2), Column("Employee count", "", 5, 380),
        Column("Distance to station", "km", 0.2, 48, 1), Column("Guest count", "", 900, 98000),
    )),
    Theme("Vessel", "ships", "Line", (
        Column("Length", "m", 42, 360, 1), Column("Crew size", "", 6, 480),
        Column("Cargo load", "t", 310, 98000), Column("Top speed", "kn", 9, 34, 1),
        Column("Fuel use", "t/day", 4, 210, 1), Column("Voyage count", "", 4, 260),
    )),
    Theme("Museum", "museums", "Trust", (
        Column("Visitor count", "", 2400, 980000), Column("Exhibit count", "", 140, 42000),
        Column("Ticket price", "€", 2, 29, 2), Column("Budget", "thousand €", 90, 9800, 1),
        Column("Floor space", "m²", 220, 28000), Column("Guide count", "", 3, 140),
    )),
    Theme("Farm", "farms", "Cooperative", (
        Column("Arable area", "ha", 8, 940, 1), Column("Milk yield", "t", 40, 2900, 1),
        Column("Wheat harvest", "t", 20, 5200, 1), Column("Worker count", "", 2, 94),
        Column("Herd size", "", 11, 860), Column("Subsidy", "thousand €", 4, 390, 1),
    )),
    Theme("Line", "bus lines", "Carrier", (
        Column("Route length", "km", 3, 96, 1), Column("Stop count", "", 6, 98),
        Column("Ridership", "thousand", 21, 3800, 1), Column("Fleet size", "", 2, 64),
        Column("Delay", "s", 12, 840), Column("Running cost", "€/km", 1.2, 9.8, 2),
    )),
    Theme("Clinic", "clinics", "Provider", (
        Column("Patient count", "", 800, 96000), Column("Doctor count", "", 4, 310),
        Column("Length of stay", "days", 1.2, 14, 1), Column("Surgery count", "", 40, 17000),
        Column("Revenue", "million €", 1, 480, 1), Column("Ambulance count", "", 1, 180),
    )),
    Theme("Mine", "mines", "Company", (
        Column("Depth", "m", 40, 2900), Column("Ore output", "kt", 11, 4900, 1),
        Column("Copper grade", "%", 0.2, 4.9, 2), Column("Miner count", "", 22, 2400),
        Column("Power draw", "GWh", 3, 690, 1), Column("Accident count", "", 1, 90),
    )),
)  # fmt: skip
NAMES = (
    "Alder", "Birchwood", "Brackley", "Calder", "Carrow", "Cobalt", "Dunmore", "Eastlea",
    "Elmstead", "Fairholm", "Fenwick", "Garnet", "Glenrock", "Hartford", "Hazelby", "Highmoor",
    "Ironside", "Juniper", "Kestrel", "Kingsmead", "Larkfield", "Linden", "Marlow", "Mistral",
    "Northgate", "Oakridge", "Orchard", "Pinecrest", "Quarry Hill", "Ravenna", "Redstone",
    "Rowan", "Sable", "Saltmarsh", "Silverdale", "Stonebridge", "Tamarack", "Thornbury",
    "Upland", "Verbena", "Wexcombe", "Willowmere", "Windrush", "Yarrow",
)  # fmt: skip
OWNERS = (
    "Arvex", "Bellamy Group", "Cordant", "Delphi Partners", "Ennis & Rook", "Farrow", "Gable Union",
    "Harrier", "Inverness Trust", "Jorvik", "Kappa Works", "Lumen", "Meridian", "Norvale",
    "Octavia", "Pallas", "Quillon", "Rotunda", "Sterling Nine", "Tessera",
)  # fmt: skip
OWNER_COLUMNS = (
    Column("Office count", "", 2, 190), Column("Annual turnover", "million €", 4, 5900, 1),
    Column("Share capital", "million €", 1, 870, 1), Column("Apprentice count", "", 3, 780),
    Column("Dividend", "€", 0.1, 9.9, 2), Column("Debt", "million €", 2, 990, 1),
)  # fmt: skip
REGIONS = (
    "Coast", "Lakeland", "Highlands", "Midlands", "Border", "Islands", "Plains", "Delta",
)  # fmt: skip
PLACES = (
    "Ardenia", "Belmark", "Corvania", "Dresmoor", "Eldova", "Farnland", "Gravonia", "Helmark",
    "Istria Bay", "Jutmark", "Karsten", "Lorvania", "Montara", "Nordhaven", "Ostrova", "Pelland",
    "Quenmark", "Rosmara", "Sylvania Bay", "Torvald", "Ulmar", "Valdera", "Westmark", "Zelland",
)  # fmt: skip
