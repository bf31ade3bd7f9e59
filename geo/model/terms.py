"""Enumerations of mine action and their labels.

Terms follow the International Mine Action Standards (IMAS): 04.10 glossary, 05.10 information
management, 07.10 and 07.11 land release, 08.10 and 08.20 survey, 09.10 clearance. Source and
information grades are the Admiralty code (NATO AJP-2.1). Descriptions are paraphrased.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Self

from geo.errors import UnknownTerm

# What stands on everything that shows or answers something.
CAUTIONS = (
    "No record is not evidence of no contamination.",
    "Not for navigation or for judging that land is safe.",
)


class Term(StrEnum):
    """A member of a controlled vocabulary: its code, a label and a description."""

    label: str
    description: str

    def __new__(cls, code: str, label: str = "", description: str = "") -> Self:
        """Build a member; only the class bodies below call it with a label."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.description = description
        return member

    @classmethod
    def parse(cls, text: str) -> Self:
        """Return the member whose code is `text`.

        Raises
        ------
        UnknownTerm
            With the value, the enumeration and its members.
        """
        try:
            return cls(text)
        except ValueError:
            raise UnknownTerm(
                f"{text!r} is not a {cls.__name__}", f"Expected one of: {', '.join(cls)}"
            ) from None


class Support(Term):
    """Real extent of the place in a report. Decides how it may be drawn."""

    SURVEYED_POLYGON = "surveyed_polygon", "Surveyed polygon", "Outline measured on the ground"
    RECONSTRUCTED_POLYGON = (
        "reconstructed_polygon",
        "Reconstructed polygon",
        "Outline from a traverse or a georeferenced sketch",
    )
    POINT = "point", "Point", "A position, with its accuracy"
    LINE = "line", "Line", "A road or a border section"
    SETTLEMENT = "settlement", "Settlement", "Somewhere in or around a settlement"
    DISTRICT = "district", "District", "A figure of a whole district, not of a place in it"
    MULTI_DISTRICT = (
        "multi_district",
        "Several districts",
        "One figure of several districts together; it is never split",
    )
    REGION = "region", "Region", "A region without agreed outline, or a whole country"
    NONE = "none", "No place", "The report names no place"

    @property
    def is_area(self) -> bool:
        """True if the geometry may be drawn as an area of hazard or release."""
        return self in (Support.SURVEYED_POLYGON, Support.RECONSTRUCTED_POLYGON)


class RecordPoint(Term):
    """Point that a leg of a minefield record leads to (IMAS 05.10: points of a polygon)."""

    BENCHMARK = "benchmark", "Benchmark", "A fixed point near the edge of the field"
    START_POINT = "start_point", "Start point", "Where the outline begins, and where it closes"
    TURNING_POINT = "turning_point", "Turning point", "A corner of the outline"
    INTERMEDIATE_POINT = "intermediate_point", "Intermediate point", "A point between two corners"
    END_POINT = "end_point", "End point", "The last corner of an outline that is not closed"


class North(Term):
    """From which north a bearing is counted."""

    TRUE = "true", "True north", "The meridian"
    MAGNETIC = "magnetic", "Magnetic north", "A compass; the declination is added"
    GRID = "grid", "Grid north", "The lines of a map's grid; the convergence is added"


class AngleUnit(Term):
    """In which unit a bearing is written."""

    DEGREES = "degrees", "Degrees", "360 to the circle"
    MILS_6000 = "mils_6000", "Mils (6,000)", "Soviet forms and their successors"
    MILS_6400 = "mils_6400", "Mils (6,400)", "NATO"

    @property
    def circle(self) -> int:
        """How many make a circle."""
        return {AngleUnit.DEGREES: 360, AngleUnit.MILS_6000: 6000, AngleUnit.MILS_6400: 6400}[self]


class DistanceUnit(Term):
    """In which unit a distance is written."""

    METRES = "metres", "Metres"
    PACES = "paces", "Paces", "Of the length that the record states"


class PlaceLevel(Term):
    """How exactly a claim names its place, as recorded by whoever read the source."""

    POINT = "point", "Point", "A position"
    SETTLEMENT = "settlement", "Settlement", "A town, a village or a part of one"
    DISTRICT = "district", "District", "One or several districts by name"
    REGION = "region", "Region", "A part of a country that is no district"
    COUNTRY = "country", "Country", "A whole country"


