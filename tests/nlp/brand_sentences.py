"""Sentences with names that are also other things; whether each is about the brand."""

from domain.records import Brand

APPLE = Brand(name="Apple", about="Apple makes phones, computers and watches: iPhone, Mac, iPad, App Store, iOS")
DELTA = Brand(name="Delta", aliases=("Delta Air Lines",), about="Delta is an airline: flights, tickets, airports, bags")
SHELL = Brand(name="Shell", about="Shell sells petrol and oil: fuel stations, gas, energy, electric car charging")
TIDE = Brand(name="Tide", about="Tide is a laundry detergent: washing powder, pods, stains, clean clothes")

CHOSEN_ON: tuple[tuple[Brand, str, bool], ...] = (
    (APPLE, "My Apple watch died after the update and the store would not replace it.", True),
    (APPLE, "Apple support took three weeks to fix my laptop.", True),
    (APPLE, "The new Apple phone has a great camera.", True),
    (APPLE, "Apple shares fell after the company announced weak sales.", True),
    (APPLE, "Grandma's apple pie with cinnamon is the best dessert.", False),
    (APPLE, "We went apple picking in the orchard on Sunday.", False),
    (APPLE, "An apple a day keeps the doctor away.", False),
    (APPLE, "Peel the apple, cut it into slices and add sugar.", False),
    (DELTA, "Delta lost my bag again and nobody at the desk helped.", True),
    (DELTA, "My Delta flight to Boston is delayed by two hours.", True),
    (DELTA, "Thanks Delta for the upgrade to first class!", True),
    (DELTA, "The delta variant of the virus spreads faster.", False),
    (DELTA, "The river splits into a wide delta before it meets the sea.", False),
    (DELTA, "Compute the delta between both values and take the square root.", False),
    (SHELL, "The Shell station on Main Street overcharged me for gas.", True),
    (SHELL, "Shell raised its fuel prices again.", True),
    (SHELL, "We found a beautiful shell on the beach.", False),
    (SHELL, "The turtle hides in its shell when a dog comes near.", False),
    (SHELL, "Write a shell script that renames the files.", False),
    (TIDE, "Tide pods got the wine stain out of my shirt.", True),
    (TIDE, "Tide is so expensive now, I switched to another detergent.", True),
    (TIDE, "The tide comes in at six, so stay off the beach.", False),
    (TIDE, "High tide flooded the harbour road.", False),
)

ORANGE = Brand(
    name="Orange", about="Orange is a phone and internet provider: mobile plans, broadband, SIM cards, signal"
)
TARGET = Brand(name="Target", about="Target is a department store chain: shopping, checkout, clothes, groceries")
AMAZON = Brand(name="Amazon", about="Amazon is an online shop: orders, parcels, delivery, Prime, returns")
DOVE = Brand(name="Dove", about="Dove makes soap, shampoo, deodorant and skin care")

# Written after the borders were set, and left as they came out.
UNSEEN: tuple[tuple[Brand, str, bool], ...] = (
    (ORANGE, "Orange has no signal in my flat and the contract runs for two years.", True),
    (ORANGE, "I moved my number to Orange and the new SIM works fine.", True),
    (ORANGE, "Orange billed me for roaming that I never used.", True),
    (ORANGE, "Squeeze an orange over the salad.", False),
    (ORANGE, "She painted the wall in bright orange.", False),
    (ORANGE, "The orange tree in our garden has blossoms.", False),
    (TARGET, "The Target near us never has enough cashiers.", True),
    (TARGET, "Bought new towels at Target, great quality.", True),
    (TARGET, "Target refused my return without a receipt.", True),
    (TARGET, "The archer missed the target by a metre.", False),
    (TARGET, "The rebels were the target of an air strike.", False),
    (TARGET, "Our inflation target is two percent, said the central bank.", False),
    (AMAZON, "Amazon says my parcel was delivered but it was not.", True),
    (AMAZON, "Returning the shoes to Amazon was easy.", True),
    (AMAZON, "My Prime membership with Amazon was renewed without asking.", True),
    (AMAZON, "The Amazon rainforest lost a tenth of its trees.", False),
    (AMAZON, "We travelled down the Amazon by boat.", False),
    (DOVE, "Dove shampoo leaves my hair soft.", True),
    (DOVE, "The new Dove deodorant stains my shirts.", True),
    (DOVE, "A dove built its nest on our balcony.", False),
    (DOVE, "She dove into the pool head first.", False),
)
