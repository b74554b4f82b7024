"""Nouns that name no aspect, adjectives that belong to one, and verbs that are one."""

# The thing itself, people, times, and words that carry no subject of their own.
NO_ASPECT = frozenset(
    """computer laptop machine mac pc netbook notebook desktop macbook phone tablet device product item unit
    model version brand company store shop place restaurant hotel bar spot website site airline problem
    issue thing stuff way lot bit reason fact point case kind sort type part side front top bottom end
    amount number couple rest difference example complaint trouble need option change mistake idea
    experience question favor time hour minute second day week month year night morning evening afternoon
    weekend today tomorrow yesterday date while moment ago season person people man woman guy girl friend
    husband wife son daughter kid child family mother father mom dad boyfriend girlfriend brother sister
    user student owner buyer reviewer consumer customer guest everyone anyone someone somebody nobody
    everything anything something nothing all none one other itself myself yourself money dollar buck cent
    world home house work job school college town city country office trip visit birthday email call
    purchase review star buy course book virus replacement love deal chance inch gb mb ghz gig half plenty
    comparison opinion condition damage expectation nightmare bonus fun direction concern past research
    help market requirement downfall drawback advantage disadvantage negative positive con pro basic
    outside inside hand eye head hell god shame disappointment surprise joy pain pleasure luck hope care
    attention sense effort turn result reach pair piece set variety range form level list note mind word
    truth thought plan choice right left middle thank thanks respect regard term detail addition exception
    manufacturer lrb rrb -lrb- -rrb-""".split()  # noqa: SIM905  a list would be longer
)

# "hard drive", "wireless card": adjectives that make a thing what it is. Any other adjective is left out.
PART_OF_NAME = frozenset(
    """hard extended external internal wireless wired backlit multi touch online sound key tech technical
    graphic graphical audio optical digital solid virtual mobile cordless electric proprietary operating
    main rear mini frozen grilled fried raw spicy hot iced baked roasted smoked""".split()  # noqa: SIM905  a list would be longer
)

# "It works well", "it runs smoothly": what is judged is the verb.
VERBS = frozenset(["work", "run", "look", "boot", "charge", "load", "perform", "feel", "start", "function"])
NO_JUDGEMENT = frozenset(
    """now then again when just only even here there too also still ever""".split()  # noqa: SIM905  a list would be longer
)