class Subject(Term):
    """Subject of a claim."""

    AREA_CLEARED = "area_cleared", "Land cleared", "Ground reported as cleared or released"
    EO_FOUND = "eo_found", "Ordnance found", "Mines and other ordnance found or destroyed"
    CASUALTIES = "casualties", "Casualties", "Persons harmed, or accidents counted"
    CONTAMINATED_AREA = (
        "contaminated_area",
        "Contaminated area",
        "Ground reported as mined or suspected",
    )
    MINES_ESTIMATED = (
        "mines_estimated",
        "Mines estimated",
        "How many mines are said to be in the ground",
    )
    MINES_MAPPED = (
        "mines_mapped",
        "Mines on handed-over maps",
        "How many mines the records handed over show",
    )
    RECORD_ACCURACY = (
        "record_accuracy",
        "Accuracy of minefield records",
        "How right records are, by whatever measure the source has",
    )
    MAP_HANDOVER = (
        "map_handover",
        "Handover of minefield maps",
        "Records given, asked for or refused",
    )
    ACTIVITY_ONGOING = "activity_ongoing", "Activity under way", "Survey, clearance or teaching"
    ACTIVITY_PLANNED = "activity_planned", "Activity planned", "What is announced for later"
    EQUIPMENT = "equipment", "Equipment", "Machines, dogs and people in use"
    FUNDING = "funding", "Funding", "Money given, promised or needed"
    DISPLACEMENT = "displacement", "Displacement", "People who left, returned or wait"
    STATEMENT = "statement", "Statement", "What is said without a figure"


class Stance(Term):
    """How the claimant stands to what is claimed."""

    ASSERTS = "asserts", "asserts", "The claimant says that it is so"
    DISPUTES = "disputes", "disputes", "The claimant contests what another says"
    DIFFERS = "differs", "differs", "The compiler notes that it differs from another claim"
    DENIES = "denies", "denies", "The claimant says that it is not so"
    ALLEGES = "alleges", "alleges", "The claimant accuses another party of it"
    PLANS = "plans", "plans", "The claimant intends it"


class Qualifier(Term):
    """How exactly a source gives a figure: its hedge, which a bound alone does not tell."""

    ABOUT = "about", "about", "Near the figure, on either side"
    NEARLY = "nearly", "nearly", "A little less than the figure"
    OVER = "over", "over", "More than the figure"
    BELOW = "below", "below", "Less than the figure"
    AT_LEAST = "at_least", "at least", "The figure or more"
    UP_TO = "up_to", "up to", "The figure or less"


class Ordnance(Term):
    """Kind of explosive ordnance (IMAS 04.10)."""

    ANTI_PERSONNEL = "anti_personnel", "Anti-personnel mines", "Set off by a person"
    ANTI_VEHICLE = "anti_vehicle", "Anti-vehicle mines", "Anti-tank in the press"
    MINES = "mines", "Mines, both kinds", "Anti-personnel and anti-vehicle mines in one figure"
    SUBMUNITION = "submunition", "Submunitions", "Scattered by cluster munitions"
    UNEXPLODED_ORDNANCE = "unexploded_ordnance", "Unexploded ordnance", "Fired, not exploded"
    ABANDONED_ORDNANCE = "abandoned_ordnance", "Abandoned ordnance", "Left behind, not fired"
    IMPROVISED = "improvised", "Improvised devices", "Made outside a factory"
    BOOBY_TRAP = "booby_trap", "Booby traps", "Set off by a harmless-looking act"
    ALL = "all", "Mines and other ordnance", "Mines and other ordnance in one figure"
    OTHER = "other", "Other", "A kind that is not in this list"
    UNSPECIFIED = "unspecified", "Not specified", "The source does not say which kind"


class Outcome(Term):
    """People that a casualty figure counts."""

    KILLED = "killed", "Killed", "Persons who died"
    INJURED = "injured", "Injured", "Persons who lived"
    KILLED_OR_INJURED = "killed_or_injured", "Killed or injured", "Persons, both in one figure"
    INCIDENTS = "incidents", "Incidents", "Accidents, not persons"
    UNSPECIFIED = "unspecified", "Not specified", "The source does not say what it counts"


class Victims(Term):
    """Whom a casualty figure counts."""

    ALL = "all", "All", "Everybody, in one figure"
    CIVILIAN = "civilian", "Civilian", "Persons who are in no armed force"
    MILITARY = "military", "Military", "Soldiers and police"
    DEMINER = "deminer", "Deminer", "Persons at work in clearance or survey"
    CHILDREN = "children", "Children", "Persons under 18"
    WOMEN = "women", "Women", "Women, as the source counts them"
    OTHER = "other", "Other", "A group that is not in this list"
    UNSPECIFIED = "unspecified", "Not specified", "The source does not say whom it counts"


class EventKind(Term):
    """Kind of an event."""

    ACCIDENT = "accident", "Accident", "Somebody or something was harmed"
    ORDNANCE_FOUND = "ordnance_found", "Ordnance found", "Ordnance lay there"
    SUSPICION = "suspicion", "Suspicion", "Somebody reports that there may be ordnance"
    SEIZURE = "seizure", "Seizure", "Stored or seized ordnance, a workshop: no hazard in the ground"
    OTHER = "other", "Other", "Something else; the event's own words say what"


