"""The bundled reader: the phi4-siglip family (vision encoder, MLP projector, causal decoder) at a size that two cores can train.

Same road as Phi-4-reasoning-vision: patches -> encoder with full attention -> two-layer GELU MLP -> rows placed among
text embeddings -> Phi-3 style decoder (RMSNorm, RoPE, grouped queries, SwiGLU), causal over image and text alike.
Different: a convolutional stem and additive row and column positions, which learn from nothing where SigLIP-2's do not.
"""

from dataclasses import asdict, dataclass, field

import torch
import torch.nn as nn
import torch.nn.functional as F


@dataclass
class VisionConfig:
    hidden_size: int = 256
    intermediate_size: int = 1024
    num_hidden_layers: int = 2
    num_attention_heads: int = 4
    num_channels: int = 1
    patch_height: int = 16
    patch_width: int = 8
    stem_channels: tuple = (32, 64, 64, 128, 128, 256)
    stem_strides: tuple = ((2, 2), (2, 2), (1, 1), (2, 2), (1, 1), (2, 1))
    layer_norm_eps: float = 1e-5
    max_rows: int = 64
    max_columns: int = 256


@dataclass
class Config:
    vocab_size: int
    hidden_size: int = 256
    intermediate_size: int = 704
    num_hidden_layers: int = 5
    num_attention_heads: int = 4
    num_key_value_heads: int = 2
    head_dim: int = 64
    rope_theta: float = 10000.0
    rms_norm_eps: float = 1e-5
    glyph_classes: int = 0  # side losses of training only
    pointer_layer: int = -2
    way_layer: int = 1  # whose head 0 is told of the place by way of which that of the pointer is found
    vision: VisionConfig = field(default_factory=VisionConfig)

    def to_dict(self) -> dict:
        return asdict(self)

    @staticmethod
    def from_dict(values: dict) -> "Config":
        return Config(**{**values, "vision": VisionConfig(**values["vision"])})


