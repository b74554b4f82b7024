"""Words that the invented texts are filled with; a slot in braces is filled anew each time it is read."""

from collections.abc import Mapping

Words = Mapping[str, tuple[str, ...]]

SHARED: Words = {
    "drink": (
        "espresso",
        "flat white",
        "cappuccino",
        "cortado",
        "americano",
        "double shot",
        "latte",
        "ristretto",
    ),
    "weeks": ("two weeks", "three weeks", "a month", "six weeks", "about two months", "ten days", "four months"),
    "days": ("three days", "five days", "a week", "eight days", "nine days", "almost two weeks"),
    "late": ("nine days", "eleven days", "two weeks", "twelve days", "sixteen days", "almost three weeks"),
    "quick": ("two days", "one day", "under 48 hours", "the next morning", "36 hours"),
    "hours": ("two hours", "half an hour", "twenty minutes", "an hour and a half", "all morning", "forty minutes"),
    "who": ("my wife", "my husband", "my partner", "my flatmate", "my dad", "my sister", "a colleague", "my mum"),
    "roast": ("light roasts", "dark roasts", "a medium Colombian", "a natural Ethiopian", "our local roaster's blend"),
    "phone": ("an older phone", "my new phone", "a two year old phone", "my tablet and my phone", "a work phone"),
    "when": ("this morning", "last night", "on Sunday", "yesterday", "last week", "at breakfast", "on Friday"),
    "often": ("every time", "almost every time", "nine times out of ten", "each morning", "constantly"),
    "price": ("the price", "this kind of money", "what it costs", "that price tag"),
    "part": ("portafilter", "drip tray", "steam wand tip", "water tank lid", "tamper", "dosing cup", "group gasket"),
    "old": (
        "my ten year old machine",
        "a capsule machine",
        "a hand grinder",
        "a cheap supermarket machine",
        "a moka pot",
    ),
    "size": ("58mm", "54mm", "51mm"),
    "room": ("kitchen", "office kitchen", "tiny flat", "studio", "home bar", "workshop", "holiday flat"),
    "very": ("really", "very", "genuinely", "surprisingly", "seriously", "properly"),
    "good": ("great", "excellent", "lovely", "fantastic", "superb", "very good", "spot on"),
    "bad": ("terrible", "awful", "really poor", "disappointing", "unacceptable", "a joke", "dreadful"),
    "number": ("2", "3", "4", "5", "6"),
    "city": ("Berlin", "Hamburg", "Leipzig", "Cologne", "Munich", "Bremen", "Dresden", "Stuttgart"),
    "setting": ("setting 9", "setting 12", "setting 7.5", "the coarse end", "one notch under zero", "setting 15"),
}

ACME: Words = {
    **SHARED,
    "brand": ("Acme", "Acme Coffee"),
    "rival": ("Bolt", "Bolt Coffee"),
    "machine": ("Acme One", "Acme Duo", "Acme One Plus"),
    "grinder": ("Acme Burr 60", "Acme Burr Mini"),
    "product": ("Acme One", "Acme Duo", "Acme Burr 60", "Acme Burr Mini", "Acme Scale", "Acme One Plus"),
    "app": ("the Acme app", "Acme Brew", "the app"),
}

BOLT: Words = {
    **SHARED,
    "brand": ("Bolt", "Bolt Coffee"),
    "rival": ("Acme", "Acme Coffee"),
    "machine": ("Bolt Pro", "Bolt Studio", "Bolt Mini"),
    "grinder": ("Bolt Grind", "Bolt Grind S"),
    "product": ("Bolt Pro", "Bolt Studio", "Bolt Mini", "Bolt Grind", "Bolt Kettle"),
    "app": ("the Bolt app", "Bolt Connect", "the app"),
}

# Names of people who do not exist.
FIRST = (
    "crema crema_ slow early foamy burr portafilter puck kettle tamp drip mellow roasty second sunday quiet "
    "ristretto double bitter velvet cloudy copper analog lazy north harbour tiny brass pepper"
)
SECOND = (
    "hunter fox bean otter lark badger nerd cup morning walker finch boiler tinkerer kitchen wombat riser drip "
    "moth pilot spoon hedgehog gasket turtle sparrow mule raccoon heron ladle"
)
