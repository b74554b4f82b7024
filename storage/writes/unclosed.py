"""What must be known before a case or a pain point may be closed."""


def unclosed(root_cause: object, action: object) -> str:
    """What is missing, in words; empty where both are written down."""
    missing = [
        name for name, said in (("a root cause", root_cause), ("an action", action)) if not str(said or "").strip()
    ]
    return " and ".join(missing)
