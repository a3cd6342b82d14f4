"""Slips of the keyboard, as buyers make them: another character of the same sound, letters swapped, dropped or doubled, a space lost."""

import random
import re
from collections import Counter, defaultdict

from pypinyin import lazy_pinyin

HAN = re.compile(r"[\u4e00-\u9fff]")
# A typist's slip is a common character.
COMMON = 5


class Slips:
    """Learns which characters sound alike from the texts themselves."""

    def __init__(self, texts):
        counts = Counter(character for text in texts for character in text if HAN.match(character))
        self.sound = {character: lazy_pinyin(character)[0] for character, count in counts.items() if count >= COMMON}
        self.alike = defaultdict(list)
        for character, sound in self.sound.items():
            self.alike[sound].append(character)

    def slip(self, text):
        """The text with one slip, or as it is where none is possible."""
        at = random.randrange(len(text))
        for place in [*range(at, len(text)), *range(at)]:
            character = text[place]
            others = [other for other in self.alike.get(self.sound.get(character), []) if other != character]
            if others:
                return text[:place] + random.choice(others) + text[place + 1 :]
            if character == " " or (character.isascii() and character.isalpha()):
                return self._letter(text, place)
        return text

    @staticmethod
    def _letter(text, place):
        kind = random.randrange(3) if text[place] != " " else 0
        if kind == 0:
            return text[:place] + text[place + 1 :] or text
        if kind == 1:
            return text[:place] + text[place] + text[place:]
        return text[:place] + text[place : place + 2][::-1] + text[place + 2 :]
