"""What a brand's name may mean instead: everyday senses of names, written for Earshot."""

SENSES = (
    "a fruit or a vegetable that people eat, a recipe, cooking and baking",
    "a drink, a spice or a sweet",
    "an animal in the wild or a pet",
    "a tree, a flower, a plant in the garden",
    "a river, a lake, a mountain, a delta, the sea",
    "a town, a village, a street, a region on the map",
    "a person's first name or surname, a friend or a relative",
    "a football club, a team, a match and its players",
    "a song, a band, an album, a concert",
    "a film, a television series, a novel and its characters",
    "a god, a myth, a story from history or religion",
    "a planet, a star, the sky, the weather",
    "a colour, a shape, a pattern",
    "a soldier, a battle, a government, a party, an election",
    "a word in grammar, a letter of the alphabet, a term in mathematics or science",
    "a disease, a virus and its variant, a vaccine",
    "an ordinary verb or adjective in an everyday sentence",
    "a tool, a piece of clothing, a thing in the house",
    "a school, a university, a class",
    "a game, a card, a weapon in a video game",
)
