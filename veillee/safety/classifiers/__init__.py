"""Outside classifiers: a second opinion on words that a person will look at anyway.

Promise: never asked before words are delivered or stopped, never the reason why they are; what they say stands beside
the case. An answer that does not come in time, or makes no sense, is no answer (`find_opinion` gives None). Off unless
the operator turns one on. Owns no table, announces no event.
"""

from veillee.safety.classifiers.choice import ClassifierSettings, make_classifier
from veillee.safety.classifiers.model import Classifier, Opinion, Score

__all__ = ["Classifier", "ClassifierSettings", "Opinion", "Score", "make_classifier"]
