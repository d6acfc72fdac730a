"""The sample people of `veillee demo`: a dozen adults who talk in four rooms and answer when spoken to.

Everything that they are and say stands in evening.yaml; what they show is painted by painting.py. Visitors may send
pictures at once, by the ladder in policies/. `with_policies(settings)` and `begin(place)` are the whole door. They are
marked as sample wherever they appear, their words take everybody's way through the gate, and they exist in
`veillee demo` only.
"""

from veillee.server.demo.beginning import NotTheDemo, begin, with_policies

__all__ = ["NotTheDemo", "begin", "with_policies"]
