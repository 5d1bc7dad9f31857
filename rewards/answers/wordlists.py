"""Words: letters by name, spellings of units, and what may not stand beside a paid number."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


# Greek letters and others that name a quantity.
GREEK = word_set(
    """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau
    upsilon phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell hbar
    """
)

# Canonical name (pint's, for physical units): other spellings, singular and plural.
UNITS = """
meter: m meters metre metres
centimeter: cm centimeters centimetre centimetres cms
millimeter: mm millimeters millimetre millimetres
kilometer: km kilometers kilometre kilometres kms
decimeter: dm decimeters decimetre decimetres
micrometer: um micrometers micron microns
nanometer: nm nanometers
inch: in inches
foot: ft feet
yard: yd yards yds
mile: mi miles
gram: g grams gm gms gramme grammes
kilogram: kg kilograms kgs kilo kilos
milligram: mg milligrams
metric_ton: t ton tons tonne tonnes
pound: lb lbs pounds
ounce: oz ounces
second: s sec secs seconds
minute: min mins minutes
hour: h hr hrs hours
day: d days
week: weeks wk wks
month: months
year: yr yrs years
millisecond: ms milliseconds
liter: l liters litre litres
milliliter: ml milliliters millilitre millilitres
gallon: gal gallons
quart: qt quarts
pint: pt pints
cup: cups
newton: n newtons
joule: j joules
kilojoule: kj kilojoules
watt: w watts
kilowatt: kw kilowatts
kilowatt_hour: kWh kwh
volt: v volts
ampere: a amp amps amperes
megawatt: MW megawatts
milliwatt: mW milliwatts
kilovolt: kV kilovolts
millivolt: mV millivolts
milliampere: mA milliamps milliamperes
microampere: uA microamps
kilojoule: kJ kilojoules
megajoule: MJ megajoules
millijoule: mJ millijoules
kilonewton: kN kilonewtons
newton*meter: Nm
dyne: dyn dynes
erg: ergs
horsepower: hp
ohm: ohms
kiloohm: kohm kohms kiloohms kilohm kilohms
megaohm: megaohms megohm megohms
milliohm: milliohms
siemens: siemens
millisiemens: mS
debye: D debyes
farad: F farads
millifarad: mF
microfarad: uF microfarads
nanofarad: nF nanofarads
picofarad: pF picofarads
henry: H henries henrys
millihenry: mH millihenries
microhenry: uH
weber: Wb webers
millitesla: mT
microtesla: uT
millicoulomb: mC millicoulombs
microcoulomb: uC microcoulombs
nanocoulomb: nC nanocoulombs
picocoulomb: pC
pascal: pa pascals
hectopascal: hPa
kilopascal: kpa kilopascals
megapascal: MPa megapascals
gigapascal: GPa gigapascals
atmosphere: atm atmospheres atms
bar: bars
millibar: mbar millibars
mmHg: mmHg
torr: torr
psi: psi
hertz: hz
kilohertz: kHz
megahertz: MHz
gigahertz: GHz
coulomb: c coulombs
tesla: T teslas
kelvin: k kelvins
mole: mol mols moles
millimole: mmol millimoles
micromole: umol micromoles
kilomole: kmol kilomoles
molar: M
millimolar: mM
micromolar: uM
nanomolar: nM
becquerel: Bq becquerels
kilobecquerel: kBq
megabecquerel: MBq
curie: Ci curies
gray: Gy grays
sievert: Sv sieverts
millisievert: mSv
decibel: dB decibels
candela: cd candelas
lumen: lm lumens
lux: lx
electron_volt: eV ev electronvolt electronvolts
kiloelectron_volt: keV
megaelectron_volt: MeV
gigaelectron_volt: GeV
unified_atomic_mass_unit: amu amus
calorie: cal calories
kilocalorie: kcal
degree: degrees deg
radian: rad radians rads
revolution: rev revs revolutions
revolution*minute**-1: rpm
revolution*second**-1: rps
angstrom: Å angstroms
light_year: ly lightyear lightyears
astronomical_unit: AU
parsec: parsecs
kiloparsec: kpc
megaparsec: Mpc
knot: knots
nanosecond: ns nanoseconds
microsecond: us microseconds
picosecond: ps picoseconds
femtosecond: fs femtoseconds
microgram: mcg micrograms
picometer: pm picometers
microliter: uL microliters
femtometer: fm
hectare: ha hectares
acre: acres
mile*hour**-1: mph
kilometer*hour**-1: kmh kph kmph
degree_Celsius: celsius
photon: photons
electron: electrons
atom: atoms
molecule: molecules
ion: ions
degree_Fahrenheit: fahrenheit
usd: dollar dollars usd bucks
cent: cents ¢
eur: euro euros eur €
gbp: gbp £ quid
penny: pence
yuan: rmb cny
jpy: yen jpy
inr: rupee rupees rs inr ₹
peso: pesos
ruble: rubles rouble roubles
franc: francs
"""

# Nouns that stand for several without an s.
PLURALS = word_set(
    """
    people men women children feet teeth geese mice sheep fish deer dice data vertices indices
    matrices radii foci criteria money each per candy fruit bread dozen pcs person staff percent
    unit piece item
    """
)

# Words of which one at least stands in the name of a quantity: "total cost", "number of apples".
QUANTITIES = word_set(
    """
    absolute acceleration age altitude amount amplitude angle answer area average balance base
    breadth capacity charge circumference coefficient concentration constant cost count current
    degree density depth determinant diagonal diameter difference dimension discount discriminant
    displacement distance duration eccentricity efficiency energy entropy enthalpy error exponent
    factor focal force fraction frequency gain gradient height hypotenuse impulse income index
    inductance integer intensity intercept interest interval inverse labor length level limit loss
    magnitude mass max maximum mean median midpoint min minimum mode modulus moment momentum money
    multiplicity number odds output parameter payment percent percentage perimeter period
    permutation phase point population position potential power pressure price principal
    probability product profit proportion quantity quotient radius range rank rate ratio remainder
    resistance result revenue root salary sale score sequence share shift side size slope solution
    speed spread stock sum surface tax temperature term thickness time total trace value variance
    velocity voltage volume wage wavelength weight width work year yield
    apothem arc center chance chord complement date day derivative digit domain equation
    expression focus function gcd hour integral intersection lcm leg likelihood line matrix measure
    month order pair polynomial second set tangent union vector vertex zero
    """
)

# Words by which a text says what the answer is not.
DENIALS = word_set(
    """
    anything but cannot can't doesn't don't except excluding exclude false incorrect instead isn't
    neither never no nor not nothing other rather unlike unless wrong without
    """
)

# Words that could deny, hedge, compare, scale or compute.
REFUSED = word_set(
    """
    about above actually almost although and answer answers approximately are aren around bad
    base be been below between bigger billion billions both but by can cannot cant correct cube
    cubed divided doesn don dont double dozen dozens eight either else error except factorial
    failed fake false fewer fifth fifths five four fourth fourths from greater guess half halves
    hardly however hundred hundreds hundredth hundredths if ignore impossible incorrect infinite
    infinity instead invalid inverse is isn isnt larger least less lie maybe million millions
    minus mistake mistaken mod modulo more most multiplied nan nearly negative neither never nil
    nine no none nope nor not null off one only opposite or otherwise over percent perhaps plus
    positive possibly power probably quarter quarters rather reciprocal refuted rejected
    retracted right root roughly seven six smaller solution solutions square squared t ten tenth
    tenths than then third thirds though thousand thousands thousandth three thrice times to
    trillion triple twice two uncertain unclear undefined under unknown unless unlike unsure
    untrue up vs wait was were when without wrong x zero
    """
)
