"""The rows that presets are made of: stages, phases, channels, formats and masks, in English and Dutch.

All of it is a proposal for a first day; every row can be edited, archived or deleted afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from planner.core.model import Channel, ChannelRules, Format, Label

# What a row says in two languages: slug, name en, name nl, short en, short nl, description en, description nl.
Texts = tuple[str, str, str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Model:
    """A way to look at the customer: its stages, those after the sale, and per stage the minimum of each phase."""

    stages: tuple[Texts, ...]
    post_sale: frozenset[str]
    mask: Mapping[str, Mapping[str, float]]


PHASES: tuple[Texts, ...] = (
    ("awareness", "Awareness", "Bewustwording", "Aware", "Bewust",
     "Feels a need or a question and learns what it is about.",
     "Voelt een behoefte of vraag en ontdekt waar het over gaat."),
    ("consideration", "Consideration", "Overweging", "Consider", "Overw.",
     "Compares ways to meet the need.", "Vergelijkt manieren om in de behoefte te voorzien."),
    ("decision", "Decision", "Beslissing", "Decide", "Beslis",
     "Chooses what to buy, and from whom.", "Kiest wat te kopen, en bij wie."),
    ("post-purchase", "Post-purchase", "Na aankoop", "After", "Na",
     "Uses what was bought and wants to succeed with it.", "Gebruikt wat gekocht is en wil daarin slagen."),
)  # fmt: skip

LIFE_CYCLE = Model(
    stages=(
        ("reach", "Reach", "Bereiken", "Reach", "Bereik",
         "People who do not know us yet.", "Mensen die ons nog niet kennen."),
        ("acquire", "Acquire", "Verwerven", "Acquire", "Verwerf",
         "People who give us their attention or address.", "Mensen die ons hun aandacht of adres geven."),
        ("convert", "Convert", "Converteren", "Convert", "Convert.",
         "People who are about to buy for the first time.", "Mensen die voor het eerst gaan kopen."),
        ("onboard", "Onboard", "Onboarden", "Onboard", "Onboard",
         "New customers on their way to a first success.", "Nieuwe klanten op weg naar een eerste succes."),
        ("retain", "Retain", "Behouden", "Retain", "Behoud",
         "Customers who use what they have and may buy again.", "Klanten die gebruiken wat ze hebben en herkopen."),
        ("loyalty", "Loyalty", "Loyaliteit", "Loyalty", "Loyaal",
         "Customers who come back by themselves.", "Klanten die vanzelf terugkomen."),
        ("advocate", "Advocate", "Ambassadeurschap", "Advocate", "Ambass.",
         "Customers who recommend us to others.", "Klanten die ons bij anderen aanbevelen."),
    ),
    post_sale=frozenset({"onboard", "retain", "loyalty", "advocate"}),
    mask={
        "reach": {"awareness": 2},
        "acquire": {"awareness": 1, "consideration": 2},
        "convert": {"consideration": 1, "decision": 2},
        "onboard": {"post-purchase": 2},
        "retain": {"consideration": 1, "decision": 1, "post-purchase": 2},
        "loyalty": {"awareness": 1, "consideration": 1, "post-purchase": 1},
        "advocate": {"consideration": 1, "post-purchase": 2},
    },
)  # fmt: skip

RACE = Model(
    stages=(
        ("reach", "Reach", "Bereiken", "Reach", "Bereik",
         "Build awareness and bring visitors.", "Bouw bekendheid op en breng bezoekers."),
        ("act", "Act", "Interactie", "Act", "Interact.",
         "Prompt a first interaction: a sign-up, a download.", "Lok een eerste interactie uit: een inschrijving."),
        ("convert", "Convert", "Converteren", "Convert", "Convert.",
         "Turn interest into a sale.", "Maak van interesse een verkoop."),
        ("engage", "Engage", "Binden", "Engage", "Bind",
         "Keep customers, and have them tell others.", "Houd klanten vast en laat ze het doorvertellen."),
    ),
    post_sale=frozenset({"engage"}),
    mask={
        "reach": {"awareness": 2},
        "act": {"awareness": 1, "consideration": 2},
        "convert": {"consideration": 1, "decision": 2},
        "engage": {"consideration": 1, "post-purchase": 2},
    },
)  # fmt: skip

SEE_THINK_DO_CARE = Model(
    stages=(
        ("see", "See", "See", "See", "See",
         "The largest audience that may ever need us.", "De grootste groep die ons ooit nodig kan hebben."),
        ("think", "Think", "Think", "Think", "Think",
         "Those who think about buying, some day.", "Wie erover denkt om ooit te kopen."),
        ("do", "Do", "Do", "Do", "Do",
         "Those who want to buy now.", "Wie nu wil kopen."),
        ("care", "Care", "Care", "Care", "Care",
         "Customers with two purchases or more.", "Klanten met twee of meer aankopen."),
    ),
    post_sale=frozenset({"care"}),
    mask={
        "see": {"awareness": 2},
        "think": {"awareness": 1, "consideration": 2},
        "do": {"consideration": 1, "decision": 2},
        "care": {"consideration": 1, "post-purchase": 2},
    },
)  # fmt: skip

HUBSPOT = Model(
    stages=(
        ("subscriber", "Subscriber", "Abonnee", "Subscr.", "Abonnee",
         "Knows us and wants to hear more.", "Kent ons en wil meer horen."),
        ("lead", "Lead", "Lead", "Lead", "Lead",
         "Showed interest beyond reading.", "Toonde meer interesse dan lezen alleen."),
        ("mql", "Marketing qualified lead", "Marketinggekwalificeerde lead", "MQL", "MQL",
         "Ready for sales by what marketing sees.", "Klaar voor verkoop volgens marketing."),
        ("sql", "Sales qualified lead", "Verkoopgekwalificeerde lead", "SQL", "SQL",
         "Accepted by sales as a likely customer.", "Door verkoop aanvaard als mogelijke klant."),
        ("opportunity", "Opportunity", "Verkoopkans", "Opport.", "Kans",
         "In a deal with us.", "In gesprek over een overeenkomst."),
        ("customer", "Customer", "Klant", "Customer", "Klant",
         "Bought at least once.", "Kocht minstens één keer."),
        ("evangelist", "Evangelist", "Ambassadeur", "Evang.", "Ambass.",
         "Recommends us to others.", "Beveelt ons bij anderen aan."),
        ("other", "Other", "Overige", "Other", "Overig",
         "Everyone who fits nowhere else.", "Iedereen die nergens anders past."),
    ),
    post_sale=frozenset({"customer", "evangelist"}),
    mask={
        "subscriber": {"awareness": 2},
        "lead": {"awareness": 1, "consideration": 2},
        "mql": {"consideration": 2, "decision": 1},
        "sql": {"consideration": 1, "decision": 2},
        "opportunity": {"decision": 2},
        "customer": {"consideration": 1, "post-purchase": 2},
        "evangelist": {"consideration": 1, "post-purchase": 2},
    },
)  # fmt: skip


def _channel(  # noqa: PLR0917 -- a table reads better in columns
    slug: str, en: str, nl: str, short_en: str, short_nl: str, kind: str, ownership: str, pressure: float,
    direction: str = "broadcast", **rules: object,
) -> Channel:  # fmt: skip
    return Channel(
        slug=slug, name=Label(en, nl), short=Label(short_en, short_nl), kind=kind, ownership=ownership,
        direction=direction, pressure=pressure, rules=ChannelRules(**rules),  # type: ignore[arg-type]
    )  # fmt: skip


CHANNELS: tuple[Channel, ...] = (
    _channel("website", "Website", "Website", "Web", "Web", "web", "owned", 0),
    _channel("blog", "Blog, knowledge base", "Blog, kennisbank", "Blog", "Blog", "web", "owned", 0),
    _channel("seo", "Search engine", "Zoekmachine", "SEO", "SEO", "search", "earned", 0, title_max=65, text_max=160),
    _channel("search-ads", "Search ads", "Zoekadvertenties", "Search ad", "Zoekadv.", "search", "paid", 0.2,
             title_max=30, text_max=90, needs=("link",)),
    _channel("newsletter", "Newsletter", "Nieuwsbrief", "Newsl.", "Nieuwsbr.", "email", "owned", 1,
             title_max=70, needs=("link",)),
    _channel("email", "E-mail campaign, flow", "E-mailcampagne, -flow", "E-mail", "E-mail", "email", "owned", 1,
             title_max=70, needs=("link", "call_to_action")),
    _channel("sms", "SMS, WhatsApp", "Sms, WhatsApp", "SMS", "Sms", "messaging", "owned", 2, "dialogue", text_max=160),
    _channel("push", "App push message", "Pushbericht", "Push", "Push", "app", "owned", 1.5,
             title_max=50, text_max=150, needs=("link",)),
    _channel("social", "Organic social", "Organische social", "Social", "Social", "social", "owned", 0.2, "dialogue",
             text_max=2200, needs=("image", "alt")),
    _channel("paid-social", "Paid social, display", "Social advertenties, display", "Paid soc.", "Soc. adv.", "social",
             "paid", 0.5, title_max=40, text_max=125, needs=("image", "alt", "link")),
    _channel("video", "Video channel", "Videokanaal", "Video", "Video", "video", "owned", 0, title_max=100,
             formats=("short-video", "explainer-video", "tutorial", "demo", "webinar", "testimonial")),
    _channel("webinar", "Webinar", "Webinar", "Webinar", "Webinar", "event", "owned", 1, "dialogue",
             formats=("webinar", "customer-webinar", "demo"), needs=("link",)),
    _channel("event", "Event, fair", "Evenement, beurs", "Event", "Event", "event", "owned", 1, "dialogue"),
    _channel("direct-mail", "Direct mail", "Post (DM)", "Mail", "Post", "print", "owned", 1.5),
    _channel("phone", "Phone, sales", "Telefoon, verkoop", "Phone", "Tel.", "phone", "owned", 3, "dialogue"),
    _channel("store", "Store, branch", "Winkel, vestiging", "Store", "Winkel", "store", "owned", 0, "dialogue"),
    _channel("service", "Customer service", "Klantenservice", "Service", "Service", "service", "owned", 0, "dialogue"),
    _channel("portal", "Customer portal", "Klantportaal", "Portal", "Portaal", "app", "owned", 0),
    _channel("partner", "Partner, press, influencer", "Partner, pers, influencer", "Partner", "Partner", "partner",
             "earned", 0),
    _channel("reviews", "Review sites", "Reviewsites", "Reviews", "Reviews", "partner", "earned", 0, "dialogue"),
)  # fmt: skip


def _format(
    slug: str, en: str, nl: str, hours: float, *derivable_from: str, short: str = "", review: int = 365
) -> Format:
    return Format(
        slug=slug, name=Label(en, nl), short=Label(short, short), effort_hours=hours, derivable_from=derivable_from,
        review_after_days=review,
    )  # fmt: skip


EVERGREEN = 545  # days, a year and a half

FORMATS: tuple[Format, ...] = (
    _format("article", "Article", "Artikel", 6, "research", "webinar", "podcast"),
    _format("infographic", "Infographic", "Infographic", 6, "article", "research", short="Infogr."),
    _format("short-video", "Short video", "Korte video", 8, "article", "explainer-video", "webinar", short="Short"),
    _format("podcast", "Podcast", "Podcast", 8, "article", "webinar"),
    _format("checklist", "Checklist", "Checklist", 3, "article", "guide"),
    _format("research", "Research", "Onderzoek", 24, review=EVERGREEN),
    _format("social-post", "Social post", "Social post", 1, "article", "infographic", "short-video", "case-study",
            short="Post", review=180),
    _format("carousel", "Carousel", "Carrousel", 2, "article", "checklist", "infographic", review=180),
    _format("page", "Web page", "Webpagina", 5, "article", "brochure"),
    _format("landing-page", "Landing page", "Landingspagina", 5, "page", "guide", "webinar", short="Landing"),
    _format("ad", "Advertisement", "Advertentie", 2, "article", "landing-page", short="Ad", review=180),
    _format("guide", "Guide", "Gids", 16, "article", "research", review=EVERGREEN),
    _format("white-paper", "White paper", "White paper", 24, "research", "guide", short="Paper", review=EVERGREEN),
    _format("e-book", "E-book", "E-book", 24, "guide", "article", review=EVERGREEN),
    _format("webinar", "Webinar", "Webinar", 16, "guide", "research", "white-paper"),
    _format("comparison", "Comparison", "Vergelijking", 8, "guide", "article", short="Compar."),
    _format("explainer-video", "Explainer video", "Uitlegvideo", 16, "guide", "article", short="Explainer"),
    _format("tutorial", "Tutorial", "Tutorial", 6, "how-to", "manual", review=EVERGREEN),
    _format("faq", "FAQ", "Veelgestelde vragen", 3, "guide", "manual", "article", short="FAQ"),
    _format("case-study", "Case study", "Klantcase", 10, "testimonial", short="Case", review=EVERGREEN),
    _format("demo", "Demo", "Demo", 8, "tutorial", "explainer-video"),
    _format("trial", "Trial", "Proefperiode", 6),
    _format("pricing-page", "Pricing page", "Prijspagina", 6, "page", short="Pricing", review=180),
    _format("calculator", "Calculator", "Rekentool", 24, short="Calc."),
    _format("testimonial", "Testimonial", "Klantverhaal", 4, "case-study", short="Testim."),
    _format("quote-template", "Quote template", "Offerte", 3, short="Quote"),
    _format("brochure", "Brochure", "Brochure", 10, "page", "guide"),
    _format("script", "Call script", "Belscript", 2, "faq", "comparison"),
    _format("email", "E-mail", "E-mail", 2, "article", "landing-page", review=180),
    _format("welcome-email", "Welcome e-mail", "Welkomstmail", 3, "how-to", short="Welcome"),
    _format("newsletter", "Newsletter", "Nieuwsbrief", 3, "article", "case-study", short="Newsl.", review=180),
    _format("manual", "Manual", "Handleiding", 12, review=EVERGREEN),
    _format("how-to", "How-to", "How-to", 4, "manual", "webinar", review=EVERGREEN),
    _format("customer-webinar", "Customer webinar", "Klantwebinar", 12, "webinar", "how-to", short="Cust. web."),
    _format("community", "Community topic", "Communityonderwerp", 2, "how-to", "faq", short="Commun."),
    _format("loyalty-offer", "Loyalty offer", "Loyaliteitsaanbod", 3, short="Offer", review=180),
    _format("survey", "Survey", "Enquête", 4),
    _format("referral", "Referral offer", "Aanbevelingsactie", 4, "loyalty-offer", short="Referral"),
)  # fmt: skip
