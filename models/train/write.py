"""models/encoder.bin: little-endian, see src/text/encoder/file.rs for its reader.

    8 bytes  "encoder1"
    u32      pieces, then for each: f32 score, u8 length, the piece in UTF-8
    f32      score of an unknown character
    for each piece a row of the table: f32 scale, 512 signed bytes
    the dense weights in the order of DENSE, each number an f16
"""

import json
import struct

import numpy as np
import torch

DENSE = (
    [f"{name}{window}" for window in (2, 3, 5) for name in ("proj", "proj_b", "ln_g", "ln_b", "w1_", "b1_", "w2_", "b2_")]
    + ["ln_g", "ln_b", "cnn_W", "cnn_b", "d0", "d1", "p1", "d2", "p3", "d3"]
)


def encoder(path, pieces, model):
    out = bytearray(b"encoder1")
    out += struct.pack("<I", len(pieces))
    for piece, score in zip(pieces.pieces, pieces.scores):
        text = piece.encode()
        out += struct.pack("<fB", score, len(text)) + text
    out += struct.pack("<f", pieces.unknown_score)
    table = model.table.weight.data[: len(pieces)].numpy()
    scales = np.maximum(np.abs(table).max(1), 1e-9) / 127
    whole = np.round(table / scales[:, None]).astype(np.int8)
    for scale, row in zip(scales, whole):
        out += struct.pack("<f", scale) + row.tobytes()
    model.table.weight.data[: len(pieces)] = torch.tensor(whole * scales[:, None])
    for name in DENSE:
        weight = getattr(model, name).data
        half = weight.numpy().astype("<f2")
        out += half.tobytes()
        weight.copy_(torch.tensor(half.astype(np.float32)))
    path.write_bytes(bytes(out))
    print(f"{path}: {len(out)} bytes")


def moods(path, head):
    """models/moods.bin: for each mood, then for the degree, 512 weights and an addend, each an f32."""
    with path.open("wb") as out:
        for weight, addend in zip(head.weight.data.numpy(), head.bias.data.numpy()):
            out.write(weight.astype("<f4").tobytes() + struct.pack("<f", addend))


def reference(path, trainer):
    """What the reader must find again: the ids and the first numbers of the vector of a few texts."""
    texts = [
        "我的快递五天没动了",
        "where is my parcel?",
        "钱啥时候回我卡里",
        "iphone 15 pro max坏了,能退吗",
        "a",
        "退",
        "生气 好的! 2378119920031234567",
        "this lipstick gave me a rash 😡",
    ]
    vectors = trainer.vectors(texts)
    with path.open("w", encoding="utf8") as out:
        for text, vector in zip(texts, vectors):
            row = {"text": text, "ids": trainer.pieces.cut(text, 80), "vector": [round(float(x), 5) for x in vector[:16]]}
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
