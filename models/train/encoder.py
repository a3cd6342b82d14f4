"""The network of the wheel: embeddings, three convolution branches over 2, 3 and 5 tokens, a sum, four dense layers."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

CHUNKS, WIDTH, BRANCH = 17, 512, 256
BRANCHES = ((2, 0), (3, 1), (5, 2))  # tokens of a window, tokens before its own
DROPOUT = 0.1


class Encoder(nn.Module):
    """Texts as ids to vectors of length one, 512 numbers each."""

    def __init__(self, weights_path, kept):
        super().__init__()
        wheel = np.load(weights_path)
        chunks = [wheel[f"q{chunk + 1}"].astype(np.float32) * wheel["scale"][chunk] + wheel["lo"][chunk] for chunk in range(CHUNKS)]
        table = np.stack([chunks[at % CHUNKS][at // CHUNKS] for at in kept])
        padding = np.zeros((1, WIDTH), np.float32)
        self.padding = len(kept)
        self.table = nn.Embedding.from_pretrained(torch.tensor(np.vstack([table, padding])), freeze=False, sparse=True)
        self.eps = float(wheel["eps"])
        for name in wheel.files:
            if name[0] != "q" and name not in ("lo", "scale", "bits", "eps"):
                self.register_parameter(name, nn.Parameter(torch.tensor(wheel[name].astype(np.float32))))

    def batch(self, cut):
        """Lists of ids to (ids, mask), both (texts, tokens)."""
        longest = max(map(len, cut))
        ids = torch.full((len(cut), longest), self.padding)
        mask = torch.zeros(len(cut), longest)
        for at, tokens in enumerate(cut):
            ids[at, : len(tokens)] = torch.tensor(tokens)
            mask[at, : len(tokens)] = 1
        return ids, mask

    def forward(self, ids, mask):
        inside = mask[..., None]
        tokens = F.dropout(self.table(ids), DROPOUT, self.training)
        seen = [tokens]
        for window, before in BRANCHES:
            x = tokens @ self._of("proj", window) + getattr(self, f"proj_b{window}")
            x = self._norm(x, self._of("ln_g", window), self._of("ln_b", window)) * inside
            h = (F.relu(self._windows(x, window, before) @ self._of("w1_", window) + self._of("b1_", window)) + x) * inside
            seen.append(F.relu(self._windows(h, window, before) @ self._of("w2_", window) + self._of("b2_", window)) + h)
        x = self._norm(torch.cat(seen, -1), self.ln_g, self.ln_b) * inside
        length = mask.sum(1, keepdim=True)
        x = (x.sum(1) @ self.cnn_W + length * self.cnn_b) * torch.rsqrt(length)
        x = F.dropout(x, DROPOUT, self.training)
        y0 = F.relu(x @ self.d0)
        y1 = F.relu(x @ self.p1 + y0 @ self.d1)
        y2 = F.relu(y1 @ self.d2)
        return F.normalize(torch.tanh(y1 @ self.p3 + y2 @ self.d3), dim=-1)

    def _of(self, name, window):
        return getattr(self, f"{name}{window}")

    def _norm(self, x, gain, shift):
        mean = x.mean(-1, keepdim=True)
        spread = ((x - mean) ** 2).mean(-1, keepdim=True)
        return (x - mean) * torch.rsqrt(spread + self.eps) * gain + shift

    @staticmethod
    def _windows(x, window, before):
        padded = F.pad(x, (0, 0, before, window - 1 - before))
        return padded.unfold(1, window, 1).permute(0, 1, 3, 2).reshape(x.shape[0], -1, window * BRANCH)
