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
    import torch  # type: ignore[import-not-found]  # only who trains installs it
    from torch import nn
    from torch.nn import functional  # type: ignore[import-not-found]

    class Block(nn.Module):  # type: ignore[misc]  # torch is untyped here
        def __init__(self, width: int, dilation: int) -> None:
            super().__init__()
            self.dilation = dilation
            self.mix = nn.Linear(3 * width, width, bias=False)
            self.norm = nn.BatchNorm1d(width, momentum=0.02)
            self.out = nn.Linear(width, width)
            nn.init.normal_(self.out.weight, std=0.2 * width**-0.5)
            nn.init.zeros_(self.out.bias)

        def forward(self, x: Any) -> Any:
            (rows, length, _), far = x.shape, self.dilation
            wide = functional.pad(x, (0, 0, far, far))
            around = torch.cat([wide[:, at * far : at * far + length] for at in range(3)], -1)
            inner = self.norm(self.mix(around).flatten(0, 1)).unflatten(0, (rows, length))
            return x + self.out(functional.relu(inner))

    def stack(width: int, dilations: tuple[int, ...]) -> Any:
        return nn.Sequential(*[Block(width, dilation) for dilation in dilations])

    class Net(nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            full, half, quarter = shape.widths
            self.embed = nn.Embedding(shape.chars, full)
            self.down = nn.ModuleList([stack(w, d) for w, d in zip(shape.widths, shape.down, strict=True)])
            self.up = nn.ModuleList([stack(w, d) for w, d in zip(shape.widths, shape.up, strict=False)])
            self.shrink = nn.ModuleList([nn.Linear(2 * full, half), nn.Linear(2 * half, quarter)])
            self.grow = nn.ModuleList([nn.Linear(half, 2 * full), nn.Linear(quarter, 2 * half)])
            self.head = nn.Linear(full, shape.labels)

        def shorter(self, x: Any, level: int) -> Any:
            return self.shrink[level](x.unflatten(1, (-1, 2)).flatten(2))

        def longer(self, x: Any, level: int) -> Any:
            return self.grow[level](x).unflatten(2, (2, -1)).flatten(1, 2)

        def forward(self, ids: Any) -> Any:
            x = self.down[0](self.embed(ids))
            y = self.down[1](self.shorter(x, 0))
            z = self.down[2](self.shorter(y, 1))
            y = self.up[1](y + self.longer(z, 1))
            x = self.up[0](x + self.longer(y, 0))
            return self.head(functional.relu(x))

    return Net()


def weights(net: Any) -> dict[str, NDArray[np.float32]]:
    """Matrices for inference, norms folded: see `normalize.tagger` for their names and shapes."""
    import numpy as np

    def array(tensor: Any) -> NDArray[np.float32]:
        return np.asarray(tensor.detach().float().cpu().numpy(), np.float32)

    def linear(name: str, layer: Any) -> dict[str, NDArray[np.float32]]:
        return {f"{name}.w": array(layer.weight).T, f"{name}.b": array(layer.bias)}

    out = {"embed": array(net.embed.weight), **linear("head", net.head)}
    for level in range(2):
        out |= linear(f"shrink{level}", net.shrink[level]) | linear(f"grow{level}", net.grow[level])
    for name, stacks in (("down", net.down), ("up", net.up)):
        for level, stack in enumerate(stacks):
            for at, block in enumerate(stack):
                key = f"{name}{level}.{at}"
                scale = array(block.norm.weight) / np.sqrt(array(block.norm.running_var) + block.norm.eps)
                out[f"{key}.a"] = array(block.mix.weight).T * scale
                out[f"{key}.c"] = array(block.norm.bias) - array(block.norm.running_mean) * scale
                out[f"{key}.b"] = array(block.out.weight).T
                out[f"{key}.d"] = array(block.out.bias)
    return out


def layout(shape: Shape) -> dict[str, object]:
    """The shape as plain data, for the manifest."""
    return asdict(shape)
