"""The sample's own topics: how a maker of coffee machines with a shop and an app would name its pain points."""

# name, description in plain words, examples
TOPICS = (
    (
        "App crashes",
        "The app crashes, closes by itself, freezes or does not open.",
        ("The app closes as soon as I open it.", "It freezes and then quits."),
    ),
    (
        "Login",
        "Users cannot log in: the password or the code is rejected, they are logged out or locked out.",
        ("It does not accept my password.", "I am locked out of my account."),
    ),
    (
        "Connection and sync",
        "The app does not connect to the machine or the scale, loses the connection, or loses saved data.",
        ("Bluetooth keeps dropping.", "My saved recipes have disappeared."),
    ),
    (
        "App is slow or annoying",
        "The app is slow, drains the battery or sends too many notifications.",
        ("Loading takes for ever.", "Too many push messages."),
    ),
    (
        "Late delivery",
        "The parcel arrives late or not at all, the delivery date moves, tracking does not change.",
        ("My parcel is two weeks late.", "Tracking has not changed for days."),
    ),
    (
        "Damaged or missing parts",
        "The item arrived damaged, incomplete, used or was the wrong one.",
        ("A part was missing from the box.", "It came with a dent."),
    ),
    (
        "Refunds and charges",
        "A refund is late or refused, or money was charged twice or after a cancellation.",
        ("I still wait for my money back.", "They took the money twice."),
    ),
    (
        "Customer service",
        "Customer service does not answer, is unhelpful or rude.",
        ("Nobody replies to my emails.", "The support staff was rude."),
    ),
    (
        "Leaks and defects",
        "The machine leaks, loses pressure, breaks or stops working.",
        ("Water runs out below the machine.", "It died after a month."),
    ),
    (
        "Noise",
        "The pump or the grinder is too loud, it rattles or vibrates.",
        ("It is so loud that the neighbours hear it.", "It rattles."),
    ),
    (
        "Grinder clogs",
        "The grinder clogs or jams, grinds unevenly, keeps coffee inside or makes a static mess.",
        ("The burrs jam.", "Coffee dust sticks everywhere."),
    ),
    (
        "Price",
        "The machine, spare parts or shipping are too expensive, not worth the money.",
        ("It costs too much.", "Overpriced spare parts."),
    ),
    (
        "Setup and manual",
        "It is hard to set up, the manual is missing or confusing, descaling is complicated.",
        ("The instructions make no sense.",),
    ),
    (
        "Coffee and milk",
        "How the coffee, the crema and the milk foam taste and look.",
        ("The espresso tastes sweet.", "Milk foam like in a café."),
    ),
    (
        "Brewing questions",
        "Questions and tips about baskets, grind settings, recipes, water hardness and heating up.",
        ("Which basket fits?", "What grind setting do you use?", "How long does it need to warm up?"),
    ),
    (
        "Comparison with other brands",
        "Somebody compares two brands or moves from one to the other.",
        ("I had both brands and kept this one.", "Which of the two should I buy?"),
    ),
    (
        "Stale beans",
        "The beans were stale, bitter, old or not the ones ordered.",
        ("The coffee was roasted months ago.",),
    ),
)


def toml(label: str) -> str:
    """The topics as a taxonomy file that people can edit."""
    return f"# {label}.\n" + "".join(
        f'\n[[topic]]\nname = "{name}"\ndescription = "{description}"\nexamples = [{_quoted(examples)}]\n'
        for name, description, examples in TOPICS
    )


def _quoted(examples: tuple[str, ...]) -> str:
    return ", ".join(f'"{example}"' for example in examples)
