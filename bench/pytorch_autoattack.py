"""AutoAttack in PyTorch, by the reference implementation: the peer of bench/autoattack.mjs.

Started with one JSON document as argument: {"stages": [...], "stemStride": d, "image": [h, w, c], "classes": k,
"threads": t, "epsilon": e, "batch": n, "seed": s, "file": f}. The file is a safetensors file with the network's variables in the
order of architectures/, then `images` [n,h,w,c], `labels` [n] and `logits` [n,k], what rcnas computes for them. Prints
{"seconds": s, "robust": {stage: share}, "perStage": {stage: s}, "logitError": largest difference of a logit}. Needs the
package `autoattack` of the authors of the attack (https://github.com/fra31/auto-attack), which is not on PyPI.
"""
import json
import re
import struct
import sys
import tempfile
import time

import torch
from autoattack import AutoAttack

from pytorch_network import WideResNet


def read_safetensors(file):
    with open(file, "rb") as f:
        (length,) = struct.unpack("<Q", f.read(8))
        header = json.loads(f.read(length))
        data = f.read()
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        begin, end = entry["data_offsets"]
        values = torch.frombuffer(bytearray(data[begin:end]), dtype=torch.float32)
        tensors[name] = values.reshape(entry["shape"])
    return tensors


def load(model, variables):
    """Both sides have their layers in the same order; filters are HWIO there and OIHW here."""
    slots = [(name, slot) for name, slot in model.state_dict().items() if not name.endswith("num_batches_tracked")]
    assert len(slots) == len(variables), (len(slots), len(variables))
    for (name, slot), value in zip(slots, variables):
        if value.dim() == 4:
            value = value.permute(3, 2, 0, 1)
        elif value.dim() == 2:
            value = value.t()
        assert slot.shape == value.shape, (name, slot.shape, value.shape)
        slot.copy_(value)


def main():
    options = json.loads(sys.argv[1])
    torch.set_num_threads(options["threads"])
    tensors = read_safetensors(options["file"])
    images = tensors.pop("images").permute(0, 3, 1, 2).contiguous()
    labels = tensors.pop("labels").long()
    expected = tensors.pop("logits")
    model = WideResNet(options["stages"], options["stemStride"], options["image"][2], options["classes"])
    load(model, list(tensors.values()))
    model = model.eval().to(memory_format=torch.channels_last)
    for parameter in model.parameters():
        parameter.requires_grad_(False)
    with torch.no_grad():
        error = (model(images) - expected).abs().max().item()
    with tempfile.NamedTemporaryFile("r", suffix=".log") as log:
        attack = AutoAttack(
            model,
            norm="Linf",
            eps=options["epsilon"],
            version="standard",
            seed=options["seed"],
            device="cpu",
            verbose=True,
            log_path=log.name,
        )
        started = time.perf_counter()
        attack.run_standard_evaluation(images, labels, bs=options["batch"])
        seconds = time.perf_counter() - started
        text = log.read()
    robust = {"clean": float(re.search(r"initial accuracy: ([0-9.]+)%", text)[1]) / 100}
    per_stage, before = {}, 0.0
    for stage, share, total in re.findall(r"robust accuracy after ([A-Z-]+): ([0-9.]+)% \(total time ([0-9.]+) s\)", text):
        robust[stage.lower()] = float(share) / 100
        per_stage[stage.lower()], before = float(total) - before, float(total)
    print(json.dumps({"seconds": seconds, "robust": robust, "perStage": per_stage, "logitError": error}))


main()
