"""Writes every model of models.py as ONNX, the way docs/onnx.md says. usage: to_onnx.py FOLDER"""
import sys
import warnings

try:
    import torch
    import torchvision  # noqa: F401
except ImportError as missing:
    print(missing)
    sys.exit(77)

from models import MODELS

warnings.filterwarnings("ignore")
torch.set_num_threads(1)
for name, (base, target, example) in MODELS.items():
    for which, make in (("base", base), ("target", target)):
        torch.manual_seed(0)
        torch.onnx.export(
            make(), example(), f"{sys.argv[1]}/{name}.{which}.onnx", input_names=["input"],
            output_names=["output"], export_params=False, do_constant_folding=False,
            training=torch.onnx.TrainingMode.TRAINING,
        )
