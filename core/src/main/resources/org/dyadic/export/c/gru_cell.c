const uint32_t row = 2u * units + u;
const int32_t r = sigmoid(meet(c, x, y, u));
const int32_t z = sigmoid(meet(c, x, y, units + u));
const int32_t v = clip((scaled(x[row], c->input_factor) + c->offset[row]) >> c->shift, 32767);
const int32_t w = clip(
    (scaled(y[row], c->hidden_factor) + c->offset[row + units]) >> c->shift, 32767);
const int32_t n = hyperbolic(clip(v + ((product(r, w) + 16384) >> 15), 32767));
const int32_t now = (product(z, state[u]) + product(32768 - z, n) + 16384) >> 15;
state[u] = (int16_t)now;
hidden[u] = (int8_t)clip((now + 128) >> 8, 127);
