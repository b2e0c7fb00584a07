/* A recurrent layer: products of the features and of the hidden state, then the cell. */
struct cell {
    const struct connected *input, *hidden;
    uint32_t units, steps;
    int32_t input_factor, hidden_factor;
    const int32_t *offset;                  /* with the half that rounds */
    uint32_t shift;
    uint32_t exponent;                      /* of an LSTM's state */
};

/* The row of the same unit in the next gate; no compiler may make products of several of these. */
static uint32_t next_row(uint32_t row, uint32_t units)
{
    row += units;
    HIDE(row);
    return row;
}

static int32_t clip(int32_t value, int32_t limit)
{
    return value < -limit ? -limit : value > limit ? limit : value;
}

static int32_t interpolate(const uint16_t *table, int32_t magnitude)
{
    const uint16_t *at = table + (magnitude >> 6);
    const int32_t rise = (int32_t)at[1] - (int32_t)at[0];
    return (int32_t)at[0] + ((product(rise, magnitude & 63) + 32) >> 6);
}

static int32_t sigmoid(int32_t a)
{
    const int32_t value = interpolate(sigmoid_table, a < 0 ? -a : a);
    return a < 0 ? 32768 - value : value;
}

static int32_t hyperbolic(int32_t a)
{
    const int32_t value = interpolate(tanh_table, a < 0 ? -a : a);
    return a < 0 ? -value : value;
}
