"""The network in torch: what `normalize.tagger` computes in numpy, made to learn.

Characters → embedding → blocks at full, half and quarter length → back up, with what stood at each length added
→ label odds (a U-Net: Ronneberger, Fischer & Brox, 2015, on text as in CANINE: Clark et al., 2022).
A block is x + B·relu(norm(A∗x)), A a dilated convolution of width three: norm folds into A for inference.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Shape:
    """Widths and dilations; `down` runs before the next shorter length, `up` after it.

    Attributes:
        widths: channels at full, half and quarter length.
        down: dilations of the blocks on the way down, for each length.
        up: dilations of the blocks on the way up, for full and half length.
    """

    chars: int
    labels: int
    widths: tuple[int, int, int] = (128, 224, 320)
    down: tuple[tuple[int, ...], ...] = ((1, 2), (1, 2), (1, 2, 4, 2, 1))
    up: tuple[tuple[int, ...], ...] = ((1, 1), (1, 2))


def build(shape: Shape) -> Any:
    """A `torch.nn.Module` from ids (batch, length), length a multiple of four, to logits (batch, length, labels)."""
    from torch import nn  # type: ignore[import-not-found]
    from torch.nn import functional  # type: ignore[import-not-found]

    class Block(nn.Module):  # type: ignore[misc]  # torch is untyped here
        def __init__(self, width: int, dilation: int) -> None:
            super().__init__()
            self.mix = nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation, bias=False)
            self.norm = nn.BatchNorm1d(width, momentum=0.02)
            self.out = nn.Conv1d(width, width, 1)
            nn.init.normal_(self.out.weight, std=0.2 * width**-0.5)
            nn.init.zeros_(self.out.bias)

        def forward(self, x: Any) -> Any:
            return x + self.out(functional.relu(self.norm(self.mix(x))))

    def stack(width: int, dilations: tuple[int, ...]) -> Any:
        return nn.Sequential(*[Block(width, dilation) for dilation in dilations])

    class Net(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            full, half, quarter = shape.widths
            self.embed = nn.Embedding(shape.chars, full)
            self.down = nn.ModuleList([stack(w, d) for w, d in zip(shape.widths, shape.down, strict=True)])
            self.up = nn.ModuleList([stack(w, d) for w, d in zip(shape.widths, shape.up, strict=False)])
            self.shrink = nn.ModuleList([nn.Conv1d(full, half, 2, 2), nn.Conv1d(half, quarter, 2, 2)])
            self.grow = nn.ModuleList([nn.ConvTranspose1d(half, full, 2, 2), nn.ConvTranspose1d(quarter, half, 2, 2)])
            self.head = nn.Linear(full, shape.labels)

        def forward(self, ids: Any) -> Any:
            x = self.down[0](self.embed(ids).transpose(1, 2))
            y = self.down[1](self.shrink[0](x))
            z = self.down[2](self.shrink[1](y))
            y = self.up[1](y + self.grow[1](z))
            x = self.up[0](x + self.grow[0](y))
            return self.head(functional.relu(x.transpose(1, 2)))

    return Net()


def weights(net: Any, shape: Shape) -> dict[str, NDArray[np.float32]]:
    """Matrices for inference, norms folded: see `normalize.tagger` for their names and shapes."""
    import numpy as np

    def array(tensor: Any) -> NDArray[np.float32]:
        return np.asarray(tensor.detach().float().numpy(), np.float32)

    out = {
        "embed": array(net.embed.weight),
        "head.w": array(net.head.weight).T,
        "head.b": array(net.head.bias),
    }
    for name, stacks in (("down", net.down), ("up", net.up)):
        for level, stack in enumerate(stacks):
            for at, block in enumerate(stack):
                key, width = f"{name}{level}.{at}", shape.widths[level]
                scale = array(block.norm.weight) / np.sqrt(array(block.norm.running_var) + block.norm.eps)
                mix = array(block.mix.weight) * scale[:, None, None]  # (out, in, 3)
                out[f"{key}.a"] = mix.transpose(2, 1, 0).reshape(3 * width, width)
                out[f"{key}.c"] = array(block.norm.bias) - array(block.norm.running_mean) * scale
                out[f"{key}.b"] = array(block.out.weight)[:, :, 0].T
                out[f"{key}.d"] = array(block.out.bias)
    for level in range(2):
        shrink, grow = net.shrink[level], net.grow[level]
        width, wider = shape.widths[level], shape.widths[level + 1]
        out[f"shrink{level}.w"] = array(shrink.weight).transpose(2, 1, 0).reshape(2 * width, wider)
        out[f"shrink{level}.b"] = array(shrink.bias)
        out[f"grow{level}.w"] = array(grow.weight).transpose(0, 2, 1).reshape(wider, 2 * width)
        out[f"grow{level}.b"] = np.tile(array(grow.bias), 2)
    return out


def layout(shape: Shape) -> dict[str, object]:
    """The shape as plain data, for the manifest."""
    return asdict(shape)