class Classification(Term):
    """Classification of a hazardous area (IMAS 08.10)."""

    SUSPECTED = "suspected", "Suspected hazardous area", "Suspicion from indirect evidence"
    CONFIRMED = "confirmed", "Confirmed hazardous area", "Presence shown by direct evidence"


class LandStatus(Term):
    """State of work on a hazardous area."""

    OPEN = "open", "Open", "No work has begun"
    WORKED_ON = "worked_on", "Worked on", "Survey or clearance has begun"
    CLOSED = "closed", "Closed", "The office has ended its work; only releases say what is released"


class ReleaseProduct(Term):
    """The three products whose sum is released land (IMAS 07.11), strongest first."""

    CLEARED = "cleared", "Cleared", "All specified ordnance removed to a specified depth"
    REDUCED = "reduced", "Reduced", "No evidence after technical survey"
    CANCELLED = "cancelled", "Cancelled", "No evidence after non-technical survey"


class Method(Term):
    """Asset used (IMAS 09.10)."""

    MANUAL = "manual", "Manual", "People with detectors and hand tools"
    MECHANICAL = "mechanical", "Mechanical", "Machines that till, flail or sift"
    ANIMAL_DETECTION = "animal_detection", "Animal detection", "Dogs or rats"
    MIXED = "mixed", "Mixed", "Several of these"
    UNKNOWN = "unknown", "Unknown", "It is not recorded"


class Origin(Term):
    """Where what a source prints comes from."""

    PRIMARY = "primary", "Primary", "Whoever counted or decided publishes it"
    NAMES_PRIMARY = "names_primary", "Names its primary source", "It says whose words it prints"
    REPRINT = "reprint", "Reprint", "It prints what another outlet printed"
    OPINION = "opinion", "Opinion", "A signed view; figures are the author's choice"
    UNKNOWN = "unknown", "Not named", "It does not say where a figure comes from"


class ClaimantKind(Term):
    """Kind of a claimant."""

    GOVERNMENT = "government", "Government", "A state or de facto body, or who speaks for it"
    MINE_ACTION = "mine_action", "Mine action body", "A national agency or centre"
    INTERGOVERNMENTAL = "intergovernmental", "International organisation", "States are its members"
    ORGANISATION = (
        "organisation",
        "Non-governmental organisation",
        "An association, a charity or an institute",
    )
    COURT = "court", "Court", "A national or an international one"
    AGREEMENT = "agreement", "Agreement", "The text of a treaty or statement"
    MEDIA = "media", "Media", "An outlet that says it itself"
    PERSON = "person", "Person", "Who speaks for nobody else"


class SourceGrade(Term):
    """Reliability of a source (Admiralty code)."""

    A = "A", "Completely reliable", "By the rule: a dated primary with its method, of no party"
    B = (
        "B",
        "Usually reliable",
        "By the rule: a party's own primary, or a dated agency that names one",
    )
    C = "C", "Fairly reliable", "By the rule: a dated outlet that does not name its origin"
    D = "D", "Not usually reliable", "By the rule: a reprint, or an inferred date"
    E = "E", "Unreliable", "By the rule: no author, or two or more misprints withheld"
    F = "F", "Cannot be judged", "By the rule: neither date nor address"


class InformationGrade(Term):
    """Credibility of a piece of information (Admiralty code)."""

    CONFIRMED = "1", "Confirmed by independent sources", "By the rule: parties agree"
    PROBABLE = "2", "Probably true", "By the rule: two origins of one party agree, or sums do"
    POSSIBLE = "3", "Possibly true", "By the rule: one origin, complete"
    DOUBTFUL = "4", "Doubtful", "By the rule: one origin, incomplete, hedged or opposed"
    IMPROBABLE = "5", "Improbable", "By the rule: impossible, or withheld"
    UNJUDGED = "6", "Cannot be judged", "By the rule: no figure, or an opinion"


class Repair(Term):
    """Treatment of an outline that could not be used as it was delivered."""

    REPAIRED = "repaired", "Repaired", "Its area changed by at most 0.1 %"
    QUARANTINED = (
        "quarantined",
        "Quarantined",
        "It crosses itself, and nobody knows which ground was meant: in no figure of area",
    )


class Level(Term):
    """How grave a finding is."""

    ERROR = "error", "Error", "The row was rejected or the figure cannot be used"
    WARNING = "warning", "Warning", "Kept, but to be looked at"
    INFO = "info", "Note", "Kept; good to know"


class BasemapKind(Term):
    """Kind of a base-map feature."""

    LAND = "land", "Land", "A neighbouring country"
    BOUNDARY = "boundary", "Boundary", "A boundary line"
    LAKE = "lake", "Lake", "Standing water"
    RIVER = "river", "River", "Flowing water"
    TOWN = "town", "Town", "A town, for orientation"
