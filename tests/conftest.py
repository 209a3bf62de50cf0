"""What all tests share: property tests are judged by their answers, never by their duration."""

from hypothesis import settings

settings.register_profile("house", deadline=None, max_examples=70)
settings.load_profile("house")
