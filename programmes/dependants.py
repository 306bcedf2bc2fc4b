"""What rooms above rest on an award: they add functions when the programme starts (`AppConfig.ready`)."""

# Functions of an award that answer whether anything was made by its first day and its calendar of periods.
RESTING_ON_PERIODS = []


def rest_on_periods(award):
    """Was anything made above by the periods of this award, as a report of its quarter is?"""
    return any(rests(award) for rests in RESTING_ON_PERIODS)
