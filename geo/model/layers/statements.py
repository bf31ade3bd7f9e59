"""Who says what: sources, claimants and claims."""

from __future__ import annotations

from geo.model import terms
from geo.model.layers.shared import DELIVERED, DISTRICT_NAMES
from geo.model.schema import Column, KeyedLayer, Kind, Layer

SOURCES = KeyedLayer(
    "sources",
    "Sources",
    "Who published what, when and where.",
    (
        Column("source_id", Kind.KEY, "Source id", hxl="#meta+id"),
        Column(
            "title",
            Kind.TEXT,
            "Title",
            "Round brackets: our own description.",
            True,
            hxl="#meta+source",
        ),
        Column("author", Kind.TEXT, "Author"),
        Column("publisher", Kind.TEXT, "Publisher", required=True),
        Column("published", Kind.PARTIAL_DATE, "Published", hxl="#date+published"),
        Column("date_note", Kind.TEXT, "Date note", "How an unstated date was inferred."),
        Column("url", Kind.URL, "Address", hxl="#meta+url"),
        Column("also_at", Kind.URL, "Also at"),
        Column("language", Kind.TEXT, "Language", "ISO 639-1 code."),
        Column("kind", Kind.TEXT, "Kind", "news, NGO, government, court, UN, analysis."),
        Column("affiliation", Kind.TEXT, "Affiliation", "How the publisher relates to a party."),
        Column(
            "grade",
            Kind.TEXT,
            "Source grade",
            "Admiralty code A–F; empty where nobody graded it.",
            domain=terms.SourceGrade,
        ),
        Column(
            "origin",
            Kind.TEXT,
            "Origin",
            "Where what it prints comes from; empty where nobody looked.",
            domain=terms.Origin,
        ),
        Column(
            "party",
            Kind.TEXT,
            "Party of the publisher",
            "Side of the conflict it belongs to, in the dataset's own words; 'none' for no side.",
        ),
        Column("method", Kind.TEXT, "Method", "Where it states how its figures were made."),
        Column("archived_at", Kind.URL, "Archived at", "Address of a lasting copy."),
        *DELIVERED,
    ),
)

CLAIMANTS = KeyedLayer(
    "claimants",
    "Claimants",
    "Who speaks: one spelling each, with the side it belongs to.",
    (
        Column("claimant_id", Kind.KEY, "Claimant id"),
        Column("name", Kind.TEXT, "Name", "As claims spell it, without the person.", True),
        Column(
            "party",
            Kind.TEXT,
            "Party",
            "Side of the conflict, in the dataset's own words; 'none' for no side.",
        ),
        Column("kind", Kind.TEXT, "Kind", domain=terms.ClaimantKind),
        Column("aliases", Kind.LIST, "Other names", "As sources write it."),
        Column("note", Kind.TEXT, "Note"),
        *DELIVERED,
    ),
)

CLAIMS = KeyedLayer(
    "claims",
    "Claims",
    "Who says what of which place and period. A claim is not a fact.",
    (
        Column("claim_id", Kind.KEY, "Claim id"),
        Column(
            "source_id",
            Kind.TEXT,
            "Source",
            "Who printed it.",
            True,
            refers_to="sources",
            hxl="#meta+source",
        ),
        Column("claimant", Kind.TEXT, "Claimant", "Who says so.", True),
        Column("subject", Kind.TEXT, "Subject", "", True, terms.Subject, hxl="#indicator+name"),
        Column("place", Kind.TEXT, "Place", "As written in the source.", hxl="#loc+name"),
        Column("place_level", Kind.TEXT, "Place level", "", True, terms.PlaceLevel),
        DISTRICT_NAMES,
        Column("period_start", Kind.PARTIAL_DATE, "Period start", hxl="#date+start"),
        Column("period_end", Kind.PARTIAL_DATE, "Period end", hxl="#date+end"),
        Column("as_of", Kind.PARTIAL_DATE, "As of", hxl="#date+occurred"),
        Column("quantity", Kind.REAL, "Quantity", minimum=0, hxl="#indicator+value+num"),
        Column("quantity_min", Kind.REAL, "At least", minimum=0),
        Column("quantity_max", Kind.REAL, "At most", minimum=0),
        Column(
            "qualifier",
            Kind.TEXT,
            "Qualifier",
            "The source's hedge: about, nearly, over; empty if it prints the figure alone.",
            domain=terms.Qualifier,
        ),
        Column("unit", Kind.TEXT, "Unit"),
        Column("category", Kind.TEXT, "Category", "As written when the source was read."),
        Column("stance", Kind.TEXT, "Stance", "", True, terms.Stance),
        Column(
            "counterclaim_of",
            Kind.TEXT,
            "Counters",
            "The claim it contradicts.",
            refers_to="claims",
        ),
        Column("paraphrase", Kind.TEXT, "What is claimed", "In our own words.", True),
        Column("locator", Kind.TEXT, "Locator", "Where in the source."),
        Column("confidence_note", Kind.TEXT, "Note"),
        Column(
            "grade",
            Kind.TEXT,
            "Information grade",
            "Admiralty code 1–6; empty where nobody graded it.",
            domain=terms.InformationGrade,
        ),
        Column("event_id", Kind.TEXT, "Accident", "The accident it is about."),
        Column(
            "withheld",
            Kind.TEXT,
            "Withheld because",
            "Why the figure is kept as a claim but never plotted or added up.",
        ),
        Column(
            "operator", Kind.TEXT, "Operator", "Whose work the figure counts, from the category."
        ),
        Column("ordnance", Kind.TEXT, "Ordnance", "From the category.", domain=terms.Ordnance),
        Column("outcome", Kind.TEXT, "Outcome", "From the category.", domain=terms.Outcome),
        Column("victims", Kind.TEXT, "Victims", "From the category.", domain=terms.Victims),
        Column(
            "scope",
            Kind.TEXT,
            "Scope",
            "What narrows the figure beside operator and kind: farmland, road, a denominator.",
        ),
        *DELIVERED,
        Column(
            "support",
            Kind.TEXT,
            "Support",
            "What the place really is.",
            domain=terms.Support,
            derived=True,
        ),
        Column(
            "footprint_id", Kind.TEXT, "Footprint", "The ground the claim speaks of.", derived=True
        ),
    ),
)

CLAIM_PLACES = Layer(
    "claim_places",
    "Places of claims",
    "Which places a claim's place name stands for.",
    (
        Column("place", Kind.TEXT, "Place", "As written in claims.", True),
        Column("place_id", Kind.TEXT, "Place id", "", True, refers_to="places"),
    ),
)
