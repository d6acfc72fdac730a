"""Duty: who watches and who will, what they hand over, what rests meanwhile, and how soon staff answer."""
