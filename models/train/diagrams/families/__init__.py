"""The families of problems. Each is a function (rng, template) -> Problem with its number of templates; the last one is held out."""
