"""Muon for the transformer's matrices, AdamW for the rest, over flat state tensors that processes can share.

Muon: K. Jordan et al., 2024, "Muon: an optimizer for hidden layers"; five Newton-Schulz steps bring the momentum's
singular values near one. Fused matrices (q/k/v, gate/up) are orthogonalised part by part.
"""

import torch


def is_matrix(name: str, parameter: torch.Tensor) -> bool:
    return parameter.dim() == 2 and any(part in name for part in ("_proj.weight", "fc0.weight", "fc1.weight", "fc2.weight"))


def newton_schulz(x: torch.Tensor, steps: int = 5) -> torch.Tensor:
    x = x / (x.flatten(1).norm(dim=1)[:, None, None] + 1e-7)
    if x.is_cuda:
        x = x.bfloat16()
    for _ in range(steps):
        y = x @ x.transpose(1, 2)
        x = 3.4445 * x + (-4.775 * y + 2.0315 * (y @ y)) @ x
    return x.float()


class Optimizer:
    """Updates the parameters that one process owns. State tensors `first` and `second` are flat, laid out as the parameters."""

    def __init__(self, named, slices, first, second, parts: dict[str, list[int]], muon_lr: float, adam_lr: float, decay: float):
        self.matrices = [(n, p) for n, p in named if is_matrix(n, p)]
        self.rest = [(n, p) for n, p in named if not is_matrix(n, p)]
        self.slices, self.first, self.second, self.parts = slices, first, second, parts
        self.muon_lr, self.adam_lr, self.decay = muon_lr, adam_lr, decay

    def state(self, flat: torch.Tensor, name: str, like: torch.Tensor) -> torch.Tensor:
        start, size = self.slices[name]
        return flat[start : start + size].view(like.shape)

    @torch.no_grad()
    def step(self, number: int, rate: float) -> None:
        """`number` counts from 1; `rate` multiplies both learning rates."""
        self.muon(rate)
        gradients = [p.grad for _, p in self.rest if p.grad is not None]
        if gradients:
            norm = torch.sqrt(sum(g.pow(2).sum() for g in gradients))
            scale = torch.clamp(1 / (norm + 1e-6), max=1.0)
        for name, p in self.rest:
            if p.grad is None:
                continue
            g = p.grad * scale
            m, v = self.state(self.first, name, p), self.state(self.second, name, p)
            m.lerp_(g, 0.1)
            v.mul_(0.98).addcmul_(g, g, value=0.02)
            update = (m / (1 - 0.9**number)) / ((v / (1 - 0.98**number)).sqrt() + 1e-8)
            lr = self.adam_lr * rate
            if p.dim() >= 2 and "position" not in name:
                p.mul_(1 - lr * self.decay)
            p.add_(update, alpha=-lr)

    def muon(self, rate: float) -> None:
        groups: dict[tuple, list] = {}
        for name, p in self.matrices:
            if p.grad is None:
                continue
            m = self.state(self.first, name, p)
            m.lerp_(p.grad, 0.05)
            update = p.grad.lerp(m, 0.95)
            sizes = self.parts.get(name.rsplit(".", 2)[-2], [p.shape[0]])
            for piece, target in zip(update.split(sizes), p.split(sizes)):
                tall = piece.shape[0] > piece.shape[1]
                piece = piece.t() if tall else piece
                groups.setdefault(tuple(piece.shape), []).append((piece, target, tall))
        lr = self.muon_lr * rate
        for members in groups.values():
            stacked = newton_schulz(torch.stack([piece for piece, _, _ in members]))
            for x, (_, target, tall) in zip(stacked, members):
                x = x.t() if tall else x
                target.mul_(1 - lr * self.decay).add_(x, alpha=-lr * max(1.0, x.shape[0] / x.shape[1]) ** 0.5)
