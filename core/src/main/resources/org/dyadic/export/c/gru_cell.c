uint32_t row = next_row(u, units);
const int32_t r = sigmoid(meet(c, x, y, u));
const int32_t z = sigmoid(meet(c, x, y, row));
const uint32_t last = next_row(row, units);
const int32_t v = clip((scaled(x[last], c->input_factor) + c->offset[last]) >> c->shift, 32767);
const int32_t w = clip(
    (scaled(y[last], c->hidden_factor) + c->offset[next_row(last, units)]) >> c->shift, 32767);
const int32_t n = hyperbolic(clip(v + ((product(r, w) + 16384) >> 15), 32767));
const int32_t now = (product(z, state[u]) + product(32768 - z, n) + 16384) >> 15;
state[u] = (int16_t)now;
hidden[u] = (int8_t)clip((now + 128) >> 8, 127);
