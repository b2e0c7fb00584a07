uint32_t row = u;
const int32_t i = sigmoid(meet(c, x, y, row));
const int32_t f = sigmoid(meet(c, x, y, row = next_row(row, units)));
const int32_t g = hyperbolic(meet(c, x, y, row = next_row(row, units)));
const int32_t o = sigmoid(meet(c, x, y, next_row(row, units)));
const int32_t news = (product(i, g) + 16384) >> 15;
const int32_t sum = product(f, state[u]) + (int32_t)((uint32_t)news << c->exponent) + 16384;
const int32_t now = clip(sum >> 15, 32767);
const int32_t seen = c->exponent > 11u
    ? (now + (1 << (c->exponent - 12u))) >> (c->exponent - 11u)
    : clip((int32_t)((uint32_t)now << (11u - c->exponent)), 32767);
state[u] = (int16_t)now;
hidden[u] = (int8_t)clip((product(o, hyperbolic(seen)) + 4194304) >> 23, 127);
