"""Invented news: routine notices, and three stories that several outlets copied word for word."""

from collections.abc import Mapping
from dataclasses import dataclass

from sample.words import SHARED, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A headline and a text."""

    title: str
    text: str


OUTLETS = (
    "The Sample Crema",
    "Kitchen Counter Sample",
    "Gadget Harbour Sample",
    "Retail Lantern Sample",
    "Morning Ledger Sample",
    "Sample App Watch",
    "Parcel Post Sample",
    "Northside Sample News",
    "Cup and Saucer Sample",
    "The Sample Wire",
)
ROUTINE = (
    Notice(
        title="{brand} adds a {colour} edition of its {machine}",
        text="{brand} will sell the {machine} in {colour} from next month. Nothing else changes, the price is {sum}.",
    ),
    Notice(
        title="Tested: {machine} makes a {good} {drink}",
        text="In our test kitchen the {machine} pulled {number} shots in a row at the same temperature. Steam is "
        "strong, the manual is thin. Our verdict: {good} for the money.",
    ),
    Notice(
        title="{brand} opens a repair workshop in {city}",
        text="The maker of coffee gear will repair machines in {city}. {number}0 people will work there, says {brand}.",
    ),
    Notice(
        title="{brand} reports {percent} percent more orders in the quarter",
        text="{brand} says that online orders rose by {percent} percent against the year before. Grinders sold "
        "best. The company did not give a figure for profit.",
    ),
    Notice(
        title="Five grinders compared: where the {grinder} stands",
        text="We ground {roast} on five machines. The {grinder} came second for evenness and last for noise.",
    ),
    Notice(
        title="{brand} starts bean subscription in {city}",
        text="Customers in {city} can now have beans every two weeks. The offer of {brand} begins at {fee} a month.",
    ),
    Notice(
        title="Fair of kitchen equipment: {brand} shows a smaller {machine}",
        text="At the fair in {city}, {brand} showed a prototype that is a third smaller. No date was named.",
    ),
    Notice(
        title="{brand} recalls {number}00 drip trays",
        text="A batch of drip trays of the {machine} can crack. {brand} replaces them for free; there is no danger.",
    ),
    Notice(
        title="{brand} or {rival}: which espresso machine for beginners?",
        text="Both {brand} and {rival} sell a first machine for about {sum}. The {machine} is quieter, {rival} is "
        "faster to heat up. Neither is a bad choice.",
    ),
    Notice(
        title="{brand} moves its grinder assembly to {city}",
        text="{brand} will build the {grinder} in {city}. The first units come in {month}. Prices stay the same.",
    ),
    Notice(
        title="{machine} wins a design award",
        text="A jury in {city} gave the {machine} a prize for its {part}. It praised the clean lines and a repair "
        "guide that everybody can read.",
    ),
    Notice(
        title="Second hand: what a used {machine} costs",
        text="A used {machine} costs about {percent} percent less than a new one, our look at small ads shows. Check "
        "the {part} before you pay, and ask for {number} test shots.",
    ),
    Notice(
        title="{brand} plans a barista course in {city}",
        text="From {month} on {brand} teaches beginners in {city}. A course takes {hours} and costs {fee}.",
    ),
    Notice(
        title="Energy check: how much power the {machine} uses",
        text="The {machine} uses as much power for a {drink} as a kettle for {number} cups, our meter says. In standby "
        "it is {very} frugal.",
    ),
    Notice(
        title="How {brand} wants to win over office kitchens",
        text="{brand} rents the {machine} to companies with fewer than {number}0 desks. Cleaning is part of the deal.",
    ),
)
APP_STORY = Notice(
    title="Acme Coffee app fails after update, owners locked out of their machines' recipes",
    text="Version 4.2.0 of the Acme Coffee app crashes on many phones and rejects correct passwords, customers report. "
    "Owners of connected machines cannot reach timers, recipes and bean orders. Acme Coffee said that it knows of the "
    "problem and is working on a fix, but gave no date. Angry customers leave one-star reviews.",
)
FIX_STORY = Notice(
    title="Acme Coffee ships app version 4.2.1 and apologises",
    text="Two weeks after a faulty update Acme Coffee has released version 4.2.1 of its app. Log-in works again and "
    "crashes are gone, the company says. Customers get a bag of beans for their trouble.",
)
PARCEL_STORY = Notice(
    title="Parcels of Acme Coffee stuck in Germany",
    text="Customers in Germany wait up to three weeks for machines and beans of Acme Coffee. A new logistics partner "
    "cannot cope with the volume, parcels lie in a depot near Leipzig. Acme Coffee asks for patience and offers "
    "refunds. Other countries are not affected.",
)
BOLT_STORY = Notice(
    title="Bolt Coffee cuts prices of all grinders by ten percent",
    text="Bolt Coffee lowers the prices of its grinders from Monday. The company speaks of cheaper steel. Observers "
    "see an answer to the growth of its rival Acme Coffee.",
)
PRESS: Mapping[str, tuple[str, ...]] = {
    "colour": ("copper", "matt green", "white", "dark blue", "sand"),
    "sum": ("349 euros", "389 euros", "549 dollars", "449 pounds"),
    "fee": ("19 pounds", "24 euros", "18 euros", "29 dollars"),
    "month": ("March", "May", "September", "October"),
    "percent": ("4", "7", "9", "12", "15"),
}


def press_words(words: Words) -> Words:
    """A brand's words and those that only newspapers use; journalists do not say "super"."""
    sober = {"good": ("good", "solid", "convincing", "very good"), "number": SHARED["number"]}
    return {**words, **PRESS, **sober}