def sinusoid(count: int, width: int, base: float) -> torch.Tensor:
    """[count, width] sines and cosines at unit scale: weak positions do not learn."""
    frequency = base ** (-torch.arange(width // 2) / (width // 2 - 1.0))
    angle = torch.arange(count)[:, None] * frequency
    return torch.cat([angle.sin(), angle.cos()], 1)


def row_table(rows: int, width: int) -> nn.Parameter:
    return nn.Parameter(F.pad(sinusoid(rows, width // 4, 20.0), (0, width - width // 4)))


def column_table(columns: int, width: int) -> nn.Parameter:
    return nn.Parameter(F.pad(sinusoid(columns, width // 2, 200.0), (width // 4, width // 4)))


class LayerNorm(nn.LayerNorm):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return F.layer_norm(x.float(), self.normalized_shape, self.weight, self.bias, self.eps)


class RMSNorm(nn.Module):
    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        x = x.float()
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + self.eps) * self.weight


class VisionAttention(nn.Module):
    def __init__(self, width: int, heads: int, residual: float):
        super().__init__()
        self.heads = heads
        self.q_proj, self.k_proj, self.v_proj, self.out_proj = (nn.Linear(width, width) for _ in range(4))
        for layer in (self.q_proj, self.k_proj, self.v_proj):
            nn.init.normal_(layer.weight, std=0.6 * width**-0.5)
            nn.init.zeros_(layer.bias)
        nn.init.normal_(self.out_proj.weight, std=0.5 * width**-0.5 * residual)
        nn.init.zeros_(self.out_proj.bias)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        batch, length, width = x.shape
        q, k, v = (
            layer(x).view(batch, length, self.heads, -1).transpose(1, 2) for layer in (self.q_proj, self.k_proj, self.v_proj)
        )
        out = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        return self.out_proj(out.transpose(1, 2).reshape(batch, length, width))


class VisionMLP(nn.Module):
    def __init__(self, width: int, inner: int, residual: float):
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)
        nn.init.normal_(self.fc1.weight, std=0.6 * width**-0.5)
        nn.init.normal_(self.fc2.weight, std=0.5 * width**-0.5 * residual)
        nn.init.zeros_(self.fc1.bias)
        nn.init.zeros_(self.fc2.bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.fc2(F.gelu(self.fc1(x)))


class VisionLayer(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        residual = (2 * config.num_hidden_layers) ** -0.5
        self.layer_norm1 = LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.self_attn = VisionAttention(config.hidden_size, config.num_attention_heads, residual)
        self.layer_norm2 = LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.mlp = VisionMLP(config.hidden_size, config.intermediate_size, residual)

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        x = x + self.self_attn(self.layer_norm1(x), mask)
        return x + self.mlp(self.layer_norm2(x))


class Stem(nn.Module):
    """3x3 convolutions with batch norm (folded at export) from ink [B,1,H,W] to [B,D,H/16,W/8]."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        channels = [config.num_channels, *config.stem_channels]
        self.convolutions = nn.ModuleList(
            nn.Conv2d(a, b, 3, stride, 1, bias=False) for a, b, stride in zip(channels, channels[1:], config.stem_strides)
        )
        self.norms = nn.ModuleList(nn.BatchNorm2d(b) for b in config.stem_channels)

    def forward(self, ink: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Returns the last map, and the map before the last stride (8x8 px cells) for the glyph side loss."""
        x = ink.to(memory_format=torch.channels_last)
        cells = x
        for index, (convolution, norm) in enumerate(zip(self.convolutions, self.norms)):
            if index == len(self.norms) - 1:
                cells = x
            x = F.relu(norm(convolution(x)), inplace=True)
        return x, cells


class VisionTower(nn.Module):
    def __init__(self, config: VisionConfig):
        super().__init__()
        self.stem = Stem(config)
        self.stem_norm = LayerNorm(config.hidden_size, eps=config.layer_norm_eps)
        self.position_row = row_table(config.max_rows, config.hidden_size)
        self.position_column = column_table(config.max_columns, config.hidden_size)
        self.layers = nn.ModuleList(VisionLayer(config) for _ in range(config.num_hidden_layers))
        self.post_layernorm = LayerNorm(config.hidden_size, eps=config.layer_norm_eps)

    def forward(self, ink: torch.Tensor, mask: torch.Tensor | None, kept: torch.Tensor | None = None) -> tuple[torch.Tensor, torch.Tensor, tuple[int, int]]:
        """ink [B,1,H,W] -> features [B,h*w,D], stride-8 map, (h, w). With `kept` i64 [B,K] only of these patches: [B,K,D]."""
        x, cells = self.stem(ink)
        batch, width, rows, columns = x.shape
        x = self.stem_norm(x.permute(0, 2, 3, 1))
        x = x + self.position_row[:rows, None] + self.position_column[None, :columns]
        x = x.reshape(batch, rows * columns, width)
        if kept is not None:
            x = x.gather(1, kept[..., None].expand(-1, -1, width))
        for layer in self.layers:
            x = layer(x, mask)
        return self.post_layernorm(x), cells, (rows, columns)


class Projector(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        inner = config.vision.hidden_size
        self.fc0, self.fc2 = nn.Linear(inner, 2 * config.hidden_size), nn.Linear(2 * config.hidden_size, config.hidden_size)
        self.position_row = row_table(config.vision.max_rows, config.hidden_size)
        self.position_column = column_table(config.vision.max_columns, config.hidden_size)

    def forward(self, x: torch.Tensor, shape: tuple[int, int], kept: torch.Tensor | None = None) -> torch.Tensor:
        position = self.position_row[: shape[0], None] + self.position_column[None, : shape[1]]
        position = position.reshape(1, shape[0] * shape[1], -1)
        return self.fc2(F.gelu(self.fc0(x))) + (position if kept is None else position[0][kept])


class Rotation(torch.autograd.Function):
    """Rotary positions, halves form (not interleaved); the gradient is the rotation backwards, without slices' zeros."""

    @staticmethod
    def turn(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor, sign: int) -> torch.Tensor:
        a, b = x.chunk(2, -1)
        out = torch.empty(x.shape, dtype=x.dtype, device=x.device)
        torch.addcmul(a * cos, b, sin, value=-sign, out=out[..., : a.shape[-1]])
        torch.addcmul(b * cos, a, sin, value=sign, out=out[..., a.shape[-1] :])
        return out

    @staticmethod
    def forward(context, x, cos, sin):
        context.save_for_backward(cos, sin)
        return Rotation.turn(x, cos, sin, 1)

    @staticmethod
    def backward(context, gradient):
        return Rotation.turn(gradient, *context.saved_tensors, -1), None, None


def rotate(x: torch.Tensor, cos: torch.Tensor, sin: torch.Tensor) -> torch.Tensor:
    """x [B,heads,T,hd], cos and sin [B,1,T,hd/2]."""
    return Rotation.apply(x, cos.to(x.dtype), sin.to(x.dtype))


class DecoderLayer(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        width, head = config.hidden_size, config.head_dim
        queries, pairs = config.num_attention_heads * head, config.num_key_value_heads * head
        residual = (2 * config.num_hidden_layers) ** -0.5
        self.input_layernorm = RMSNorm(width, config.rms_norm_eps)
        self.qkv_proj = nn.Linear(width, queries + 2 * pairs, bias=False)
        self.o_proj = nn.Linear(queries, width, bias=False)
        self.post_attention_layernorm = RMSNorm(width, config.rms_norm_eps)
        self.gate_up_proj = nn.Linear(width, 2 * config.intermediate_size, bias=False)
        self.down_proj = nn.Linear(config.intermediate_size, width, bias=False)
        for layer in (self.qkv_proj, self.gate_up_proj):
            nn.init.normal_(layer.weight, std=0.6 * width**-0.5)
        nn.init.normal_(self.o_proj.weight, std=0.5 * queries**-0.5 * residual)
        nn.init.normal_(self.down_proj.weight, std=0.5 * config.intermediate_size**-0.5 * residual * 2)

    def forward(self, x, mask, rope, cache: list | None = None, want_scores: bool = False, keep: int | None = None):
        """x [B,T,D]; mask additive [B,1,T,S]; `cache` holds [k, v] and grows. Returns x and, if asked, head 0's scores.

        With `keep` only the last positions go on (the last layer needs no others), the rest serve as keys and values.
        """
        config = self.config
        batch, length, _ = x.shape
        head = config.head_dim
        sizes = [config.num_attention_heads * head] + [config.num_key_value_heads * head] * 2
        q, k, v = (part.view(batch, length, -1, head).transpose(1, 2) for part in self.qkv_proj(self.input_layernorm(x)).split(sizes, -1))
        q, k = rotate(q, *rope), rotate(k, *rope)
        if cache is not None:
            if cache:
                k, v = torch.cat([cache[0], k], 2), torch.cat([cache[1], v], 2)
            cache[:] = [k, v]
        if keep is not None:
            x, q, mask = x[:, -keep:], q[:, :, -keep:], mask[:, :, -keep:]
            length = keep
        groups = config.num_attention_heads // config.num_key_value_heads
        k_all, v_all = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
        scores = None
        if want_scores:
            scores = (q[:, 0] @ k_all[:, 0].transpose(-1, -2)).float() * head**-0.5 + mask[:, 0]
        out = F.scaled_dot_product_attention(q, k_all, v_all, attn_mask=mask.to(q.dtype))
        x = x + self.o_proj(out.transpose(1, 2).reshape(batch, length, -1))
        gate, up = self.gate_up_proj(self.post_attention_layernorm(x)).chunk(2, -1)
        return x + self.down_proj(F.silu(gate) * up), scores


class Reader(nn.Module):
    """The whole model, with the two side heads that training uses and export leaves out."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.vision_tower = VisionTower(config.vision)
        self.mm_projector = Projector(config)
        self.embed_tokens = nn.Embedding(config.vocab_size, config.hidden_size)
        nn.init.normal_(self.embed_tokens.weight, std=0.7)
        self.layers = nn.ModuleList(DecoderLayer(config) for _ in range(config.num_hidden_layers))
        self.norm = RMSNorm(config.hidden_size, config.rms_norm_eps)
        self.lm_head = nn.Linear(config.hidden_size, config.vocab_size, bias=False)
        nn.init.normal_(self.lm_head.weight, std=0.02)
        cells = config.vision.stem_channels[-2]
        # each 8x8 cell tells of its left and right half: is a glyph's center there, and which
        self.glyph_head = nn.Linear(cells, 2 * (config.glyph_classes + 1))

    def rope(self, positions: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        half = self.config.head_dim // 2
        frequency = self.config.rope_theta ** (-torch.arange(half, device=positions.device) / half)
        angle = positions[:, None, :, None].float() * frequency
        return angle.cos(), angle.sin()

    def encode(self, ink: torch.Tensor, visible: torch.Tensor, kept: torch.Tensor | None = None):
        """ink [B,1,H,W], visible bool [B,h*w] -> projected rows [B,h*w,D], stride-8 map; with `kept` [B,K] rows of these patches."""
        mask = torch.zeros(visible.shape, device=ink.device).masked_fill(~visible, -1e9)[:, None, None]
        features, cells, shape = self.vision_tower(ink, None if bool(visible.all()) else mask, kept)
        return self.mm_projector(features, shape, kept), cells

    def forward(self, ink, visible, before, tokens, want_scores: bool = False, kept=None):
        """Logits over `tokens` [B,T] that follow the image, with `before` [P] ids ahead of it; and the scores of the heads that are told where to look."""
        rows, cells = self.encode(ink, visible, kept)
        batch, length = tokens.shape
        head = self.embed_tokens(before)[None].expand(batch, -1, -1)
        x = torch.cat([head, rows, self.embed_tokens(tokens)], 1)
        seen = torch.cat([visible.new_ones(batch, len(before)), visible, visible.new_ones(batch, length)], 1)
        total = x.shape[1]
        mask = torch.full((total, total), -1e9, device=x.device).triu(1)[None, None]
        mask = mask + torch.zeros(seen.shape, device=x.device).masked_fill(~seen, -1e9)[:, None, None]
        rope = self.rope(seen.long().cumsum(1) - 1)
        config = self.config
        told = {config.way_layer: "way", config.pointer_layer % len(self.layers): "pointer"} if want_scores else {}
        scores = {}
        for index, layer in enumerate(self.layers):
            keep = length if index == len(self.layers) - 1 else None
            x, found = layer(x, mask, rope, want_scores=index in told, keep=keep)
            if index in told:
                scores[told[index]] = found
        return self.lm_head(self.norm(x)), cells, scores

    @torch.no_grad()
    def generate(self, ink, visible, before, after, end: int, limit: int = 200, kept=None) -> list[list[int]]:
        """Greedy decoding of a batch; token lists without the end token."""
        rows, _ = self.encode(ink, visible, kept)
        batch = rows.shape[0]
        caches: list[list] = [[] for _ in self.layers]
        x = torch.cat([self.embed_tokens(before)[None].expand(batch, -1, -1), rows, self.embed_tokens(after)[None].expand(batch, -1, -1)], 1)
        seen = torch.cat([visible.new_ones(batch, len(before)), visible, visible.new_ones(batch, len(after))], 1)
        mask = torch.full((x.shape[1], x.shape[1]), -1e9, device=x.device).triu(1)[None, None]
        position = seen.long().cumsum(1) - 1
        out = torch.zeros(batch, 0, dtype=torch.long, device=x.device)
        for _ in range(limit):
            mask = mask + torch.zeros(seen.shape, device=x.device).masked_fill(~seen, -1e9)[:, None, None]
            rope = self.rope(position)
            for layer, cache in zip(self.layers, caches):
                x, _ = layer(x, mask, rope, cache)
            step = self.lm_head(self.norm(x[:, -1:])).argmax(-1)
            out = torch.cat([out, step], 1)
            if bool((out == end).any(1).all()):
                break
            x, position = self.embed_tokens(step), position[:, -1:] + 1
            seen = torch.cat([seen, seen.new_ones(batch, 1)], 1)
            mask = torch.zeros(1, 1, 1, seen.shape[1], device=x.device)
        return [row[: row.index(end)] if end in row else row for row in out.tolist()]
